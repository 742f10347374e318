"""The forecast against an independent formula, by hand, and by how often it comes true."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from innocore_metrics.indicators.forecast import LEAST_PEOPLE, LEAST_STEPS, Pace, pace

START = date(2025, 1, 1)


def points(steps, days=30):
    """Cumulative counts at equal distances, the first of them nobody."""
    totals = [0, *accumulate(steps)]
    return [(START + timedelta(days * i), int(total)) for i, total in enumerate(totals)]


def test_a_steady_pace_by_hand():
    found = pace(points([30] * 10))
    assert (found.rate, found.dispersion, found.days, found.count) == (1.0, 1.0, 300, 300)
    assert found.mean(60) == 60


def test_scatter_by_hand():
    """Steps 20 and 40 in turn: (20-30)^2/30 = 3.33 a step, 10 steps, 9 degrees of freedom."""
    found = pace(points([20, 40] * 5))
    assert found.dispersion == pytest.approx(10 * (100 / 30) / 9)


@pytest.mark.parametrize("steps", [[], [50], [20] * (LEAST_STEPS - 1), [2, 2, 2, 2, 1]])
def test_nothing_is_said_from_too_little(steps):
    assert pace(points(steps)) is None


def test_the_least_that_is_enough():
    assert pace(points([3] * LEAST_STEPS)) is not None
    assert 3 * LEAST_STEPS >= LEAST_PEOPLE


def test_what_is_older_than_a_year_does_not_count():
    found = pace(points([100] * 12 + [10] * 12))
    assert found.rate == pytest.approx(10 / 30)


@pytest.mark.parametrize("horizon", [30, 180, 365])
@pytest.mark.parametrize("dispersion", [1.0, 4.0])
def test_the_distribution_is_the_negative_binomial(horizon, dispersion):
    found = Pace(1.5, dispersion, 300, START, 100)
    mean = 1.5 * horizon
    variance = dispersion * mean * (1 + horizon / 300)
    other = nbinom(mean**2 / (variance - mean), mean / variance)
    for target in (101, 100 + int(mean), 100 + int(1.3 * mean)):
        expected = other.sf(target - 100 - 1)
        assert found.probability(target, horizon) == pytest.approx(expected, abs=1e-9)
    for share in (0.025, 0.5, 0.975):
        assert found.quantile(share, horizon) == 100 + int(other.ppf(share))


@given(
    st.floats(0.05, 5), st.floats(1, 8), st.integers(1, 300), st.integers(0, 400),
    st.integers(1, 365),
)  # fmt: skip
def test_probabilities_behave(rate, dispersion, missing, count, horizon):
    found = Pace(rate, dispersion, 300, START, count)
    nearer = found.probability(count + missing, horizon)
    assert 0 <= found.probability(count + missing + 10, horizon) <= nearer + 1e-12 <= 1 + 1e-12
    assert found.probability(count + missing, horizon + 30) >= nearer - 1e-9
    assert found.probability(count, horizon) == 1
    assert count <= found.quantile(0.025, horizon) <= found.quantile(0.975, horizon)


@pytest.mark.parametrize("spread", [1.0, 3.0])
def test_the_interval_comes_true_about_as_often_as_it_says(spread):
    """1,500 histories of twelve months, and the half-year that follows each."""
    chance = np.random.default_rng(7)
    inside = []
    for _ in range(1500):
        rate = chance.uniform(0.5, 3)

        def months(count, rate=rate):
            mean = rate * 30
            if spread == 1.0:
                return chance.poisson(mean, count)
            return chance.negative_binomial(mean / (spread - 1), 1 / spread, count)

        found = pace(points(months(12)))
        if found is None:
            continue
        further = found.count + int(months(6).sum())
        inside.append(found.quantile(0.025, 180) <= further <= found.quantile(0.975, 180))
    assert 0.92 <= np.mean(inside) <= 0.99
