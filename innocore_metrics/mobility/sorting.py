"""Sorting and counting packed words in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Ints, Words64

_DIGIT = 16


def bucket_order(keys: Words64, bits: int) -> tuple[Words64, Ints]:
    """The keys ordered by their upper ``bits`` (1 to 8), and where each bucket ends."""
    buckets = (keys >> np.uint64(64 - bits)).astype(np.uint8)
    # NumPy sorts small integers by counting, several times as fast as it compares.
    order = np.argsort(buckets, kind="stable")
    ends = np.cumsum(np.bincount(buckets, minlength=1 << bits))
    return keys[order], ends


def radix_sort(keys: Words64, common_bits: int) -> Words64:
    """The keys in ascending order; their upper ``common_bits`` are the same in all.

    Three counting passes: over the lowest 16 bits, and over the 32 below the common ones.
    What these leave unsorted, persons that share 32 bits, is rare and put right by comparing.
    """
    if len(keys) < 1 << 12:
        return np.sort(keys)
    for shift in (0, 64 - common_bits - 2 * _DIGIT, 64 - common_bits - _DIGIT):
        digits = (keys >> np.uint64(shift)).astype(np.uint16)
        keys = keys[np.argsort(digits, kind="stable")]
    _mend(keys, np.uint64(64 - common_bits - 2 * _DIGIT))
    return keys


def _mend(keys: Words64, shift: np.uint64) -> None:
    """Sort, in place, each stretch of equal sorted bits that holds a descent."""
    descents = np.flatnonzero(keys[1:] < keys[:-1])
    done = 0
    for place in descents.tolist():
        if place < done:
            continue
        prefix = keys[place] >> shift
        start = int(np.searchsorted(keys[done : place + 1] >> shift, prefix)) + done
        end = place + 1
        while end < len(keys) and keys[end] >> shift == prefix:
            end += 1
        keys[start:end].sort()
        done = end


def starts(sorted_keys: NDArray[Any]) -> NDArray[np.intp]:
    """Where each run of equal elements begins."""
    if not len(sorted_keys):
        return np.zeros(0, np.intp)
    first = np.empty(len(sorted_keys), np.bool_)
    first[0] = True
    np.not_equal(sorted_keys[1:], sorted_keys[:-1], out=first[1:])
    return np.flatnonzero(first)


def run_lengths(begins: NDArray[np.intp], total: int) -> Ints:
    """The length of each run, of ``total`` elements, that begins at ``begins``."""
    lengths = np.empty(len(begins), np.int64)
    np.subtract(begins[1:], begins[:-1], out=lengths[:-1])
    if len(begins):
        lengths[-1] = total - begins[-1]
    return lengths


def counted(keys: NDArray[Any]) -> tuple[NDArray[Any], Ints]:
    """Distinct elements in order, and how often each occurs."""
    ordered = np.sort(keys)
    begins = starts(ordered)
    return ordered[begins], run_lengths(begins, len(ordered))


def summed(keys: NDArray[Any], counts: Ints) -> tuple[NDArray[Any], Ints]:
    """Distinct keys in order, with the sum of their counts."""
    if not len(keys):
        return keys, counts
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = starts(keys)
    return keys[begins], np.add.reduceat(counts[order], begins)
