"""All figures in one ordered list: what the command line and the interfaces hand out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from innocore_metrics.currency import Basis
from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.claims import claim_figures
from innocore_metrics.indicators.evidence import evidence_figures
from innocore_metrics.indicators.flows import flow_figures
from innocore_metrics.indicators.groups import group_figures
from innocore_metrics.indicators.ledger import ledger_figures
from innocore_metrics.indicators.own import own_figures
from innocore_metrics.indicators.pay import pay_figures
from innocore_metrics.indicators.recruitment import recruitment_figures
from innocore_metrics.indicators.staffing import staffing_figures
from innocore_metrics.indicators.stays import stay_figures
from innocore_metrics.model import Figure
from innocore_metrics.selection import BASES, DEFAULT_RATE_DATE
from innocore_metrics.text import Words


def all_figures(dataset: Dataset, rate_date: str = DEFAULT_RATE_DATE) -> tuple[Figure, ...]:
    """Every figure the project computes; money on all three bases of ``rate_date``.

    Raises:
        RateError: a basis has no rate on that date.
    """
    bases = tuple(Basis(kind, rate_date) for kind in BASES)
    figures = (
        *staffing_figures(dataset),
        *pay_figures(dataset, bases),
        *recruitment_figures(dataset),
        *ledger_figures(dataset),
        *group_figures(dataset),
        *flow_figures(dataset),
        *stay_figures(dataset),
        *evidence_figures(dataset),
        *own_figures(dataset),
        *claim_figures(dataset, bases),
    )
    return tuple({figure.id: figure for figure in figures}.values())


def as_record(figure: Figure, dataset: Dataset, words: Words) -> dict[str, Any]:
    """A figure as plain values: id, entity, period, basis, value, unit, interval, status,
    definition in the language of ``words``, sources by id."""
    indicator = dataset.indicator[figure.indicator]
    return {
        "id": figure.id,
        "indicator": figure.indicator,
        "name": words.of(indicator, "name"),
        "entity": figure.entity,
        "period": figure.period,
        "basis": figure.basis,
        "group": figure.group,
        "value": figure.value,
        "unit": figure.unit,
        "lower": figure.lower,
        "upper": figure.upper,
        "status": figure.status,
        "definition": words.of(indicator, "definition"),
        "formula": figure.formula,
        "sources": list(figure.sources),
        "note": words.of(figure, "note"),
        "few": figure.few,
    }


def as_records(figures: Iterable[Figure], dataset: Dataset, words: Words) -> list[dict[str, Any]]:
    """`as_record` for each figure."""
    return [as_record(figure, dataset, words) for figure in figures]
