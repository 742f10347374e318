"""URL to selection to URL is the identity; nothing in a URL raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from innocore_metrics.selection import (
    BASELINES,
    BASES,
    COUNTS,
    FIRST_YEAR,
    LANGUAGES,
    LAST_YEAR,
    Selection,
    Vocabulary,
    parse_query,
)

WORDS = Vocabulary(
    ("mit", "kaist", "gist", "dgist", "unist", "four-institutes"), ("ai-model", "ai-bio")
)


def _subset(values):
    chosen = st.lists(st.sampled_from(values), unique=True)
    ordered = chosen.map(lambda some: tuple(v for v in values if v in some))
    return ordered.map(lambda some: None if some == values else some)


years = st.tuples(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(FIRST_YEAR, LAST_YEAR)).map(
    sorted
)
selections = st.builds(
    lambda lang, institutes, fields, basis, day, span, *rest: Selection(
        WORDS, lang, institutes, fields, basis, day.isoformat(), *span, *rest
    ),
    st.sampled_from(LANGUAGES),
    _subset(WORDS.institutes),
    _subset(WORDS.fields),
    st.sampled_from(BASES),
    st.dates(),
    years,
    st.sampled_from(COUNTS),
    st.sampled_from(BASELINES),
    st.sampled_from(["", "0123456789ab", "0123456789ab-fedcba987654"]),
)


@given(selections)
def test_every_selection_survives_the_address(selection):
    assert parse_query(selection.to_query(), WORDS) == (selection, ())


@given(st.dictionaries(st.sampled_from(["lang", "institutes", "from", "to", "x"]), st.text()))
def test_no_address_raises_and_every_refusal_says_what_is_allowed(query):
    selection, problems = parse_query(query, WORDS)
    assert all(problem.allowed for problem in problems)
    again, none = parse_query(selection.to_query(), WORDS)
    assert (again, none) == (selection, ())


def test_unknown_values_are_named_and_the_rest_is_kept():
    query = {"institutes": "kaist,harvard", "basis": "gold", "colour": "red", "from": "20x0"}
    selection, problems = parse_query(query, WORDS)
    assert selection.chosen_institutes == ("kaist",)
    assert {p.given or p.column for p in problems} == {"colour", "gold", "harvard", "20x0"}


def test_an_empty_list_is_an_empty_choice_not_everything():
    selection, _ = parse_query({"institutes": ""}, WORDS)
    assert selection.chosen_institutes == ()
    assert selection.to_query() == {"institutes": ""}


def test_a_period_that_runs_backwards_is_refused():
    selection, problems = parse_query({"from": "2020", "to": "2010"}, WORDS)
    assert (selection.first_year, selection.last_year) == (FIRST_YEAR, LAST_YEAR)
    assert problems[0].column == "from"


def test_default_is_the_empty_address():
    assert Selection(WORDS).to_query() == {}
