"""JSON that is one document instead of one value a line: read value by value, in little memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from innocore_metrics.mobility.readers.archive import DAMAGE, Place, Truncated, opened

_CHUNK = 1 << 20
_BETWEEN = " \t\r\n,"


def is_document(line: bytes | None) -> bool:
    """Whether a file whose first line this is may be one document; None: too long a line."""
    if line is None:
        return True
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return line.lstrip(b"\xef\xbb\xbf \t")[:1] in (b"[", b"{")
    return False


def document_values(path: Path, largest: int, place: Place) -> Iterator[Any]:
    """The elements of an array; of anything else the value itself, up to ``largest`` characters.

    Raises:
        ValueError: the first value is no JSON.
        Truncated: a later one is none, or the file ends before the array does.
    """
    with opened(path) as (stream, raw):
        text = io.TextIOWrapper(stream, encoding="utf-8-sig")
        try:
            head = text.read(_CHUNK).lstrip()
            if head.startswith("["):
                yield from _elements(head[1:], text, largest, lambda: place(raw.tell()))
            else:
                yield json.loads(head + text.read(largest))
        except DAMAGE as error:
            raise Truncated(str(error)) from error
        finally:
            text.detach()


def _elements(buffer: str, text: IO[str], largest: int, tell: Any) -> Iterator[Any]:
    decoder, at, given = json.JSONDecoder(), 0, 0
    while True:
        while at < len(buffer) and buffer[at] in _BETWEEN:
            at += 1
        if buffer[at : at + 1] == "]":
            return
        try:
            value, at = decoder.raw_decode(buffer, at)
        except (ValueError, RecursionError) as error:
            # Not all of it is there yet, or never will be.
            rest = buffer[at:]
            more = text.read(max(_CHUNK, len(rest))) if len(rest) < largest else ""
            if not more:
                raise (Truncated if given else ValueError)(str(error)) from error
            buffer, at = rest + more, 0
            continue
        given += 1
        tell()
        yield value
