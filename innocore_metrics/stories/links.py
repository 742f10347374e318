"""A whole story in one address parameter: compact, and complete without any file."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any
from urllib.parse import parse_qsl

from innocore_metrics.errors import Problem
from innocore_metrics.selection import Vocabulary
from innocore_metrics.stories.checks import Reader
from innocore_metrics.stories.story import Story

PARAMETER = "story"
LINK_MARK = "~"
# Servers and messengers cut longer addresses.
MAX_LINK = 7000
_MAX_TEXT = 1024 * 1024
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


def is_link(text: str) -> bool:
    """Whether an address parameter holds a story itself, and not the id of one."""
    return text.startswith(LINK_MARK)


def encode(story: Story) -> str:
    """The story as an address parameter: ``~``, then JSON, deflated, in base64 for addresses.

    >>> from innocore_metrics.stories import Slide
    >>> story = Story("보고", "Report", (Slide("parity"),))
    >>> decode(encode(story), Vocabulary((), ()))[0] == story
    True
    """
    slides = [
        [s.exhibit, "&".join(f"{name}={value}" for name, value in s.filters), s.note_ko, s.note_en]
        for s in story.slides
    ]
    tree = [story.minutes, story.title_ko, story.title_en, slides]
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(text) + packer.flush()
    return LINK_MARK + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(text: str, vocabulary: Vocabulary | None) -> tuple[Story | None, tuple[Problem, ...]]:
    """The story in an address parameter, or what is wrong; the row of a problem is its slide."""
    tree = _unpack(text)
    if tree is None:
        return None, (Problem(PARAMETER, 0, "", "story_link", text[:24]),)
    reader = Reader(PARAMETER, lambda slide, _key: slide, vocabulary)
    story = reader.story(tree)
    return story, tuple(sorted(set(reader.problems)))


def _unpack(text: str) -> dict[str, Any] | None:
    """What `encode` packed, in the form of a file; None where it is something else."""
    body = text.removeprefix(LINK_MARK)
    if not is_link(text) or not _ALPHABET.fullmatch(body):
        return None
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        # Never more than a story can be, however small what came in is.
        plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _MAX_TEXT)
        minutes, title_ko, title_en, slides = json.loads(plain)
        return {
            "minutes": minutes,
            "title_ko": title_ko,
            "title_en": title_en,
            "slides": [_slide(*slide) for slide in slides],
        }
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError):
        return None


def _slide(exhibit: Any, filters: Any, note_ko: Any, note_en: Any) -> dict[str, Any]:
    if not isinstance(filters, str):
        raise TypeError(filters)
    query = dict(parse_qsl(filters, keep_blank_values=True))
    return {"exhibit": exhibit, "filters": query, "note_ko": note_ko, "note_en": note_en}
