"""The columns of an import: what they may be called, and which ones are refused."""

from __future__ import annotations

from collections.abc import Iterable

from innocore_metrics.intake.reading.sheet import normalised, plain

REQUIRED = ("date", "stage", "research_group", "host", "count")
OPTIONAL = ("talent_source", "country", "note", "field")
# Names in the form of `normalised`; the first two of each are the ones that a template uses.
NAMES: dict[str, tuple[str, ...]] = {
    "date": ("날짜", "date", "일자", "기준일", "eventdate"),
    "stage": ("단계", "stage", "모집단계"),
    "research_group": ("연구단", "researchgroup", "group", "연구단명"),
    "host": ("소속기관", "host", "hostinstitute", "소속", "기관", "institute"),
    "talent_source": ("인재출처", "talentsource", "source", "출처", "인재구분"),
    "country": (
        "이전근무국가",
        "country",
        "국가",
        "이전근무지",
        "countryofpreviouspost",
        "previouscountry",
    ),
    "count": ("인원", "count", "인원수", "명", "people"),
    "note": ("비고", "note", "메모", "notes"),
    "field": ("연구분야", "field", "분야", "researchfield"),
    # The column that a returned file has at its end; it is read over.
    "remarks": ("확인사항", "remarks"),
}
_OF = {name: column for column, names in NAMES.items() for name in names}
HEADER_WORDS = frozenset(_OF)
# What a header that points at a person contains, and the word key that says what it is.
_PERSONAL = {
    "person": ("성명", "이름", "name", "성함"),
    "email": ("이메일", "email", "전자우편", "메일", "mail"),
    "resident": ("주민", "resident", "생년월일", "birth", "ssn", "여권", "passport", "외국인등록"),
    "phone": ("전화", "휴대", "연락처", "phone", "mobile", "tel", "핸드폰"),
    "orcid": ("orcid", "researcherid", "scopusid"),
    "identifier": ("사번", "학번", "employeeid", "studentid", "personid", "주소", "address"),
}


def column_of(header: str) -> str | None:
    """The column that a header names; None where it names none."""
    return _OF.get(normalised(header))


def language(headers: Iterable[str]) -> str:
    """The language in which a file names its columns.

    >>> language(["날짜", "단계", "host"]), language(["date", "stage", "count"])
    ('ko', 'en')
    """
    known = [header for header in headers if column_of(header)]
    korean = sum(any("가" <= letter <= "힣" for letter in plain(header)) for header in known)
    return "ko" if 2 * korean >= len(known) else "en"


def personal(header: str) -> str | None:
    """What a header would tell about a person (a key of ``personal.*``); None if nothing.

    >>> personal("E-mail 주소"), personal("성명"), personal("인원")
    ('email', 'person', None)
    """
    if column_of(header):
        return None
    name = normalised(header)
    for kind in ("email", "phone", "resident", "orcid", "identifier", "person"):
        if any(part in name for part in _PERSONAL[kind]):
            return kind
    return None


def shown(columns: Iterable[str], lang: str) -> str:
    """Columns by the names that a template in ``lang`` uses."""
    place = 0 if lang == "ko" else 1
    return ", ".join(NAMES[column][place] for column in columns)
