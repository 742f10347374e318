"""What must hold for any numbers, not just for those of today."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from innocore_metrics.indicators import flows, pay, staffing
from innocore_metrics.mobility import effectiveness, net_rate
from innocore_metrics.model import CountryYear, Figure

heads = st.integers(1, 100_000)


def people(count, entity="x"):
    return Figure(entity, "postdocs", "2024", float(count), "persons", "published", ("s",))


@given(heads, heads, heads)
def test_parity_is_the_smallest_number_that_reaches_the_ratio(postdocs, faculty, other):
    ratio = staffing.postdocs_per_faculty(people(postdocs), people(faculty))
    needed = staffing.parity(ratio, people(other)).number
    assert needed * faculty >= postdocs * other - 1e-6 * faculty
    assert (needed - 1) * faculty < postdocs * other + 1e-6 * faculty


@given(heads, heads, st.integers(0, 10_000))
def test_more_appointed_never_lowers_the_ratio(postdocs, faculty, appointed):
    before = staffing.postdocs_per_faculty(people(postdocs), people(faculty)).number
    after = staffing.after_programme(people(postdocs), people(appointed), people(faculty)).number
    assert after >= before


money = st.floats(1e3, 1e9)


@given(money, money, st.floats(1, 200))
def test_the_implied_rate_gives_the_stated_percentage_back(won, dollars, percent):
    salary = Figure("x", "s", "2024", won, "krw_per_year", "published", ("a",))
    reference = Figure("y", "s", "2024", dollars, "usd_per_year", "published", ("b",))
    stated = Figure("x", "p", "2024", percent, "percent", "published", ("c",), percent, percent)
    rate = pay.implied_rate(salary, reference, stated)
    assert math.isclose(100 * won / rate.number / dollars, percent, rel_tol=1e-9)
    assert rate.sources == ("a", "b", "c")


counts = st.integers(0, 10**6)


@given(st.integers(1, 10**7), counts, counts)
def test_rates_agree_with_each_other(scholars, inflow, outflow):
    counted = (scholars, inflow, outflow)
    row = CountryYear("scopus", "KR", 2020, *counted, "persons", "published", "s", "here")
    figures = flows.country_figures(row)
    rate = figures["net-migration-rate"]
    into, out = figures["in-migration-rate"].number, figures["out-migration-rate"].number
    assert math.isclose(rate.number, into - out, abs_tol=1e-6)
    low, high = rate.bounds
    assert low <= rate.number <= high
    one_sided = effectiveness(inflow, outflow)
    if one_sided is None:
        assert figures["migration-effectiveness"].status == "not published"
    else:
        assert -100 <= one_sided <= 100
        assert (one_sided > 0) == (net_rate(inflow, outflow, scholars) > 0)


def test_an_estimate_makes_everything_that_rests_on_it_an_estimate():
    sure = people(10)
    unsure = Figure("x", "full-time-faculty", "2024", 5.0, "persons", "estimate", ("s",), 4, 6)
    ratio = staffing.postdocs_per_faculty(sure, unsure)
    assert ratio.status == "estimate"
    assert ratio.bounds == (10 / 6, 10 / 4)


def test_what_is_not_published_stays_so():
    nothing = Figure("kaist", "postdocs", "2024", None, "persons", "not published", ())
    assert staffing.postdocs_per_faculty(nothing, people(5)).status == "not published"
