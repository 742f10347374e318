"""Korean particles that depend on how the word before them ends."""

from __future__ import annotations

import re

# Each pair: the form after a final consonant, the form after a vowel.
PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이며": ("이며", "며"),
    "이고": ("이고", "고"),
    "이라는": ("이라는", "라는"),
    "입니다": ("입니다", "입니다"),
}
# Stands between a quoted word and its particle: {name:'은}.
QUOTE = "'"
_RIEUL = 8
_DIGITS = {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}
_LETTERS = {"l": _RIEUL, "m": 16, "n": 4, "r": _RIEUL}
_SYMBOLS = {"%": 0, "℃": 0}


def final_consonant(word: str) -> int:
    """Index of the final consonant of the last sound of ``word``; 0 for a vowel.

    Digits and Latin letters count as they are read in Korean. A bracketed part at
    the end is not read: the word before it decides.

    >>> final_consonant("한국") > 0, final_consonant("미국과 나라"), final_consonant("KAIST")
    (True, 0, 0)
    """
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", word).rstrip(" .,'\"”’)")
    last = bare[-1:].lower()
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28
    return _DIGITS.get(last) or _LETTERS.get(last) or _SYMBOLS.get(last, 0)


def is_particle(spec: str) -> bool:
    """Whether ``spec`` is a particle of `PAIRS`, or one after the quote that closes the word."""
    return spec.removeprefix(QUOTE) in PAIRS


def with_particle(word: str, particle: str) -> str:
    """``word`` followed by the right form of ``particle``, which may begin with a closing quote.

    >>> with_particle("MIT", "은"), with_particle("4대 과기원", "은"), with_particle("3", "으로")
    ('MIT는', '4대 과기원은', '3으로')
    >>> with_particle("서울", "으로"), with_particle("40.7%", "이")
    ('서울로', '40.7%가')
    >>> with_particle("'kaist", "'은"), with_particle("'30", "'은")
    ("'kaist'는", "'30'은")
    """
    final = final_consonant(word)
    if particle.startswith(QUOTE):
        word, particle = word + QUOTE, particle.removeprefix(QUOTE)
    consonant, vowel = PAIRS[particle]
    if particle == "으로" and final == _RIEUL:
        return word + vowel
    return word + (consonant if final else vowel)
