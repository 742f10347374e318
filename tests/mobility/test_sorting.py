from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from innocore_metrics.mobility import sorting, tallies


@settings(deadline=None)
@given(
    hnp.arrays(np.uint64, st.integers(0, 200), elements=st.integers(0, 2**20)),
    st.integers(1, 8),
    st.sampled_from([0, 10, 26, 30, 42]),
)
def test_radix_sort_sorts_whatever_bits_differ(keys, common, shift):
    keys = keys << np.uint64(shift)
    keys &= np.uint64((1 << (64 - common)) - 1)
    # Long enough for counting passes instead of comparing.
    keys = np.tile(keys, 1 + (1 << 12) // max(len(keys), 1))
    assert np.array_equal(sorting.radix_sort(keys, common), np.sort(keys))


@settings(deadline=None)
@given(hnp.arrays(np.uint64, st.integers(0, 300), elements=st.integers(0, 2**64 - 1)))
def test_buckets_hold_their_keys_and_no_others(keys):
    ordered, ends = sorting.bucket_order(keys, 3)
    assert sorted(ordered) == sorted(keys)
    start = 0
    for bucket, end in enumerate(ends):
        assert all(key >> np.uint64(61) == bucket for key in ordered[start:end])
        start = end
    assert start == len(keys)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9)))
def test_counting_agrees_with_counting_by_hand(values):
    keys, counts = sorting.counted(np.array(values, np.uint64))
    expected = {value: values.count(value) for value in sorted(set(values))}
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == expected


@pytest.mark.parametrize("name", tallies.LAYOUTS)
def test_keys_unpack_to_what_was_packed(name):
    rng = np.random.default_rng(1)
    parts = {part: rng.integers(0, 1 << bits, 50) for part, bits in tallies.LAYOUTS[name]}
    found = tallies.unpack(name, tallies.pack(name, **parts))
    assert all(np.array_equal(found[part], parts[part]) for part in parts)
