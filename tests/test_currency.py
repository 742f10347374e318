"""Conversions use the stated rate or none."""

from __future__ import annotations

import pytest

from innocore_metrics.currency import Basis
from innocore_metrics.errors import RateError


def test_the_market_rate_of_a_day_without_trade_is_the_last_close(dataset):
    used = dataset.converter.rate("KRW", Basis("market", "2024-12-31"))
    assert (used.rate, used.kind, used.period) == (1472.5, "seoul-close", "2024-12-30")


def test_without_a_seoul_close_new_york_noon_is_used(dataset):
    used = dataset.converter.rate("KRW", Basis("market", "2025-06-16"))
    assert (used.rate, used.kind) == (1357.55, "new-york-noon")


@pytest.mark.parametrize(
    ("basis", "code"),
    [
        (Basis("market", "2020-01-01"), "no_rate_market"),
        (Basis("average", "1990-01-01"), "no_rate_average"),
        (Basis("ppp", "2026-01-01"), "no_rate_ppp"),
    ],
)
def test_no_rate_no_conversion_and_the_error_lists_what_there_is(dataset, basis, code):
    with pytest.raises(RateError) as caught:
        dataset.converter.to_usd(1, "KRW", basis)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "20" in problem.allowed


def test_an_unknown_currency_is_refused(dataset):
    with pytest.raises(RateError):
        dataset.converter.rate("XAU", Basis("market", "2024-12-31"))


def test_dollars_stay_dollars(dataset):
    assert dataset.converter.to_usd(5, "USD", Basis("ppp", "1900-01-01")) == 5
