"""Hashes: the text of a revision's rows, and the link from each revision to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict

import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.storage.ledger.records import ENTRY_COLUMNS, Draft, Revision

# The "previous" of the first revision.
GENESIS = "0" * 64
CHUNK = 65_536


def row_lines(rows: pa.Table, revision: int) -> Iterator[bytes]:
    """The rows as lines of tab-separated text, in pieces.

    ``rows`` has the columns of ENTRY_COLUMNS. The text is at once what is hashed and what
    PostgreSQL's COPY reads, so that the hash speaks of exactly what was sent.
    """
    for start in range(0, rows.num_rows, CHUNK):
        piece = rows.slice(start, CHUNK)
        columns = [_text(piece.column(name)) for name in ENTRY_COLUMNS]
        columns[-1] = pc.binary_join_element_wise(columns[-1], "\n", "")
        joined = pc.binary_join_element_wise(str(revision), *columns, "\t")
        yield _bytes(joined)


def _text(column: pa.ChunkedArray) -> pa.Array:
    plain = column.combine_chunks().cast(pa.string())
    return pc.replace_substring(plain, "\\", "\\\\")


def _bytes(strings: pa.Array) -> bytes:
    """The concatenation of all strings, which is how Arrow keeps them."""
    _, offsets, data = strings.buffers()
    ends = memoryview(offsets).cast("i")
    first, last = ends[strings.offset], ends[strings.offset + len(strings)]
    return bytes(memoryview(data)[first:last])


def content_hash(pieces: Iterator[bytes]) -> str:
    """SHA-256 over pieces of text."""
    total = hashlib.sha256()
    for piece in pieces:
        total.update(piece)
    return total.hexdigest()


def link(draft: Draft, number: int, rows_count: int, content: str, previous: str) -> Revision:
    """The revision with its own hash, which covers every word of it and the one before."""
    known = {**asdict(draft), "number": number, "rows_count": rows_count}
    known |= {"content_sha256": content, "previous_sha256": previous}
    return Revision(**known, sha256=_hash(known))


def own_hash(revision: Revision) -> str:
    """The hash that a revision should have."""
    known = asdict(revision)
    del known["sha256"]
    return _hash(known)


def _hash(known: dict[str, object]) -> str:
    text = json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
