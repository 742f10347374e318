"""A drawn figure as plain series: what charts of office programs are made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

TIME = "time"
LOWER, UPPER = "lower", "upper"
# So many bars of a map can be read on a slide.
LARGEST = 16
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """One series: a value for each category, None where there is none.

    ``words`` are the values as shown ("5명 미만" where protected); ``colours`` one a value. ``xs``
    are places on a numeric axis where the chart has one. ``role`` is ``lower`` or ``upper`` for
    the ends of a range. ``lows`` and ``highs`` are the ends of each value's whisker, None where it
    has none; ``hatched`` tells which bars are drawn as uncertain. ``continued``: a further piece
    of the line before it. ``level``: a line at one height across bars, such as a target.
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
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()
    hatched: tuple[bool, ...] = ()
    continued: bool = False
    level: bool = False

    @property
    def ends(self) -> tuple[float, ...]:
        """Everything drawn: values and ends of whiskers."""
        every = (*self.values, *self.lows, *self.highs)
        return tuple(value for value in every if value is not None)


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows, without how it is drawn.

    ``kind`` is ``bar`` (horizontal), ``column``, ``stacked``, ``line`` (over time) or ``xy``.
    ``categories`` are names; years where ``kind`` is ``line``, or ISO dates if ``dated``. ``axis``
    names measure and unit, ``x_axis`` those of a second numeric axis; ``years``: that axis are
    decimal years, for lines that break where a value is missing. ``whole`` is how many categories
    there are where only the largest are kept, else 0. Years in ``xs`` count from ``since``.
    Values are divided by ``scale`` where the axis names a larger unit.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Numbers, ...]
    axis: str = ""
    x_axis: str = ""
    dated: bool = False
    years: bool = False
    whole: int = 0
    since: int = 0
    scale: float = 1.0

    @property
    def named(self) -> bool:
        """Whether the series need their names shown."""
        return len([one for one in self.series if not (one.role or one.continued)]) > 1

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
    if all(trace.orientation == "h" for trace in chart.data):
        return _swings(chart)
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
    lows, highs = _whiskers(trace, numbers)
    return Numbers(
        plain(trace.name or ""),
        numbers,
        tuple(plain(w) for w in words),
        colours,
        lows=lows,
        highs=highs,
        hatched=_hatched(trace, len(numbers)),
    )


def _whiskers(trace: Any, numbers: Sequence[float | None]) -> tuple[tuple[float | None, ...], ...]:
    """The lower and the upper ends of ranges; empty where a trace has none."""
    if not trace.error_x.visible:
        return (), ()
    reach = zip(numbers, trace.error_x.arrayminus, trace.error_x.array, strict=True)
    ends = [(None, None) if v is None or not (a or b) else (v - a, v + b) for v, a, b in reach]
    return tuple(low for low, _ in ends), tuple(high for _, high in ends)


def _hatched(trace: Any, count: int) -> tuple[bool, ...]:
    if trace.type != "bar":
        return ()
    shape = trace.marker.pattern.shape
    shapes = [shape] * count if isinstance(shape, str) or shape is None else list(shape)
    return tuple(bool(one) for one in shapes) if any(shapes) else ()


def _swings(chart: Any) -> ChartData:
    """A tornado: the result at either end of each row; every third point is a gap."""
    decimals = int(re.findall(r"\d+", chart.layout.xaxis.tickformat or ".2f")[0])
    series = []
    for trace in chart.data:
        ends = tuple(float(x) for x in trace.x[1::3])
        words = tuple(f"{end:.{decimals}f}" for end in ends)
        colours = (str(trace.line.color),) * len(ends)
        series.append(Numbers(plain(trace.name or ""), ends, words, colours))
    names = tuple(plain(name) for name in chart.data[0].y[1::3])
    return ChartData("bar", names, tuple(series), _title(chart.layout.xaxis))


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
            level=True,
        )
        for line in lines
    ]


def _filled_map(chart: Any) -> ChartData:
    """The countries with the largest values: a chart of bars cannot hold the whole world."""
    trace = chart.data[0]
    rows = list(zip(trace.text, trace.z, trace.customdata, strict=True))
    largest = sorted(rows, key=lambda row: -abs(row[1]))[:LARGEST]
    kept = [row for row in rows if row in largest]
    loss, gain = trace.colorscale[0][1], trace.colorscale[-1][1]
    signed = any(row[1] < 0 for row in rows)
    one = Numbers(
        "",
        tuple(value for _, value, _ in kept),
        tuple(plain(word) for _, _, word in kept),
        tuple(loss if signed and value < 0 else gain for _, value, _ in kept),
    )
    names = tuple(name for name, _, _ in kept)
    title = plain(trace.colorbar.title.text or "")
    whole = len(rows) if len(rows) > len(kept) else 0
    return ChartData("bar", names, (one,), title, whole=whole)


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
