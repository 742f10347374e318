"""Known issues in words: which figure is meant, and its value with its unit."""

from __future__ import annotations

from dataclasses import replace

from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits.labels import Labels
from innocore_metrics.indicators import flows, recruitment, stays
from innocore_metrics.indicators.derive import observed
from innocore_metrics.model import Figure, KnownIssue

_HOME = "KR"
_COUNTED = {
    "scholars_count": "scholars",
    "inflow_count": "scholar-inflow",
    "outflow_count": "scholar-outflow",
}


def subject(labels: Labels, issue: KnownIssue) -> tuple[str, str]:
    """What an issue is about (indicator, whom, detail and period) and the value it doubts.

    A cell that is no figure is named by its table, row and column, as in the files.
    """
    figure = figure_of(labels.dataset, issue)
    if figure is None:
        return f"{issue.table}: {issue.row}, {issue.column}", issue.expect
    indicator = labels.dataset.indicator[figure.indicator]
    parts = (
        labels.words.of(indicator, "name"),
        labels.entity(figure.entity),
        labels.group(figure.group),
        labels.period(figure.period),
    )
    return " · ".join(part for part in parts if part), labels.value(figure)


def figure_of(dataset: Dataset, issue: KnownIssue) -> Figure | None:
    """The figure whose cell an issue is about; None where the cell is no figure."""
    key = issue.row.split(";")
    if issue.table == "observations" and issue.column == "value":
        return next((observed(row) for row in dataset.observations if row.id == issue.row), None)
    if issue.table == "recruitment" and issue.column == "count":
        day, dimension, category = key
        found = recruitment.counts(dataset, dimension, day)
        if dimension == "total":
            return next(iter(found), None)
        return next((f for f in found if category in (f.entity, f.group)), None)
    if issue.table == "researcher_flows" and issue.column in _COUNTED:
        row = dataset.country_year.get((key[0], key[1], int(key[2])))
        return flows.country_figures(row)[_COUNTED[issue.column]] if row else None
    if issue.table == "bilateral_flows" and _HOME in key[:2]:
        origin, destination, year = key
        partner, side = (destination, 1) if origin == _HOME else (origin, 0)
        moves = flows.bilateral(dataset, int(year), int(year), _HOME)
        return replace(moves[partner][side], period=year) if partner in moves else None
    if issue.table == "doctorate_stays" and issue.column == "value":
        return _stay(dataset, key)
    return None


def _stay(dataset: Dataset, key: list[str]) -> Figure | None:
    for row in dataset.doctorate_stays:
        about = (row.citizenship, row.measure, row.population, row.field, row.cohort, row.observed)
        if [*about, str(row.vintage or "")] == key:
            return stays.stay_figure(row, with_vintage=True)
    return None
