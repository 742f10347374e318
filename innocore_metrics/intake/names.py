"""Names of people in free text: the clear cases only, a name beside a title.

A name alone cannot be told from other words, in either language; the ledger's documents say so.
"""

from __future__ import annotations

import re

from innocore_metrics.intake.plain_words import PLAIN_WORDS

# Surnames of about 97 in 100 people in Korea.
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구"
    "민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국"
)
_COMPOUND = "남궁|황보|제갈|선우|독고|사공|서문"
# Endings of words for subjects, schools and standings, which no given name is.
_ENDINGS = ("과학", "공학", "화학", "의학", "대학", "과정", "분야", "전공", "출신", "학위", "연구")
_MODIFIERS = (
    "책임|선임|수석|주임|전임|연구|명예|초빙|석좌|객원|겸임|지도|특임|교신|방문|박사 ?후 ?|조|부|정"
)
_TITLES = (
    rf"(?:{_MODIFIERS})?(?:연구원|교수)|박사(?! ?(?:급|과정|학위|논문|후|후보|수료|졸업|인력))"
    r"|박사 ?후 ?연구원|포닥|선생|씨|님"
)
_AFTER = (
    r"(?:님|께서|께|에게|은|는|이|가|을|를|의|과|와|도|만|으로|로|라고|이며|이고|임)?(?![가-힣])"
)
_NAME = rf"(?:{_COMPOUND})[가-힣]{{1,2}}|[{_SURNAMES}][가-힣]{{1,2}}"
_KOREAN = re.compile(rf"(?<![가-힣])({_NAME}) ?\(? ?(?:{_TITLES}){_AFTER}")
_LABELLED = re.compile(
    r"(?:성명|이름|성함|실명|(?i:(?:full|first|last|family|given) name)) ?[:=] ?[A-Za-z가-힣]"
)
_LATIN = re.compile(
    r"(?<![A-Za-z])(?:(?:[Dd]r|[Pp]rof|[Mm]rs?|[Mm]s|DR|PROF|MRS?|MS)\. ?|"
    r"(?:Dr|Prof|Professor|Mr|Mrs|Ms) )"
    rf"(?:(?P<latin>[A-Z][A-Za-z'’-]*)|(?P<korean>{_NAME})(?![가-힣]))"
)
_ADDRESSED = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)?[ -][A-Z][a-z]+ ?(?:씨|님)(?![가-힣])")
# What makes another form of a word: 선발된, 지원한.
_FORMS = frozenset("된될할한의급형직계")
# What follows a title without being a name.
_NOT_NAMES = frozenset(
    (
        "Emeritus",
        "Positions",
        "Position",
        "Track",
        "Level",
        "Chair",
        "Candidates",
        "Candidate",
        "And",
        "Or",
        "Of",
        "In",
        "At",
    )
)
# Whatever the patterns above need; everything else is passed over quickly (RE2).
MAYBE = (
    "연구원|교수|박사|포닥|선생|씨|님|성명|이름|성함|실명"
    r"|[Dd]r[. ]|[Pp]rof|[Mm]rs?[. ]|[Mm]s[. ]|DR\.|PROF\.|MRS?\.|MS\.|(?i:name ?[:=])"
)


def names_a_person(text: str) -> bool:
    """Whether a text (in the form of `persons.plain`) clearly names somebody.

    >>> [names_a_person(t) for t in ("홍길동 박사", "Dr. Smith", "신임 연구원", "John Smith")]
    [True, True, False, False]
    """
    if _LABELLED.search(text) or _ADDRESSED.search(text):
        return True
    if any(_is_name(found.group(1)) for found in _KOREAN.finditer(text)):
        return True
    return any(_is_titled(found) for found in _LATIN.finditer(text))


def _is_name(word: str) -> bool:
    if word[:2] in PLAIN_WORDS and word[2:] in _FORMS:
        return False
    return word not in PLAIN_WORDS and not word.startswith("한국") and not word.endswith(_ENDINGS)


def _is_titled(found: re.Match[str]) -> bool:
    latin, korean = found.group("latin"), found.group("korean")
    return latin not in _NOT_NAMES if latin else _is_name(korean)
