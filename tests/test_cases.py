"""The worked examples in tests/cases, one test each."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators import all_figures

CASES = tomllib.loads((Path(__file__).parent / "cases" / "figures.toml").read_text())["case"]


@pytest.fixture(scope="module")
def figures(dataset: Dataset):
    return {figure.id: figure for figure in all_figures(dataset)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["figure"])
def test_figure_equals_the_worked_example(case, figures, dataset):
    figure = figures[case["figure"]]
    assert figure.unit == case["unit"]
    assert figure.status == case.get("status", "derived")
    if "value" not in case:
        assert figure.value is None
        assert not figure.sources
        return
    assert round(figure.value, case["decimals"]) == case["value"]
    if "lower" in case:
        assert round(figure.lower, case["decimals"]) == case["lower"]
        assert round(figure.upper, case["decimals"]) == case["upper"]
    assert figure.sources
    assert set(figure.sources) <= set(dataset.source)
    assert dataset.indicator[figure.indicator].definition_en


def test_every_figure_carries_what_must_travel_with_it(figures, dataset):
    for figure in figures.values():
        assert figure.unit == dataset.indicator[figure.indicator].unit or "per_year" in figure.unit
        assert figure.period
        assert (figure.value is None) == (figure.status == "not published")
        if figure.published:
            assert figure.sources, figure.id
        if figure.lower is not None:
            assert figure.lower <= figure.value <= figure.upper, figure.id


def test_claims_are_recomputed_by_figures_that_exist(figures, dataset):
    for claim in dataset.claims:
        figure = figures[claim.figure]
        assert figure.unit == claim.unit, claim.id
        if claim.verdict == "exact":
            assert figure.value == claim.stated_value
        if claim.verdict == "rounded":
            assert round(figure.value, 1) == claim.stated_value
        if claim.verdict == "depends on an assumption":
            assert claim.depends_en
            assert claim.depends_ko
