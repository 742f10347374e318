"""Exhibits: the ordered registry of everything that is shown."""

from __future__ import annotations

from innocore_metrics.errors import Problem, SelectionError
from innocore_metrics.exhibits import (
    claims,
    data,
    flows,
    groups,
    ledger,
    moves,
    overview,
    own,
    ratio,
    recruitment,
    salary,
    scenario_needs,
    scenarios,
    stays,
)
from innocore_metrics.exhibits.base import FILTERS, Exhibit, Spec, View
from innocore_metrics.exhibits.labels import Labels, Table
from innocore_metrics.exhibits.overview import ON_OVERVIEW

EXHIBITS: tuple[Spec, ...] = (
    *overview.SPECS,
    *ratio.SPECS,
    *salary.SPECS,
    stays.SPECS[0],
    *flows.SPECS,
    *moves.SPECS,
    *stays.SPECS[1:],
    *own.SPECS,
    *recruitment.SPECS,
    *ledger.SPECS,
    *groups.SPECS,
    *claims.SPECS,
    *scenarios.SPECS,
    *scenario_needs.SPECS,
    *data.SPECS,
)


def find(id: str) -> Spec:
    """The exhibit with this id; SelectionError where there is none."""
    for spec in EXHIBITS:
        if spec.id == id:
            return spec
    allowed = ", ".join(spec.id for spec in EXHIBITS)
    raise SelectionError([Problem(code="no_such_exhibit", given=id, allowed=allowed)])


__all__ = [
    "EXHIBITS",
    "FILTERS",
    "ON_OVERVIEW",
    "Exhibit",
    "Labels",
    "Spec",
    "Table",
    "View",
    "find",
]
