"""Verdicts follow from numbers; those in the data are what they are compared with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innocore_metrics.charts import LIGHT
from innocore_metrics.currency import Basis
from innocore_metrics.exhibits import View, find
from innocore_metrics.indicators import claims
from innocore_metrics.model import Figure
from innocore_metrics.selection import Selection
from innocore_metrics.text import Words

MARKET = claims.Assumptions(Basis("market", "2024-12-31"))


def _figure(value, lower=None, upper=None):
    status = "not published" if value is None else "derived"
    return Figure("x", "y", "2024", value, "ratio", status, (), lower, upper)


def _judged(dataset, id, assumptions=MARKET):
    return claims.judge(dataset, dataset.claim[id], assumptions)


def test_the_verdict_over_all_assumptions_is_the_one_in_the_data(dataset):
    assert len(dataset.claims) >= 7
    for judged in claims.judge_all(dataset, MARKET):
        assert judged.overall == judged.claim.verdict, judged.claim.id
        assert judged.claim.verdict in claims.VERDICTS


@pytest.mark.parametrize(
    ("id", "assumptions", "verdict"),
    [
        ("share-41", MARKET, "rounded"),
        ("share-41", claims.Assumptions(Basis("average", "2024-12-31")), "not supported"),
        ("share-41", claims.Assumptions(Basis("ppp", "2024-12-31")), "not supported"),
        ("half", MARKET, "rough"),
        ("half", claims.Assumptions(MARKET.basis, count="national-rd"), "not supported"),
        ("multiple", MARKET, "not supported"),
        (
            "multiple",
            claims.Assumptions(MARKET.basis, baseline="domestic-mean"),
            "depends on an assumption",
        ),
        ("mit-ratio", MARKET, "rounded"),
        ("budget-300bn", MARKET, "exact"),
    ],
)
def test_the_verdict_moves_with_the_assumption(dataset, id, assumptions, verdict):
    assert _judged(dataset, id, assumptions).verdict == verdict


@given(st.floats(0.1, 1e6), st.sampled_from([0.01, 0.1, 1, 10]), st.floats(-3, 3))
def test_a_verdict_agrees_with_the_distance_in_roundings(stated, step, apart):
    value = stated + apart * step
    found = claims.verdict(stated, step, _figure(value))
    if abs(apart) < 0.49:
        assert found in (claims.EXACT, claims.ROUNDED, claims.ROUGH)
    if abs(apart) > 0.51:
        assert found == claims.NOT_SUPPORTED


@given(st.floats(1, 100), st.floats(0, 10))
def test_a_wider_interval_never_turns_support_into_none(value, width):
    narrow = claims.verdict(50, 1, _figure(value))
    wide = claims.verdict(50, 1, _figure(value, value - width, value + width))
    if narrow != claims.NOT_SUPPORTED:
        assert wide == narrow


@pytest.mark.parametrize(
    ("stated", "step", "verdict"),
    [(0.5, 0.25, "rough"), (0.5, 0.1, "rounded"), (41, 1, "rounded"), (3e11, 1e9, "rounded")],
)
def test_a_step_coarser_than_the_digits_stated_makes_a_rough_share(stated, step, verdict):
    assert claims.verdict(stated, step, _figure(stated + step / 3)) == verdict


def test_the_rough_share_says_so_beside_its_claim(dataset):
    claim = dataset.claim["half"]
    assert "4분의 1 단위" in claim.depends_ko
    assert "steps of a quarter" in claim.depends_en


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_verdicts_in_the_title_add_up_to_all_claims(dataset, lang):
    view = View(dataset, Selection(dataset.vocabulary, lang=lang), Words(lang), LIGHT)
    title = find("claims-verdicts").exhibit(view).title
    total, *parts = (int(n) for n in re.findall(r"(?<![.\d])\d+", title))
    assert total == len(dataset.claims) == sum(parts)


def test_without_the_number_it_needs_a_claim_depends():
    assert claims.verdict(1.8, 0.1, _figure(None)) == claims.DEPENDS


def test_a_day_without_a_rate_leaves_the_other_claims_standing(dataset):
    judged = claims.judge_all(dataset, claims.Assumptions(Basis("ppp", "2026-07-31")))
    missing = [one.claim.id for one in judged if not one.figure.published]
    assert missing == ["share-41"]
    assert [p.code for one in judged for p in one.problems] == ["no_rate_ppp"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_page_counts_the_verdicts_that_it_shows(dataset, lang):
    selection = Selection(dataset.vocabulary, lang=lang, basis="ppp", count="national-rd")
    words = Words(lang)
    exhibit = find("claims-verdicts").exhibit(View(dataset, selection, words, LIGHT))
    refused = words("verdict.not supported")
    cells = [row for row in exhibit.table.rows if row[5] == refused]
    assert len(cells) == 3
    assert len(exhibit.table.rows) == len(exhibit.figures) == len(dataset.claims)
    assert str(len(cells)) in exhibit.title
