"""Figures from facts and figures from figures: status, sources and intervals carry over."""

from __future__ import annotations

from collections.abc import Iterable

from innocore_metrics.model import Figure, Observation
from innocore_metrics.numbers import Interval


def observed(row: Observation) -> Figure:
    """The figure that an observation is."""
    return Figure(
        entity=row.entity,
        indicator=row.indicator,
        period=row.period,
        value=row.value,
        unit=row.unit,
        status=row.status,
        sources=(row.source,),
        lower=row.lower,
        upper=row.upper,
        group=".".join(part for part in (row.partner, row.breakdown) if part),
        note_ko=row.note_ko,
        note_en=row.note_en,
    )


def not_published(entity: str, indicator: str, period: str, unit: str) -> Figure:
    """A figure that nobody has published: shown as such, never filled in."""
    return Figure(entity, indicator, period, None, unit, "not published", ())


def derived(
    indicator: str,
    entity: str,
    period: str,
    unit: str,
    value: float | None,
    inputs: Iterable[Figure],
    *,
    interval: Interval | None = None,
    basis: str = "",
    group: str = "",
    formula: str = "",
    note: tuple[str, str] = ("", ""),
    sources: tuple[str, ...] = (),
) -> Figure:
    """Our arithmetic on ``inputs``: an estimate if one of them is, else derived.

    Where an input, and so ``value``, is missing the result is ``not published``, or
    ``protected`` where an input is. An interval no wider than the value itself is dropped.
    """
    inputs = tuple(inputs)
    status = "estimate" if any(i.status == "estimate" for i in inputs) else "derived"
    if value is None or not all(i.published for i in inputs):
        hidden = any(i.status == "protected" for i in inputs)
        value, interval, status = None, None, "protected" if hidden else "not published"
    if interval is not None and interval.lower == interval.upper:
        interval = None
    cited = dict.fromkeys(s for i in inputs for s in i.sources)
    cited |= dict.fromkeys(source for source in sources if source)
    return Figure(
        entity=entity,
        indicator=indicator,
        period=period,
        value=value,
        unit=unit,
        status=status,
        sources=tuple(cited),
        lower=interval.lower if interval else None,
        upper=interval.upper if interval else None,
        basis=basis,
        group=group,
        formula=formula,
        note_ko=note[0],
        note_en=note[1],
    )
