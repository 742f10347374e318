"""From what people write to the code of a country: one tolerant table for every reader.

Codes of two and three letters are taken as they stand, so that "N/A" is not Namibia. Names are
compared by their words: case, accents, punctuation, brackets, the order of words, "the", "of" and
usual short forms make no difference ("Iran (Islamic Republic of)", "Egypt, Arab Rep.",
"St. Lucia"). Korean names are compared without blanks and signs.

A bare name belongs to the country whose short name in ISO 3166 it is: Congo is CG, Guinea GN, Samoa
WS, Dominica DM. Korea is the Republic of Korea. A name that two countries share is nobody's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pycountry

from innocore_metrics.geography.aliases import ABBREVIATIONS, ALIASES, FORMER_CODES
from innocore_metrics.geography.countries import country_name, is_country, korean_name

_LONG = {
    "rep": "republic",
    "dem": "democratic",
    "fed": "federal",
    "sts": "states",
    "st": "saint",
    "sar": "special administrative region",
    "pdr": "peoples democratic republic",
    "is": "islands",
    "island": "islands",
    "terr": "territory",
}
_EMPTY = {"the", "of", "and"}
_ACCENTS, _APOSTROPHES = re.compile("[\u0300-\u036f]"), re.compile("['’ʼ`´‘]")
_INITIALS = re.compile(r"\b[a-z](?:\.\s?[a-z])+\b\.?")
_SIGNS = re.compile(r"[^\w]|_")
_HANGUL = re.compile("[가-힣]")
# "미국(USA)", "KR - Korea": two names of one country.
_PAIR = re.compile(r"(.+?)\s*(?:[(\[]\s*(.+?)\s*[)\]]|\s[-–|/]\s*(.+))")
# Shorter ones are codes and abbreviations, which are not guessed at.
_SHORTEST_NAME = 4


def name_key(name: str) -> str:
    """What is compared of a name.

    >>> name_key("Korea (the Republic of)"), name_key("Rep. of Korea"), name_key("러시아(연방)")
    ('korea republic', 'korea republic', '러시아연방')
    """
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", name).casefold())
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", "".join(c for c in text if unicodedata.category(c) != "Cf"))
    text = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]), text)
    words = _SIGNS.sub(" ", text).split()
    if _HANGUL.search(text):
        return "".join(words)
    long = (part for word in words for part in _LONG.get(word, word).split())
    return " ".join(sorted(set(long) - _EMPTY))


def _standard_names() -> Iterator[tuple[str, str]]:
    for record in pycountry.countries:
        code = record.alpha_2
        for field in ("name", "common_name", "official_name"):
            if name := getattr(record, field, ""):
                yield name, code
                yield korean_name(name), code
        for lang in ("ko", "en"):
            yield country_name(code, lang), code
    former: Any = pycountry.historic_countries
    for record in former:
        # ISO 3166-3: the last two of four letters are the country that took its place, if one did.
        if is_country(record.alpha_4[2:]):
            yield record.name, record.alpha_4[2:]


def all_names() -> Iterator[tuple[str, str]]:
    """Every name of every table, with its code; the same name may come several times."""
    yield from _standard_names()
    for code, names in ALIASES.items():
        yield from ((name, code) for name in names.split("|"))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes = {"XK": "XK", "XKX": "XK", **FORMER_CODES}
    for record in pycountry.countries:
        codes |= {record.alpha_2: record.alpha_2, record.alpha_3: record.alpha_2}
    return codes


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, code in all_names():
        found.setdefault(name_key(name), set()).add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=65536)
def country_code(text: str) -> str | None:
    """The code of a country given by code or name in Korean or English; None if unknown.

    >>> country_code("미국"), country_code("usa"), country_code("Viet Nam"), country_code("Mars")
    ('US', 'US', 'VN', None)
    >>> country_code("S. Korea"), country_code("England"), country_code("북한"), country_code("UK")
    ('KR', 'GB', 'KP', 'GB')
    >>> country_code("NA"), country_code("n/a"), country_code("KO"), country_code("Yugoslavia")
    ('NA', None, None, None)
    """
    found = _by_name(text)
    if found is None and (pair := _PAIR.fullmatch(text.strip())):
        first, second = _by_name(pair[1]), _by_name(pair[2] or pair[3])
        found = first if first == second else None
    return found


def _by_name(text: str) -> str | None:
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if (code := _codes().get(plain)) is not None:
        return code
    key = name_key(text)
    if key in ABBREVIATIONS:
        return ABBREVIATIONS[key]
    if key.isascii() and len(key) < _SHORTEST_NAME:
        return None
    return _names().get(key)


def is_former_code(text: str) -> bool:
    """Whether ``text`` is a code that was replaced, or one beside the standard, such as UK."""
    return text.strip().upper() in FORMER_CODES
