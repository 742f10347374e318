"""What must hold for every scenario: balances, limits, monotony, intervals, repeatability."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innocore_metrics.dataset import load_dataset
from innocore_metrics.scenarios import FIRST, LAST, LATER, YEARS, needed, run, simulate
from innocore_metrics.scenarios.draws import spread, triangular, uniforms
from innocore_metrics.scenarios.paths import survival
from innocore_metrics.scenarios.run import MEASURES, draw
from tests.conftest import DATA

PARAMETERS = load_dataset(DATA).scenario_parameters
CENTRAL = {row.id: row.central for row in PARAMETERS}


@st.composite
def every_value(draw_):
    """Every parameter anywhere between its bounds."""
    whole = {"target-year", "seed"}
    return {
        row.id: float(draw_(st.integers(int(row.minimum), int(row.maximum))))
        if row.id in whole
        else draw_(st.floats(row.minimum, row.maximum))
        for row in PARAMETERS
    }


@given(every_value())
def test_people_are_neither_made_nor_lost(values):
    paths = simulate(values)
    for i in range(1, len(YEARS)):
        came = paths.hires[i] + paths.regular_hired[i]
        went = paths.attrition[i] + paths.ended[i] + paths.regular_left[i]
        balance = paths.stock[i - 1] + came - went
        assert paths.stock[i] == pytest.approx(balance, rel=1e-9, abs=1e-6)


@given(every_value())
def test_nobody_is_fewer_than_nobody(values):
    paths = simulate(values)
    for name in ("stock", "programme", "regular", "hires", "attrition", "regular_left"):
        assert min(getattr(paths, name)) >= 0
    assert min(paths.ended) >= -1e-6


@given(every_value())
def test_cost_is_people_times_money(values):
    paths = simulate(values)
    total = 0.0
    for i, year in enumerate(YEARS):
        rises = (1 + values["salary-growth"] / 100) ** max(0, year - 2025)
        money = values["salary"] * rises + values["research"]
        assert paths.cost[i] == pytest.approx(paths.programme[i] * money, rel=1e-9)
        total += paths.programme[i] * money
        assert paths.cost_total[i] == pytest.approx(total, rel=1e-9)
    assert needed(values, paths, LAST).budget >= 0


@given(every_value(), st.sampled_from(["first-cohort", "second-cohort", "later-hires"]), st.data())
def test_more_hires_never_lower_the_ratio(values, which, data):
    more = data.draw(st.floats(values[which], 6000))
    before, after = simulate(values).ratio, simulate({**values, which: more}).ratio
    assert all(a >= b * (1 - 1e-12) for a, b in zip(after, before, strict=True))


@given(every_value(), st.integers(LATER, LAST))
def test_what_is_solved_is_reached(values, year):
    paths = simulate(values)
    asked = needed(values, paths, year)
    target = values["target-ratio"] / 100 * paths.mit_ratio[year - FIRST]
    then = simulate({**values, "later-hires": asked.hires})
    if asked.hires:
        assert then.ratio[year - FIRST] == pytest.approx(target, rel=1e-9)
    else:
        assert then.ratio[year - FIRST] >= target * (1 - 1e-9)
    raised = 1 + values["salary-growth"] / 100
    start = asked.salary / raised ** (year - 2025)
    paid = simulate({**values, "salary": start})
    assert paid.share[year - FIRST] == pytest.approx(values["target-salary"], rel=1e-9)
    both = simulate({**values, "later-hires": asked.hires, "salary": start})
    budget = sum(both.cost[LATER - FIRST : year - FIRST + 1])
    assert asked.budget == pytest.approx(budget, rel=1e-9, abs=1)
    assert asked.budget_year == pytest.approx(both.cost[year - FIRST], rel=1e-9, abs=1)


def test_a_steady_programme_tends_to_hires_times_the_mean_stay():
    values = {**CENTRAL, "renewal": 0, "contract-years": 4, "tenure-max": 10, "attrition": 20}
    values |= {"first-cohort": 100, "second-cohort": 100, "later-hires": 100}
    closed = 100 * (1 - 0.8**4) / (1 - 0.8)
    assert simulate(values).programme[-1] == pytest.approx(closed, rel=1e-12)


@given(st.floats(0, 100), st.floats(0, 200))
def test_other_postdocs_follow_the_closed_form(leave, replaced):
    values = {**CENTRAL, "regular-leave": leave, "regular-replaced": replaced}
    factor = 1 - leave / 100 * (1 - replaced / 100)
    found = simulate(values).regular[-1]
    assert found == pytest.approx(792 * factor ** (LAST - FIRST), rel=1e-9, abs=1e-9)


@given(st.floats(1, 10), st.floats(0, 100), st.floats(1, 10), st.floats(0, 100))
def test_a_cohort_only_shrinks(length, renewal, most, attrition):
    found = survival(
        {
            "contract-years": length,
            "renewal": renewal,
            "tenure-max": most,
            "attrition": attrition,
        }
    )
    assert found[0] == pytest.approx(1)
    assert all(0 <= b <= a * (1 + 1e-12) + 1e-12 for a, b in pairwise(found))


@settings(max_examples=25)
@given(every_value())
def test_many_runs_at_once_are_the_single_runs(values):
    drawn = draw(PARAMETERS, values, 3)
    many = simulate(drawn)
    for i in range(3):
        one = simulate({id: v[i] if np.ndim(v) else v for id, v in drawn.items()})
        for field in fields(one):
            for together, alone in zip(
                getattr(many, field.name), getattr(one, field.name), strict=True
            ):
                value = together[i] if np.ndim(together) else together
                assert value == alone or (math.isnan(value) and math.isnan(alone))


def test_the_same_seed_gives_the_same_result_and_another_one_another():
    first, again = (run(PARAMETERS, CENTRAL, 500) for _ in range(2))
    other = run(PARAMETERS, {**CENTRAL, "seed": 2}, 500)
    assert first == again
    assert first.ends["ratio"] != other.ends["ratio"]
    assert first.paths.ratio == other.paths.ratio


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1), st.floats(1, 3))
def test_wider_ranges_give_wider_intervals(narrow, factor):
    small = run(PARAMETERS, {**CENTRAL, "spread": narrow}, 400)
    wide = run(PARAMETERS, {**CENTRAL, "spread": min(3.0, narrow * factor)}, 400)
    for name in ("stock", "ratio", "cost", "share", "faculty"):
        for a, b in zip(small.ends[name], wide.ends[name], strict=True):
            assert b[1] - b[0] >= (a[1] - a[0]) * (1 - 1e-9)


@pytest.mark.parametrize("id", [row.id for row in PARAMETERS if row.kind == "uncertain"])
def test_one_wider_range_gives_wider_intervals(id):
    wider = [
        replace(
            row,
            low=max(row.minimum, row.central - 1.5 * (row.central - row.low)),
            high=min(row.maximum, row.central + 1.5 * (row.high - row.central)),
        )
        if row.id == id
        else replace(row, low=row.central, high=row.central)
        for row in PARAMETERS
    ]
    alone = [
        row if row.id == id else replace(row, low=row.central, high=row.central)
        for row in PARAMETERS
    ]
    small, wide = run(alone, CENTRAL, 400), run(wider, CENTRAL, 400)
    for name in MEASURES:
        for a, b in zip(small.ends[name], wide.ends[name], strict=True):
            assert b[1] - b[0] >= (a[1] - a[0]) * (1 - 1e-9)


def test_without_ranges_there_is_no_interval_and_the_central_path_is_inside_one():
    certain = run(PARAMETERS, {**CENTRAL, "spread": 0}, 100)
    assert all(low == high for ends in certain.ends.values() for low, high in ends)
    usual = run(PARAMETERS, CENTRAL, 2000)
    for name in MEASURES:
        for value, (low, high) in zip(getattr(usual.paths, name), usual.ends[name], strict=True):
            assert low <= value <= high


def test_the_tornado_is_sorted_and_agrees_with_single_runs():
    outcome = run(PARAMETERS, CENTRAL, 100)
    widths = [abs(swing.at_high - swing.at_low) for swing in outcome.swings]
    assert widths == sorted(widths, reverse=True)
    assert outcome.swings[0].parameter == "later-hires"
    for swing in outcome.swings:
        at = outcome.year - FIRST
        alone = simulate({**CENTRAL, swing.parameter: swing.high_value}).ratio[at]
        assert swing.at_high == alone


@pytest.mark.parametrize("values", [{"later-hires": 300}, {"later-hires": 900, "spread": 0}])
def test_the_range_of_a_choice_stays_as_listed_whatever_is_chosen(values):
    outcome = run(PARAMETERS, {**CENTRAL, **values}, 100)
    hires = next(swing for swing in outcome.swings if swing.parameter == "later-hires")
    assert (hires.low_value, hires.high_value) == (0, 400)


def test_the_random_numbers_are_even_and_unrelated():
    runs = 20_000
    columns = np.array([uniforms(1, runs, column) for column in range(len(PARAMETERS))])
    ordered = np.sort(columns, axis=1)
    even = (np.arange(runs) + 0.5) / runs
    # Kolmogorov and Smirnov's bound at 0.1 %, with room for as many columns.
    assert np.abs(ordered - even).max() < 2.3 / math.sqrt(runs)
    related = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(related).max() < 0.03
    assert len(np.unique(columns)) > 0.99 * columns.size


def test_the_triangle_has_its_mode_and_its_ends():
    found = triangular(uniforms(3, 50_000, 0), 1.0, 2.0, 5.0)
    assert found.min() > 1
    assert found.max() < 5
    assert found.mean() == pytest.approx((1 + 2 + 5) / 3, abs=0.01)


@given(st.floats(0, 100), st.floats(0, 3))
def test_a_range_moves_with_its_value_and_stays_within_bounds(value, factor):
    row = next(row for row in PARAMETERS if row.id == "renewal")
    low, high = spread(value, row, factor)
    assert row.minimum <= low <= value <= high <= row.maximum
