"""Hashes: the text of a revision's rows, and the link from each revision to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.storage.ledger.records import (
    ENTRY_COLUMNS,
    Attempt,
    Draft,
    Revision,
    StoredRelease,
)

# The "previous" of the first revision, and of the first line of the audit log.
GENESIS = "0" * 64
CHUNK = 65_536
# What a content hash begins with that covers the whole of a release. Ledgers of before have
# releases whose hash covers the counts alone, and begins with nothing. The beginning is itself
# covered by the revision's hash, so that none can be passed off for the other.
WHOLE_RELEASE = "2:"


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


def release_hash(release: StoredRelease) -> str:
    """The hash of all of a release: its number, state, date and counts."""
    return WHOLE_RELEASE + _hash(asdict(release))


def release_fits(release: StoredRelease, revision: Revision) -> bool:
    """Whether a release is the one that its revision speaks of.

    Of a release in the older form the hash covers the counts alone. Its state and date follow
    from its revision, which is covered: the state is the revision before, and the day that of
    the revision, or the next one where midnight passed in between.
    """
    if revision.content_sha256.startswith(WHOLE_RELEASE):
        return release_hash(release) == revision.content_sha256
    counts = content_hash(iter([str(release.content).encode()]))
    fits = counts == revision.content_sha256 and release.state == revision.number - 1
    return fits and release.as_of in _days(revision.at)


def _days(at: str) -> tuple[str, ...]:
    """The day of a time and the next one; none where it is no time."""
    try:
        day = date.fromisoformat(at[:10])
    except ValueError:
        return ()
    return (day.isoformat(), (day + timedelta(1)).isoformat())


def audit_hash(number: int, attempt: Attempt, previous: str) -> str:
    """The hash of a line of the audit log, which covers every word of it and the one before."""
    return _hash({**asdict(attempt), "id": number, "previous_sha256": previous})


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
    # SQLite keeps values of any type in any column: a foreign one has to have a hash as well.
    text = json.dumps(
        known, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr
    )
    return hashlib.sha256(text.encode()).hexdigest()
