"""What a chart shows, worded and measured once for all formats with charts of their own."""

from __future__ import annotations

import math
from dataclasses import replace

from innocore_metrics.charts import ChartData, describe, number_format
from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.base import Document
from innocore_metrics.exports.comma import safe
from innocore_metrics.numbers import format_number

BARS = ("bar", "column", "stacked")
MOST_TICKS = 10
# From here on won are counted in larger units.
_LARGE = 1e9
_WON = frozenset({"krw", "krw_per_year"})
_SCALES = {"ko": 1e8, "en": 1e9}


def chart_of(document: Document, exhibit: Exhibit) -> ChartData | None:
    """The series of an exhibit's chart, every one with a name; None where there is none."""
    data = describe(exhibit.chart)
    if data is None:
        return None
    words = document.words
    alone = data.axis or words("export.values")
    named = []
    for one in data.series:
        name = one.name or alone
        if one.role:
            name = words(f"export.{one.role}", name=name)
        named.append(replace(one, name=safe(name)))
    categories = tuple(safe(category or alone) for category in data.categories)
    axis = data.axis
    if data.whole:
        values = {"measure": data.axis or alone, "count": len(categories), "whole": data.whole}
        axis = words("export.largest", **values)
    made = replace(data, axis=axis, series=tuple(named), categories=categories)
    return _in_large_units(document, exhibit, made)


def measure_of(document: Document, exhibit: Exhibit, data: ChartData | None) -> str:
    """What is measured, without what is said of signs on a map that is not drawn here."""
    listed = f"exhibit.{exhibit.id}.listed"
    if data is None and listed in document.words and exhibit.subtitle:
        return document.words(listed)
    return exhibit.subtitle


def _in_large_units(document: Document, exhibit: Exhibit, data: ChartData) -> ChartData:
    """Won in hundred millions, as Korean papers have them, or in billions; other values as is."""
    drawn = {value for one in data.series for value in one.values if value is not None}
    units = {figure.unit for figure in exhibit.figures if figure.value in drawn}
    if max(drawn, default=0) < _LARGE or not units or not units <= _WON:
        return data
    scale = _SCALES[document.lang]

    def divided(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
        return tuple(None if value is None else value / scale for value in values)

    series = tuple(
        replace(
            one,
            values=divided(one.values),
            lows=divided(one.lows),
            highs=divided(one.highs),
            words=tuple("" if v is None else format_number(v / scale) for v in one.values),
        )
        for one in data.series
    )
    axis = document.words("export.large_won")
    return replace(data, axis=axis, series=series, scale=scale)


def label_format(data: ChartData) -> str:
    """The number format of values: as their words have them where these stand beside bars."""
    return axis_format(data) if data.kind in ("line", "xy") else number_format(data.series)


def axis_format(data: ChartData) -> str:
    """A plain number format that fits the size of the values."""
    values = [abs(v) for one in data.series for v in one.values if v is not None]
    most = max(values, default=0)
    if most >= 20 or all(v == int(v) for v in values):
        return "#,##0"
    return "0.0" if most >= 2 else "0.00"


def nice_step(most: float, *, whole: bool = False) -> float:
    """The distance of ticks up to ``most``: 1, 2 or 5 times a power of ten, six ticks at most.

    ``whole``: of things that are counted, which have no halves.

    >>> nice_step(195), nice_step(1.4), nice_step(300e9), nice_step(2, whole=True)
    (50.0, 0.5, 50000000000.0, 1.0)
    """
    base = float(10 ** math.floor(math.log10(most / 6)))
    step = next(step * base for step in (1, 2, 5, 10) if most / (step * base) <= 6)
    return max(step, 1.0) if whole else step


def year_step(years: float) -> int:
    """Years between two ticks, so that there are ten at most."""
    return next(step for step in (1, 2, 5, 10, 20) if years / step <= MOST_TICKS)
