"""Numbers read back to what they were; intervals hold what they should."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from innocore_metrics.numbers import (
    format_money,
    format_number,
    poisson,
    quotient,
    rounding_interval,
    skellam,
)

KOREAN = {"조": 10**12, "억": 10**8, "만": 10**4}


def _read_korean(text: str) -> int:
    total = 0
    for part in text.removesuffix("원").split():
        step = KOREAN.get(part[-1], 1)
        total += int(part.rstrip("조억만").replace(",", "")) * step
    return total


@given(st.integers(0, 10**15))
def test_korean_money_reads_back(amount):
    assert _read_korean(format_money(amount, "KRW", "ko")) == amount


@given(st.integers(-(10**12), 10**12))
def test_counts_are_never_abbreviated(count):
    assert int(format_number(count).replace(",", "").replace("−", "-")) == count


def test_a_value_that_rounds_to_zero_has_no_sign():
    assert format_number(-0.001, 2) == "0.00"


positive = st.floats(1e-3, 1e9)


@given(positive, positive, st.floats(0, 1e-4), st.floats(0, 1e-4))
def test_a_quotient_lies_in_the_quotient_of_its_ranges(a, b, wide_a, wide_b):
    low, high = quotient((a - wide_a, a + wide_a), (b - wide_b, b + wide_b))
    assert low <= a / b * (1 + 1e-12)
    assert high >= a / b * (1 - 1e-12)


@given(st.integers(-1000, 1000), st.sampled_from([1, 0.1, 0.05]))
def test_a_rounding_interval_is_as_wide_as_its_step(value, step):
    low, high = rounding_interval(value, step)
    assert math.isclose(high - low, step, abs_tol=1e-9)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_skellam_interval_is_centred_on_the_balance(inflow, outflow):
    low, high = skellam(inflow, outflow)
    assert math.isclose((low + high) / 2, inflow - outflow, abs_tol=1e-6)
    assert high > low
    if inflow + outflow:
        assert math.isclose(high - low, 2 * 1.96 * math.sqrt(inflow + outflow))
    else:
        assert high == poisson(0).upper
