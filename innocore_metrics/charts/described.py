"""A drawn figure as plain series: what charts of office programs are made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

TIME = "time"
LOWER, UPPER = "lower", "upper"
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """One series: a value for each category, None where there is none.

    ``words`` are the values as shown ("5명 미만" where protected); ``colours`` one a value. ``xs``
    are places on a numeric axis where the chart has one. ``role`` is ``lower`` or ``upper`` for
    the ends of a range.
    """

    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]
    colours: tuple[str, ...]
    xs: tuple[float, ...] = ()
    role: str = ""
    joined: bool = False
    marked: bool = True
    dash: str = "solid"


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows, without how it is drawn.

    ``kind`` is ``bar`` (horizontal), ``column``, ``stacked``, ``line`` (over time) or ``xy``.
    ``categories`` are names; years where ``kind`` is ``line``, or ISO dates if ``dated``. ``axis``
    names measure and unit, ``x_axis`` those of a second numeric axis; ``years``: that axis are
    decimal years, for lines that break where a value is missing.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Numbers, ...]
    axis: str = ""
    x_axis: str = ""
    dated: bool = False
    years: bool = False

    @property
    def named(self) -> bool:
        """Whether the series need their names shown."""
        return len([one for one in self.series if not one.role]) > 1

    @property
    def labels(self) -> tuple[str, ...]:
        """The categories, each with the word that stands for a missing value."""
        return tuple(
            f"{name} ({missing})" if (missing := self._missing(place)) else name
            for place, name in enumerate(self.categories)
        )

    def _missing(self, place: int) -> str:
        found = []
        for one in self.series:
            if self.kind in ("bar", "column") and one.values[place] is None and one.words[place]:
                named = self.named and one.name
                found.append(f"{one.name}: {one.words[place]}" if named else one.words[place])
        return ", ".join(found)


def describe(chart: Any) -> ChartData | None:
    """The series of a figure made by this package; None for a map of points, or no figure.

    >>> import plotly.graph_objects as go
    >>> bar = go.Figure(go.Bar(orientation="h", y=["A", "B"], x=[1, None], customdata=["1", "-"]))
    >>> describe(bar).labels, describe(bar).series[0].values
    (('A', 'B (-)'), (1, None))
    """
    if chart is None or not chart.data:
        return None
    kinds = {trace.type for trace in chart.data}
    if kinds == {"bar"}:
        return _bars(chart)
    if kinds == {"choropleth"}:
        return _filled_map(chart)
    if kinds != {"scatter"}:
        return None
    if any(isinstance(y, str) for trace in chart.data for y in trace.y):
        return _bars(chart)
    return _over_time(chart) if chart.layout.meta == TIME else _numeric(chart)


def _bars(chart: Any) -> ChartData:
    upright = chart.data[0].type == "bar" and chart.data[0].orientation != "h"
    stacked = chart.layout.barmode == "stack"
    names, values = ("x", "y") if upright else ("y", "x")
    every = [name for trace in chart.data for name in trace[names]]
    categories = tuple(dict.fromkeys(every))
    series = [_series(chart, trace, trace[values], len(chart.data)) for trace in chart.data]
    if upright:
        series += _target(chart, len(categories))
    axis = chart.layout.yaxis if upright else chart.layout.xaxis
    kind = "stacked" if stacked else "column" if upright else "bar"
    return ChartData(kind, tuple(plain(c) for c in categories), tuple(series), _title(axis))


def _series(chart: Any, trace: Any, values: Sequence[Any], traces: int) -> Numbers:
    """A trace with a value a category; what stands beside each bar are its words."""
    gone = set(trace.meta or ()) if isinstance(trace.meta, list | tuple) else set()
    numbers = tuple(None if i in gone else value for i, value in enumerate(values))
    if trace.type == "bar" and trace.text is not None:
        words: Sequence[str] = trace.text
    elif traces == 1 and len(chart.layout.annotations) >= len(numbers):
        words = [note.text for note in chart.layout.annotations[: len(numbers)]]
    else:
        words = trace.customdata if trace.customdata is not None else [""] * len(numbers)
    colour = trace.marker.color
    colours = (colour,) * len(numbers) if isinstance(colour, str) else tuple(colour or ())
    return Numbers(plain(trace.name or ""), numbers, tuple(plain(w) for w in words), colours)


def _target(chart: Any, count: int) -> list[Numbers]:
    """A level line as a series of its own, named by its annotation."""
    lines = [s for s in chart.layout.shapes if s.type == "line" and s.y0 == s.y1]
    notes = {note.y: plain(note.text) for note in chart.layout.annotations if note.text}
    return [
        Numbers(
            notes.get(line.y0, ""),
            (line.y0,) * count,
            (notes.get(line.y0, ""),) * count,
            (line.line.color,) * count,
        )
        for line in lines
    ]


def _filled_map(chart: Any) -> ChartData:
    trace = chart.data[0]
    colour = trace.colorscale[-1][1]
    one = Numbers("", tuple(trace.z), tuple(trace.customdata), (colour,) * len(trace.z))
    return ChartData("bar", tuple(trace.text), (one,))


def _over_time(chart: Any) -> ChartData:
    """Lines on one row of years, or of dates where something falls between years.

    Where a line breaks, each series keeps its own places: a row of its own would join or cut all.
    """
    if any(None in trace.y for trace in chart.data if trace.mode != "markers"):
        return replace(_numeric(chart), years=True)
    places = sorted({x for trace in chart.data for x in trace.x})
    dated = any(x != int(x) for x in places)
    if dated:
        categories = tuple(dict.fromkeys(_day(x) for x in places))
    else:
        first, last = (int(places[0]), int(places[-1])) if places else (0, -1)
        categories = tuple(str(year) for year in range(first, last + 1))
    series = tuple(_line(trace, categories, dated) for trace in chart.data)
    return ChartData("line", categories, series, _title(chart.layout.yaxis), dated=dated)


def _line(trace: Any, categories: Sequence[str], dated: bool) -> Numbers:
    at, said = {}, {}
    words = trace.customdata if trace.customdata is not None else [""] * len(trace.x)
    for x, y, word in zip(trace.x, trace.y, words, strict=True):
        if y is not None:
            key = _day(x) if dated else str(int(x))
            at[key], said[key] = y, plain(word).partition(": ")[2]
    values = tuple(at.get(name) for name in categories)
    return _look(trace, values, tuple(said.get(name, "") for name in categories))


def _look(trace: Any, values: tuple[Any, ...], words: tuple[str, ...]) -> Numbers:
    band = trace.meta if trace.meta in (LOWER, UPPER) else ""
    colour = str(trace.line.color or "") if not band else _opaque(str(trace.fillcolor))
    mode = str(trace.mode)
    return Numbers(
        plain(trace.name or ""),
        values,
        words,
        (colour,) * len(values),
        role=band,
        joined="lines" in mode,
        marked="markers" in mode,
        dash="dot" if band else str(trace.line.dash or "solid"),
    )


def _numeric(chart: Any) -> ChartData:
    series = []
    for trace in chart.data:
        said = trace.customdata if trace.customdata is not None else [""] * len(trace.x)
        words = tuple(plain(word).partition(": ")[2] or plain(word) for word in said)
        series.append(replace(_look(trace, tuple(trace.y), words), xs=tuple(trace.x)))
    axes = _title(chart.layout.yaxis), _title(chart.layout.xaxis)
    return ChartData("xy", (), tuple(series), *axes)


def _day(year: float) -> str:
    """The day that a place on the axis stands for; days and months as `decimal_year` has them."""
    whole, month = int(year), int(round((year % 1) * 12, 6))
    days = round(((year % 1) - month / 12) * 365)
    return (date(whole, month + 1, 1) + timedelta(days)).isoformat()


def _opaque(colour: str) -> str:
    """``rgba(1,2,3,0.2)`` as ``#010203``."""
    parts = [int(part) for part in re.findall(r"\d+", colour)[:3]]
    return "#" + "".join(f"{part:02x}" for part in parts) if len(parts) == 3 else "#8a949e"


def _title(axis: Any) -> str:
    return plain(axis.title.text or "")


def plain(text: Any) -> str:
    """A text without the marks of HTML; a line break is a space.

    >>> plain("mean<br><b>pay</b>")
    'mean pay'
    """
    return re.sub(r"<[^>]+>", "", str(text).replace("<br>", " ").replace("\n", " "))


def number_format(series: Sequence[Numbers]) -> str:
    """The spreadsheet format that shows every value as its words do; ``General`` if none does.

    >>> number_format([Numbers("", (1534.0, 7.0), ("1,534명", "7명"), ())])
    '#,##0"명"'
    >>> number_format([Numbers("", (48e6,), ("4,800만 원",), ())])
    '#,##0'
    """
    pairs = [
        (value, word)
        for one in series
        for value, word in zip(one.values, one.words, strict=True)
        if value is not None and word
    ]
    found = {_format_of(value, word) for value, word in pairs}
    if len(found) != 1:
        return "General"
    whole = found.pop()
    if any(word.startswith("+") for _, word in pairs):
        return f"+{whole};−{whole};{whole}"
    return f"{whole};−{whole}" if any(value < 0 for value, _ in pairs) else whole


def _format_of(value: float, word: str) -> str:
    """The format of a value without its sign; money in steps of ten thousand is written out."""
    match = _NUMBER.search(word)
    if match is None:
        return "General"
    decimals = len(match[1] or "")
    if abs(float(match[0].replace(",", "")) - abs(value)) > 0.500001 * 10**-decimals:
        return "#,##0"
    digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    before, after = word[: match.start()].strip("+−"), word[match.end() :]
    return _quoted(before) + digits + _quoted(after)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"' if text else ""
