"""Persons as numbers: what the engine keeps in place of ids.

Whole numbers below 2**48 are mixed one to one. Text is hashed to 64 bits with 32 more to check:
two ids that fall on the same number are found and refused, never merged. (Among 50 million ids
the chance of one such pair is 1 in 15,000, that of not finding it 1 in 10**14.)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Flags, Words64, text

NARROW_BITS = 48
# An odd number makes the product one to one; its upper bits depend on all bits of the id.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_STEPS = (np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F))


class Persons(NamedTuple):
    """Numbers of persons: 64 bits, 32 more to check, and which ids are empty."""

    numbers: Words64
    checks: NDArray[np.uint32]
    empty: Flags | None


def mixed(ids: NDArray[np.uint64]) -> Words64:
    """Whole numbers below 2**48, one to one, in the upper 48 bits of the result."""
    return (ids * _MIX) << np.uint64(64 - NARROW_BITS)


def persons(array: pa.Array) -> Persons:
    """The numbers of the persons in a column of ids, whatever its type."""
    ids = text(array)
    offsets = np.frombuffer(ids.buffers()[1], np.int32, len(ids) + 1, 4 * ids.offset)
    starts = offsets[:-1].astype(np.int64)
    lengths = np.diff(offsets)
    empty = lengths == 0
    if ids.null_count:
        lengths = np.where(_is_null(ids), 0, lengths)
        empty = lengths == 0
    numbers, checks = _hashes(ids.buffers()[2], starts, lengths)
    return Persons(numbers, checks, empty if empty.any() else None)


def _is_null(ids: pa.StringArray) -> Flags:
    valid = np.frombuffer(ids.buffers()[0], np.uint8)
    bits = np.unpackbits(valid, bitorder="little", count=ids.offset + len(ids))
    missing: Flags = bits[ids.offset :] == 0
    return missing


def _hashes(
    buffer: pa.Buffer | None, starts: NDArray[np.int64], lengths: NDArray[np.int32]
) -> tuple[Words64, NDArray[np.uint32]]:
    """Two independent hashes of each piece of the buffer, eight bytes at a time."""
    first = (lengths.astype(np.uint64) + np.uint64(1)) * _FIRST
    second = (lengths.astype(np.uint64) + np.uint64(1)) * _SECOND
    if buffer is not None and buffer.size:
        padded = np.zeros(buffer.size + 8, np.uint8)
        padded[:-8] = np.frombuffer(buffer, np.uint8)
        # Eight bytes from every place, aligned or not.
        view = np.ndarray((buffer.size + 1,), np.dtype("<u8"), padded, 0, (1,))
        for at in range(0, int(lengths.max(initial=0)), 8):
            rows = np.flatnonzero(lengths > at)
            words = view[starts[rows] + at]
            short = np.minimum(lengths[rows] - at, 8).astype(np.uint64)
            words &= np.uint64(0xFFFFFFFFFFFFFFFF) >> (np.uint64(64) - short * np.uint64(8))
            first[rows] = _step(first[rows], words, _STEPS[0])
            second[rows] = _step(second[rows], words, _STEPS[1])
    upper = _finish(second) >> np.uint64(32)
    return _finish(first), upper.astype(np.uint32)


def _step(state: Words64, words: Words64, factor: np.uint64) -> Words64:
    mixture = (state ^ words) * factor
    mixture ^= mixture >> np.uint64(32)
    return mixture * _FIRST


def _finish(state: Words64) -> Words64:
    state = state ^ (state >> np.uint64(33))
    state *= _FIRST
    state ^= state >> np.uint64(33)
    state *= _SECOND
    return state ^ (state >> np.uint64(33))
