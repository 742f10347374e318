"""Korean sentences in the style of official papers, which end in nouns: 개조식.

-습니다 becomes -음 and -ㅂ니다 becomes -ㅁ (줄었습니다, 줄었음; 합니다, 함), and stems change as
they do before a vowel. The full stop at the end of a line goes. Only what we have worded is
written like that: what people have written, such as a speaker's note, stays as it is.
"""

from __future__ import annotations

import re

_ENDING = re.compile(r"([가-힣]?)([가-힣])니다(?=[.\s,()\]'\"’”:;·]|$)")
_FIRST = ord("가")
_BIEUP, _MIEUM = 17, 16
_RIEUL_FINAL = 8
# Stems in ㅂ that keep it before a vowel (잡음); the others end in 움 (어려움).
_REGULAR_BIEUP = frozenset("잡좁뽑입씹접집꼽업")
# Stems in ㄷ that have ㄹ before a vowel (물음), and in ㅅ that lose it (지음).
_DIGEUT_TO_RIEUL = frozenset("묻듣걷닫긷싣")
_SIOS_LOST = frozenset("짓낫잇붓긋젓")
# Stems in ㄹ lose it before -ㅂ니다 and have it again before -ㅁ.
_RIEUL = {"만듭": "만듦", "듭": "듦", "압": "앎", "깁": "긺", "멉": "멂", "삽": "삶", "놉": "놂"}


def with_noun_endings(text: str, lang: str) -> str:
    """A line of a briefing; other languages than Korean stay as they are.

    >>> with_noun_endings("2024년 352명으로 19.3% 줄었습니다.", "ko")
    '2024년 352명으로 19.3% 줄었음'
    >>> with_noun_endings("한 축에 그리지 않습니다. 표에만 싣습니다.", "ko")
    '한 축에 그리지 않음. 표에만 실음'
    >>> with_noun_endings("가정이 아닙니다(추정값입니다)", "ko")
    '가정이 아님(추정값임)'
    >>> with_noun_endings("의향을 묻습니다. 읽기 어렵습니다. 줄을 잇습니다. 손을 잡습니다.", "ko")
    '의향을 물음. 읽기 어려움. 줄을 이음. 손을 잡음'
    """
    if lang != "ko":
        return text
    changed = text
    for stem, noun in _RIEUL.items():
        changed = re.sub(rf"(?<![가-힣]){stem}니다", noun, changed)
    # A day keeps its stop: 2025. 9. 29.
    return re.sub(r"(?<!\d)\.$", "", _ENDING.sub(_noun, changed).rstrip())


def _noun(found: re.Match[str]) -> str:
    before, syllable = found[1], found[2]
    if syllable == "습":
        return f"{_stem(before)}음" if not _is_irregular_bieup(before) else f"{_open(before)}움"
    if _final(syllable) != _BIEUP:
        return found[0]
    return before + chr(ord(syllable) - _BIEUP + _MIEUM)


def _stem(syllable: str) -> str:
    """The last syllable of a stem as it is before -음."""
    if syllable in _DIGEUT_TO_RIEUL:
        return chr(ord(_open(syllable)) + _RIEUL_FINAL)
    if syllable in _SIOS_LOST:
        return _open(syllable)
    return syllable


def _is_irregular_bieup(syllable: str) -> bool:
    return bool(syllable) and _final(syllable) == _BIEUP and syllable not in _REGULAR_BIEUP


def _final(syllable: str) -> int:
    return (ord(syllable) - _FIRST) % 28


def _open(syllable: str) -> str:
    """A syllable without its final consonant."""
    return chr(ord(syllable) - _final(syllable))
