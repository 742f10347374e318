"""Characters that no text of ours may hold: those that cannot be seen, and traces of a damage."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Control, format (bidirectional marks, zero widths), halves of characters, private and unassigned
# ones, separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# What a decoder leaves where bytes made no sense.
_DAMAGE = "\ufffd"
# Join letters of some scripts and the parts of some pictures: people type them without knowing.
JOINERS = "\u200c\u200d"


def unusable(text: str, allowed: str = "") -> Iterator[tuple[int, str]]:
    r"""Place (from 1) and name of each character that cannot stand in a text.

    ``allowed`` are such characters that may stand here, as line breaks in a note.

    >>> list(unusable("KA\x00IST")), list(unusable("a\u200bb"))
    ([(3, 'U+0000')], [(2, 'U+200B ZERO WIDTH SPACE')])
    >>> list(unusable("박사후연구원 1,534명 – “MIT”\n", allowed="\n"))
    []
    """
    if text.isprintable() and _DAMAGE not in text:
        return
    for place, character in enumerate(text, 1):
        if character in allowed:
            continue
        if character == _DAMAGE or unicodedata.category(character) in _UNSEEN:
            name = unicodedata.name(character, "")
            yield place, f"U+{ord(character):04X} {name}".strip()
