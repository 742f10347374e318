"""Korean sentences in the style of official papers, which end in nouns: 개조식.

-습니다 becomes -음 and -ㅂ니다 becomes -ㅁ (줄었습니다, 줄었음; 합니다, 함). The full stop at
the end of a line goes. Verbs whose stem ends in ㄹ keep it.
"""

from __future__ import annotations

import re

_ENDING = re.compile(r"([가-힣])니다(?=[.\s,()\]'\"’”:]|$)")
_FIRST = ord("가")
_BIEUP, _MIEUM = 17, 16
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
    """
    if lang != "ko":
        return text
    changed = text.replace("싣습니다", "실음")
    for stem, noun in _RIEUL.items():
        changed = re.sub(rf"(?<![가-힣]){stem}니다", noun, changed)
    # A day keeps its stop: 2025. 9. 29.
    return re.sub(r"(?<!\d)\.$", "", _ENDING.sub(_noun, changed).rstrip())


def _noun(found: re.Match[str]) -> str:
    syllable = found[1]
    if syllable == "습":
        return "음"
    final = (ord(syllable) - _FIRST) % 28
    return chr(ord(syllable) - _BIEUP + _MIEUM) if final == _BIEUP else found[0]
