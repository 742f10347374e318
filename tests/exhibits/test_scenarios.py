"""Exhibits of generated scenarios: always complete, and their address is one-to-one."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innocore_metrics.charts import LIGHT
from innocore_metrics.exhibits import EXHIBITS, View
from innocore_metrics.levers import Lever, Scenarios, changed, parse_scenarios
from innocore_metrics.selection import Selection, parse_query
from innocore_metrics.text import Words
from tests.scenario_queries import LEVERS, scenarios

SPECS = [spec for spec in EXHIBITS if spec.page == "scenarios"]
HANGUL = re.compile("[가-힣]")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(scenarios(), st.sampled_from(["ko", "en"]))
def test_every_scenario_can_be_shown(dataset, chosen, lang):
    selection = Selection(dataset.vocabulary, lang=lang, scenarios=chosen)
    for spec in SPECS:
        exhibit = spec.exhibit(View(dataset, selection, Words(lang), LIGHT))
        assert "{" not in exhibit.title + exhibit.subtitle
        assert exhibit.chart is not None or exhibit.notices
        for figure in exhibit.figures:
            assert figure.sources or figure.status in ("assumption", "not published")
            low, high = figure.bounds if figure.published else (0, 0)
            if figure.published and not figure.indicator.startswith("parameter-"):
                assert low <= figure.number <= high, figure.id
        if lang == "en":
            assert not HANGUL.search(exhibit.title + exhibit.alt)


@given(scenarios())
def test_every_scenario_survives_the_address(dataset, chosen):
    selection = Selection(dataset.vocabulary, scenarios=chosen)
    assert parse_query(selection.to_query(), dataset.vocabulary) == (selection, ())


@given(st.dictionaries(st.sampled_from(["base", "s1", "s2", "s3", "focus"]), st.text()))
def test_no_address_raises_and_what_is_left_is_canonical(query):
    found, problems = parse_scenarios(query, LEVERS)
    assert all(problem.allowed and problem.column for problem in problems)
    assert parse_scenarios(found.to_query(), LEVERS) == (found, ())


@pytest.mark.parametrize(
    ("text", "given", "allowed"),
    [
        ("attrition:101", "attrition:101", "attrition:0 - 100"),
        ("later-hires:10.5", "later-hires:10.5", "later-hires:whole 0 - 3000"),
        ("attrition:lots", "attrition:lots", "attrition:0 - 100"),
        ("attrition", "attrition", "attrition:0 - 100"),
        ("pay:9", "pay:9", "first-cohort, "),
        ("attrition:1e1", "attrition:1e1", "attrition:0 - 100"),
        ("attrition:nan", "attrition:nan", "attrition:0 - 100"),
    ],
)
def test_what_is_refused_is_named_with_what_is_allowed(text, given, allowed):
    found, problems = parse_scenarios({"base": f"renewal:60,{text}"}, LEVERS)
    assert found == Scenarios(base=(("renewal", 60.0),))
    assert (problems[0].given, problems[0].column) == (given, "base")
    assert problems[0].allowed.startswith(allowed)


def test_a_change_that_changes_nothing_is_left_out():
    query = {"base": "renewal:50", "s1": "renewal:50,attrition:15", "s2": "renewal:60"}
    assert parse_scenarios(query, LEVERS)[0].to_query() == {"s1": "", "s2": "renewal:60"}


def test_a_scenario_that_is_not_there_cannot_be_in_focus():
    found, problems = parse_scenarios({"focus": "s2", "s1": ""}, LEVERS)
    assert (found.focus, problems[0].given, problems[0].allowed) == ("base", "s2", "base, s1")


def test_a_scenario_starts_from_the_baseline():
    hires = Lever("later-hires", 0, 0, 3000, True)
    pay = Lever("salary", 90, 0, 300, False)
    query = {"base": "later-hires:100,salary:95", "s1": "later-hires:0"}
    found, _ = parse_scenarios(query, (hires, pay))
    assert found.values("base", (hires, pay)) == {"later-hires": 100, "salary": 95}
    assert found.values("s1", (hires, pay)) == {"later-hires": 0, "salary": 95}


@pytest.mark.parametrize("end", ["minimum", "maximum"])
@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.id)
def test_no_lever_breaks_anything_at_its_end(dataset, lever, end):
    central = {one.id: one.central for one in LEVERS}
    base = changed({lever.id: getattr(lever, end)}, LEVERS, central)
    selection = Selection(dataset.vocabulary, scenarios=Scenarios(base))
    for spec in SPECS:
        exhibit = spec.exhibit(View(dataset, selection, Words("ko"), LIGHT))
        assert exhibit.title
        assert not re.search("nan|inf|None", exhibit.title + exhibit.subtitle + exhibit.alt)
