"""First stage of the embedded engine: records read, checked and spread over buckets."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from innocore_metrics.mobility.cleaning import OPEN, Cleaned, clean, pack
from innocore_metrics.mobility.engine import Progress
from innocore_metrics.mobility.labels import Labels
from innocore_metrics.mobility.records import FIRST_YEAR, Chunk, Reader
from innocore_metrics.mobility.sorting import bucket_order
from innocore_metrics.mobility.spill import Spill

# Rows that fit the processor's cache while they are sorted.
_NARROW_ROWS, _WIDE_ROWS = 200_000, 30_000
_FEWEST_BITS, _MOST_BITS = 3, 8
_SECONDS_BETWEEN_SAVES = 2.0


class _TooWideError(Exception):
    """Packed keys cannot hold these records; the wide form is needed."""


def scatter(reader: Reader, institutes: Sequence[str], spill: Spill, progress: Progress) -> Labels:
    """Fill the buckets of ``spill``, from where an earlier run was killed if there was one.

    Returns:
        The labels by whose numbers fields and institutes stand in the records.
    """
    spill.resume(_key(reader, institutes))
    if reader.form == "spells" and not spill.manifest.chunks:
        spill.manifest.narrow = False
    try:
        return _scattered(reader, institutes, spill, progress)
    except _TooWideError:
        spill.begin(spill.manifest.key, narrow=False)
        return _scattered(reader, institutes, spill, progress)


def _key(reader: Reader, institutes: Sequence[str]) -> str:
    parts = [reader.form, reader.name, reader.fingerprint(), *institutes]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _scattered(
    reader: Reader, institutes: Sequence[str], spill: Spill, progress: Progress
) -> Labels:
    state = spill.manifest
    labels = Labels(institutes, state.fields)
    if state.complete:
        return labels
    saved = time.monotonic()
    for chunk in _ahead(reader.chunks(state.chunks)):
        cleaned = _cleaned(chunk, reader, labels, narrow=state.narrow)
        if not state.lengths:
            spill.open(_bits(chunk, state.narrow))
        elif not spill.is_open:
            spill.open(state.bits)
        _store(cleaned, chunk, spill)
        # A reader may be through before its last chunk is: the end is told below.
        over = chunk.share >= 1
        progress("reading", state.read, round(state.read / (chunk.share or 1)) + over)
        if time.monotonic() - saved > _SECONDS_BETWEEN_SAVES:
            state.fields = list(labels.field_names)
            spill.save()
            saved = time.monotonic()
    if not state.lengths:
        spill.open(_FEWEST_BITS)
    state.fields = list(labels.field_names)
    state.complete = True
    spill.save()
    progress("reading", state.read, state.read)
    return labels


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks, the next one being read while the caller works on one."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, chunks, None)
        while (chunk := waiting.result()) is not None:
            waiting = pool.submit(next, chunks, None)
            yield chunk


def _cleaned(chunk: Chunk, reader: Reader, labels: Labels, *, narrow: bool) -> Cleaned:
    if not narrow:
        return clean(chunk.batch, reader.form, labels)
    packed = pack(chunk.batch)
    if packed is None:
        raise _TooWideError
    return packed


def _bits(chunk: Chunk, narrow: bool) -> int:
    """Bits of the buckets for an input of the size that the first chunk suggests."""
    rows = chunk.batch.num_rows / (chunk.share or 1e-3)
    wanted = math.ceil(math.log2(max(rows, 1) / (_NARROW_ROWS if narrow else _WIDE_ROWS) + 1e-9))
    return min(max(wanted, _FEWEST_BITS), _MOST_BITS)


def _store(cleaned: Cleaned, chunk: Chunk, spill: Spill) -> None:
    state, records = spill.manifest, cleaned.records
    rejected = cleaned.rejected + Counter(chunk.rejected)
    if len(records) and state.narrow:
        state.newest = max(state.newest, int(((records >> np.uint64(8)) & np.uint64(0xFF)).max()))
        spill.append(*bucket_order(records, state.bits))
    elif len(records):
        newest = max(int(records["start"].max()), int(records["end"].max()), OPEN)
        state.newest = max(state.newest, newest)
        buckets = (records["person"] >> np.uint64(64 - state.bits)).astype(np.uint8)
        order = np.argsort(buckets, kind="stable")
        ends = np.cumsum(np.bincount(buckets, minlength=1 << state.bits))
        spill.append(records[order], ends)
    state.chunks += 1
    state.read += chunk.batch.num_rows + sum(chunk.rejected.values())
    state.sound += len(records)
    spill.found(rejected, cleaned.renamed, cleaned.unknown)


def newest_year(spill: Spill) -> int:
    """The newest year of any sound record."""
    return spill.manifest.newest + FIRST_YEAR
