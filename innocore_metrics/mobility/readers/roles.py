"""Role titles, as people write them, to the roles that the engine knows.

Titles are compared in one form: compatibility characters, case and accents unified, every dash a
hyphen without blanks round it. "After" is looked for before "doctor", since most languages make
the word for a postdoc of the word for a doctorate.

Which doctorates count is a rule of its own, with its sources: docs/mobility.md, "Postdocs and
doctorates".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Between "post" and "doc" people write nothing, a blank, a dot, a hyphen, or several of these.
_GAP = r"[\s.\-_/'’]*"
_POSTDOCS = (
    # English, and what most languages of Europe took over: post-doctorant, Postdoktorandin,
    # postdottorato, postdoutorado, posztdoktor, post-PhD.
    rf"posz?t{_GAP}(do[ck](?!ks?\b|ument)|dout|dott|ph{_GAP}d)|\bpdra\b",
    rf"\bpos{_GAP}(do[ck](tor|\b)|dout)",  # Spanish and Portuguese drop the t
    rf"\bpasca{_GAP}(ke)?do[ck]tor",  # Indonesian, Malay
    r"\bpo[\s-]?doktor|\b(poslije|pec|jarel|ny)doktor",  # Slavic, Baltic, Icelandic
    r"\btutkijatohtori|\bdoktora[\s-]sonras[ıi]|\bdoktoratu[\s-]?ondo",  # Finnish, Turkish, Basque
    r"\bsau tien s[iy]",  # Vietnamese
    r"\b(after|apres|apos|despues d\w+|dopo|nach|efter)\b.{0,12}\b(ph\.?\s?d|do[ck]tora|doutor"
    r"|dottorato|promotion)",
    r"пост-?док|пислядоктор|післядоктор|μεταδιδακτορ",
    r"بعد الدكتوراه|پسادکتر|פוסט[\s-]?דוק|בתר[\s-]?דוק|หลังปริญญาเอก",
    # A candidate is 박사 후보, the later part of a Japanese doctorate 박사후기.
    r"포닥|포스[닥독]|포스트[\s-]?[닥독]|박사\s?(학위)?\s?(취득)?[\s(-]*후(?!보|기)",
    r"ポスト?[・\s]?ド[クッ]|博士研究[員员]|博士(号取得)?[后後](?!期)|特別研究員[\s(-]*pd\b",
)
_HONORARY = (
    r"honoris\s?causa|\bdr\.?[\s-]*h\.?\s?c\b|\bhon(orary|\.)?\s?(doctor|degree|ph\.?\s?d|d\.?\s?sc)"
    r"|\behrendo[ck]tor|\beredoctor|\bhedersdoktor|\baresdoktor|\bkunniatohtor"
    r"|명예\s?\S{0,6}\s?박사|名[誉譽]博士|荣誉博士"
)
# Degrees for practising a profession. After "doctor of" they are the names of such degrees; a
# "doctorate in" medicine or law is elsewhere than in the US one of research.
_PRACTICE = (
    r"physical therapy|physiotherapy|occupational therapy|nursing practice|chiropractic|optometry"
    r"|audiology|osteopath\w*|podiatr\w*|naturopath\w*|oriental medicine|acupuncture|ministry"
)
_PROFESSIONS = (
    rf"{_PRACTICE}|medicine|pharmacy|veterinary|dental|dentistry|(clinical )?psychology|divinity"
    r"|humane letters|laws?\b|jurisprudence"
)
_PROFESSIONAL = (
    rf"\bdoctor of (the )?({_PROFESSIONS})|\bdoctorate (of|in) (the )?({_PRACTICE})"
    r"|\bjuris\s?doctor(ate)?|\bdoktor der medizin"
    r"|\bdoct(orat|eure?) (d.etat |d.exercice )?(en |de )?"
    r"(medecine|pharmacie|chirurgie dentaire|veterinaire)"
)
# Letters of research doctorates, which stand whatever else a title tells.
_RESEARCH = (
    r"\bph\.?\s?d\b|\bd\.?\s?phil\b|\bsc\.?\s?d\b|\bd\.?\s?sc\b|\bed\.?\s?d\b|\bth\.?\s?d\b"
    r"|\bd\.?\s?eng\b|\beng\.?\s?d\b|\b(s\.?j|j\.?s)\.?d\b|\bdr\.?\s?p\.?h\b"
    r"|\bdr\.?[\s-]*(rer|phil|ing|oec|agr|techn|sc|nat)\b"
)
_DOCTORATE = (
    r"\bdoctora(l|te?|do|nd|nt)|\bdoktor|\bdottora(to|nd)|\bdoutor|\bdoctor (of|in|en)\b"
    r"|\bdocteure? (en|es|de)\b"
    # 석박통합과정 leads from the bachelor's degree to the doctorate; 수석 박사 is a post.
    r"|박사|(?<!수)석\s?[·・/.-]?\s?박|博士|特別研究員[\s(-]*dc"
)
_STUDENTS = (
    r"\bstudent\b|\bbachelor|\bmaster\b|\bmasters\b|\bb\.?\s?s\.?c?\b|\bm\.?\s?s\.?c?\b",
    r"\bb\.?a\b|\bm\.?a\b|\bm\.?eng\b|\bb\.?eng\b|\bmba\b|\bm\.?d\b|학사|석사|학생",
)
_TITLES = {
    "visiting": r"방문|초빙|객원|\bvisiting\b|\bguest\b|\bsabbatical|\bhonorary"
    r"|\baffiliated?\b",
    "education": "|".join(_STUDENTS),
    "faculty": r"교수(?!\s?학습)|강사|\bprof\b|"
    r"\bprofessor|\blecturer|\bfaculty\b|\breader\b|\btenure",
    "industry": r"대표이사|\bceo\b|\bcto\b|\bfounder\b|\bsales\b|\bproduct manager\b",
    "staff": r"연구|\bresearch|\bscientist|\bengineer|\bstaff\b|\btechnician|\bfellow\b"
    r"|\bassistant\b",
}
_COMPILED = {role: re.compile(pattern) for role, pattern in _TITLES.items()}
_POSTDOC_WORDS = re.compile("|".join(_POSTDOCS))
_HONORARY_WORDS, _RESEARCH_LETTERS = re.compile(_HONORARY), re.compile(_RESEARCH)
_PROFESSIONAL_WORDS, _DOCTORATE_WORDS = re.compile(_PROFESSIONAL), re.compile(_DOCTORATE)
# In this order: a "PhD student" is no professor, a "visiting professor" is a visitor, a
# "postdoctoral researcher, Faculty of Science" is no member of the faculty.
_ORDER = ("postdoc", "visiting", "doctorate", "education", "faculty", "industry", "staff")


@lru_cache(maxsize=65536)
def role_of(kind: str, title: str) -> str:
    """The role that a title names, for an ``employment`` or an ``education``.

    An education without a known title is ``education``; an employment never is a doctorate by
    the letters after a name alone ("Research Scientist, PhD"), only where it says candidate,
    student or researcher. A professor is no student, whatever else the title tells of students.

    >>> role_of("education", "Ph.D. in Physics"), role_of("education", "MSc")
    ('doctorate', 'education')
    >>> role_of("education", "Doctor of Law"), role_of("education", "Doctor honoris causa")
    ('education', 'education')
    >>> role_of("employment", "Post\u2013doctoral Fellow"), role_of("employment", "박사후연구원")
    ('postdoc', 'postdoc')
    >>> role_of("employment", "Visiting Professor"), role_of("employment", "Scientist, PhD")
    ('visiting', 'staff')
    >>> role_of("employment", "PhD student"), role_of("employment", "")
    ('doctorate', 'unknown')
    """
    text = _unified(title)
    found = {role for role, pattern in _COMPILED.items() if pattern.search(text)}
    if _POSTDOC_WORDS.search(text):
        found.add("postdoc")
    if _is_research_doctorate(text):
        found.add("doctorate")
    if kind == "education":
        return next((role for role in ("postdoc", "doctorate") if role in found), "education")
    # A degree after the name of a post says nothing about the post.
    if not _LEARNER.search(text) or _is_professor(text):
        found -= {"doctorate", "education"}
    return next((role for role in _ORDER if role in found), "unknown")


def _unified(title: str) -> str:
    """Small letters without accents, dashes as hyphens without blanks, one blank elsewhere.

    >>> _unified("Pós \u2013 Doutorado"), _unified("석\u318d박사"), _unified("ﾎﾟｽﾄﾞｸ")
    ('pos-doutorado', '석·박사', 'ポスドク')
    """
    # The dot of Korean word processors becomes an old vowel under NFKC.
    text = unicodedata.normalize("NFKC", title.replace("\u318d", "·")).casefold()
    letters = unicodedata.normalize("NFD", text)
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", letters))
    text = "".join(_plain(sign) for sign in text) if not text.isascii() else text
    return re.sub(r"\s*-\s*", "-", " ".join(text.split()))


_ACCENTS = re.compile("[\u0300-\u036f]")


def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Pd" or sign == "\u2212":
        return "-"
    # Soft hyphens and marks without width.
    return "" if kind == "Cf" else sign


def _is_research_doctorate(text: str) -> bool:
    if _HONORARY_WORDS.search(text):
        return False
    if _RESEARCH_LETTERS.search(text):
        return True
    return bool(_DOCTORATE_WORDS.search(_PROFESSIONAL_WORDS.sub(" ", text)))


_LEARNER = re.compile(
    r"student|candidate|estudiante|etudiant|ogrenci|과정|학생|후보|수료|석박|석사생"
    r"|博士(生|研究生|課程|课程|[后後]期)|特別研究員[\s(-]*dc"
    r"|do[ck]torand|doctorant|dou?t+orand|\b(ph\.?\s?d\.?|doctoral)\s+(researcher|fellow|assistant)"
)
_PROFESSOR = re.compile(r"\bprof(essor)?\b|교수(?!\s?학습)")
# A professor whose student the person is: "PhD student of Prof. Kim", "김 교수 연구실 박사과정".
_SUPERVISOR = re.compile(
    r"(\b(of|with|under|by|to|for|in)\s+|\()(the\s+)?(dr\.?\s+)?prof(essor)?\b"
    r"|\bprof(essor)?\b.*(['’]s\b|\b(lab|laboratory|group)\b)|지도\s?교수|교수\s?(님|연구실|랩|실|팀)"
)


def _is_professor(text: str) -> bool:
    return bool(_PROFESSOR.search(text)) and not _SUPERVISOR.search(text)
