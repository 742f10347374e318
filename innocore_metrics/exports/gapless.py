"""Charts for readers that take points in their order and ignore their place in the series.

Office programs find a point by its index; some readers of HWPX count the points that are there.
What is arranged here both draw alike: bars without a value stand last, lines over dates or with
gaps are scatter series with places of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from innocore_metrics.charts import ChartData, Numbers

# Places count from here: a reader that starts every axis at zero still spreads the years.
SINCE = 2000


def gapless(data: ChartData) -> ChartData:
    """The same values, so that no point is missing before a later one of its series."""
    if data.kind == "line" and (data.dated or any(None in one.values for one in data.series)):
        return _since(_apart(replace(data, kind="xy", series=tuple(_placed(data)), years=True)))
    if data.kind == "xy":
        parts = replace(data, series=tuple(p for one in data.series for p in _segments(one)))
        return _since(_apart(parts)) if data.years else parts
    if data.kind in ("bar", "column"):
        return _missing_last(data)
    return data


def _placed(data: ChartData) -> Iterator[Numbers]:
    """Each series with the places of its own points, as years."""
    places = [_year(name) for name in data.categories]
    for one in data.series:
        kept = [i for i, value in enumerate(one.values) if value is not None]
        yield replace(_picked(one, kept), xs=tuple(places[i] for i in kept))


def _year(name: str) -> float:
    """A year or an ISO date as a decimal year, as the axes of our own charts have it."""
    if len(name) == 4:
        return float(name)
    day = date.fromisoformat(name)
    return day.year + (day.month - 1) / 12 + (day.day - 1) / 365


def _segments(one: Numbers) -> Iterator[Numbers]:
    """A line that breaks as one series a piece; only the first is named in the legend."""
    places = range(len(one.values))
    runs = groupby(places, key=lambda i: one.values[i] is not None)
    for number, run in enumerate([list(run) for there, run in runs if there]):
        yield replace(_picked(one, run), continued=number > 0)


def _apart(data: ChartData) -> ChartData:
    """Dots beside lines as a series each: such readers join every series of a chart with lines."""
    if not any(one.joined for one in data.series):
        return data
    series = []
    for one in data.series:
        if one.joined:
            series.append(one)
            continue
        for place in range(len(one.values)):
            more = one.continued or place > 0
            series.append(replace(_picked(one, [place]), continued=more))
    return replace(data, series=tuple(series))


def _since(data: ChartData) -> ChartData:
    series = tuple(replace(one, xs=tuple(x - SINCE for x in one.xs)) for one in data.series)
    return replace(data, categories=(), series=series, since=SINCE)


def _missing_last(data: ChartData) -> ChartData:
    """Categories without a value at the end, the others in their order."""
    order = sorted(
        range(len(data.categories)),
        key=lambda i: sum(one.values[i] is None for one in data.series),
    )
    series = tuple(_picked(one, order) for one in data.series)
    return replace(data, categories=tuple(data.categories[i] for i in order), series=series)


def _picked(one: Numbers, places: Sequence[int]) -> Numbers:
    """A series of some of its points, in the order given."""

    def pick(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row[i] for i in places) if row else ()

    return replace(
        one,
        values=pick(one.values),
        words=pick(one.words),
        colours=pick(one.colours),
        xs=pick(one.xs),
        lows=pick(one.lows),
        highs=pick(one.highs),
        hatched=pick(one.hatched),
    )
