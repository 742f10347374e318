"""Role titles, as people write them, to the roles that the engine knows."""

from __future__ import annotations

import re
from functools import lru_cache

# In this order: a "PhD student" is no professor, a "visiting professor" is a visitor, a
# "postdoctoral researcher, Faculty of Science" is no member of the faculty.
_PATTERNS = (
    ("postdoc", r"post[\s-]?doc|포닥|박사\s?후|ポスドク|博士[后後](?!期)"),
    (
        "visiting",
        r"\bvisiting\b|\bguest\b|\bsabbatical|\bhonorary|\baffiliated?\b|방문|초빙|객원",
    ),
    ("doctorate", r"\bph\.?\s?d\b|\bd\.?\s?phil\b|\bsc\.?d\b"),
    ("doctorate", r"\bdoctora(l|te?|do|nd|nt)|\bdoktor(?! der medizin)|\bdottorato|\bdoutor"),
    ("doctorate", r"\bdr\.?[\s-]*(rer|phil|ing|oec|agr|techn|sc|nat)\b"),
    ("doctorate", r"\bdoctor of (?!medicine|pharmacy|veterinary|dental)"),
    # 석박통합과정 leads from the bachelor's degree to the doctorate; 수석 박사 is a post.
    ("doctorate", r"박사(?!\s?후)|(?<!수)석\s?[·ㆍ・/.-]?\s?박|博士(?![后後](?!期))"),
    (
        "education",
        r"\bstudent\b|\bbachelor|\bmaster\b|\bmasters\b|\bb\.?\s?s\.?c?\b|\bm\.?\s?s\.?c?\b",
    ),
    ("education", r"\bb\.?a\b|\bm\.?a\b|\bm\.?eng\b|\bb\.?eng\b|\bmba\b|\bm\.?d\b|학사|석사|학생"),
    (
        "faculty",
        r"\bprofessor|\bprof\b|\blecturer|\bfaculty\b|\breader\b|\btenure|교수(?!\s?학습)|강사",
    ),
    (
        "industry",
        r"\bceo\b|\bcto\b|\bfounder\b|\bco-founder\b|\bsales\b|\bproduct manager\b|대표이사",
    ),
    (
        "staff",
        r"\bresearch|\bscientist|\bengineer|\bstaff\b|\btechnician|\bfellow\b|\bassistant\b|연구원|연구",
    ),
)
_COMPILED = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _PATTERNS)


@lru_cache(maxsize=65536)
def role_of(kind: str, title: str) -> str:
    """The role that a title names, for an ``employment`` or an ``education``.

    An education without a known title is ``education``; an employment never is a doctorate by
    the letters after a name alone ("Research Scientist, PhD"), only where it says candidate,
    student or researcher. A professor is no student, whatever else the title tells of students.

    >>> role_of("education", "Ph.D. in Physics"), role_of("education", "MSc")
    ('doctorate', 'education')
    >>> role_of("employment", "Postdoctoral Fellow"), role_of("employment", "박사후연구원")
    ('postdoc', 'postdoc')
    >>> role_of("employment", "Visiting Professor"), role_of("employment", "Scientist, PhD")
    ('visiting', 'staff')
    >>> role_of("employment", "PhD student"), role_of("employment", "")
    ('doctorate', 'unknown')
    """
    found = {role for role, pattern in _COMPILED if pattern.search(title)}
    if kind == "education":
        return next((role for role in ("postdoc", "doctorate") if role in found), "education")
    # A degree after the name of a post says nothing about the post.
    if not _LEARNER.search(title) or _is_professor(title):
        found -= {"doctorate", "education"}
    return next((role for role, _ in _COMPILED if role in found), "unknown")


_LEARNER = re.compile(
    r"student|candidate|estudiante|étudiant|과정|학생|수료|석박|석사생|博士(生|研究生|課程|课程|[后後]期)"
    r"|do[ck]torand|doctorant|\b(ph\.?\s?d\.?|doctoral)\s+(researcher|fellow|assistant)",
    re.IGNORECASE,
)
_PROFESSOR = re.compile(r"\bprof(essor)?\b|교수(?!\s?학습)", re.IGNORECASE)
# A professor whose student the person is: "PhD student of Prof. Kim", "김 교수 연구실 박사과정".
_SUPERVISOR = re.compile(
    r"(\b(of|with|under|by|to|for|in)\s+|\()(the\s+)?(dr\.?\s+)?prof(essor)?\b"
    r"|\bprof(essor)?\b.*(['’]s\b|\b(lab|laboratory|group)\b)|지도\s?교수|교수\s?(님|연구실|랩|실|팀)",
    re.IGNORECASE,
)


def _is_professor(title: str) -> bool:
    return bool(_PROFESSOR.search(title)) and not _SUPERVISOR.search(title)
