"""Charts that an office program can edit (DrawingML), for slides and for HWPX alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from innocore_metrics.charts import ChartData, Numbers, describe, number_format
from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.base import Document
from innocore_metrics.exports.comma import safe

FONT = "맑은 고딕"
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "xy": XL_CHART_TYPE.XY_SCATTER_LINES,
}
_DASHES = {
    "dash": MSO_LINE.DASH,
    "dot": MSO_LINE.ROUND_DOT,
    "dashdot": MSO_LINE.DASH_DOT,
}
_MARKED_MOST = 30
_INK, _GRID = "#1e2124", "#d8dbde"
# python-pptx has no types.
_XY_DATA: Any = XyChartData
_CATEGORY_DATA: Any = CategoryChartData
_XML_WRITER: Any = ChartXmlWriter
_CHART: Any = Chart
BARS = ("bar", "column", "stacked")
_MOST_TICKS = 10
# Numbers from here on are too long for ticks; the bars carry them.
_TOO_LONG = 1e7


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
    return replace(data, series=tuple(named), categories=categories)


def kind_and_data(data: ChartData, *, dates_as_text: bool = False) -> tuple[Any, Any]:
    """The chart type and the data as python-pptx takes them; a missing value stays missing."""
    kind = _KINDS[data.kind]
    if data.kind == "xy":
        points = _XY_DATA(number_format="General")
        longest = max(len(one.xs) for one in data.series)
        for one in data.series:
            series = points.add_series(one.name)
            # LibreOffice loses a series that is shorter than a later one, so all are as long.
            rest = longest - len(one.xs)
            xs, ys = (*one.xs, *one.xs[-1:] * rest), (*one.values, *(None,) * rest)
            for x, y in zip(xs, ys, strict=True):
                series.add_data_point(x, y)
        return kind, points
    chart = _CATEGORY_DATA(number_format=label_format(data))
    dated = data.dated and not dates_as_text
    chart.categories = [date.fromisoformat(c) for c in data.categories] if dated else data.labels
    for one in data.series:
        chart.add_series(one.name, one.values)
    return kind, chart


def label_format(data: ChartData) -> str:
    """The number format of values: as their words have them where these stand beside bars."""
    return axis_format(data) if data.kind in ("line", "xy") else number_format(data.series)


def axis_format(data: ChartData) -> str:
    """A plain number format that fits the size of the values."""
    values = [abs(v) for one in data.series for v in one.values if v is not None]
    whole = max(values, default=0) >= 20 or all(v == int(v) for v in values)
    return "#,##0" if whole else "0.0"


def chart_xml(data: ChartData, size: float) -> bytes:
    """A chart without a workbook, as HWPX holds it: ``c:chartSpace`` with its cached values."""
    kind, points = kind_and_data(data, dates_as_text=True)
    element = parse_xml(_XML_WRITER(kind, points).xml.encode())
    style(_CHART(element, None), data, size)
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def style(chart: Any, data: ChartData, size: float) -> None:
    """Give a native chart the look of ours; ``size`` is the size of its text in points."""
    chart.font.size, chart.font.name = Pt(size), FONT
    chart.font.color.rgb = rgb(_INK)
    chart.has_title = False
    _legend(chart, data)
    plot = chart.plots[0]
    if data.kind in BARS:
        plot.gap_width = 55
        _labels(plot, data, size)
    _value_axis(chart.value_axis, data)
    _category_axis(chart.category_axis, data)
    _axis_titles(chart, data, size)
    for series, one in zip(plot.series, data.series, strict=True):
        (_bar_look if data.kind in BARS else _line_look)(series, one)
    _blanks(chart, data)


def _legend(chart: Any, data: ChartData) -> None:
    chart.has_legend = data.named or data.kind == "stacked"
    if not chart.has_legend:
        return
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    position = chart.legend._element.find(qn("c:legendPos"))
    for place in reversed([i for i, one in enumerate(data.series) if one.role]):
        # The ends of a range are drawn, not named.
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx")).set("val", str(place))
        etree.SubElement(entry, qn("c:delete")).set("val", "1")
        position.addnext(entry)


def _labels(plot: Any, data: ChartData, size: float) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = label_format(data), False
    labels.show_value = True
    labels.font.size = Pt(size)
    if data.kind == "stacked":
        labels.position = XL_LABEL_POSITION.CENTER
        labels.font.color.rgb = rgb("#ffffff")
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _value_axis(axis: Any, data: ChartData) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(_GRID)
    axis.format.line.fill.background()
    axis.tick_labels.number_format = axis_format(data)
    axis.tick_labels.number_format_is_linked = False
    values = [v for one in data.series for v in one.values if v is not None]
    if min(values, default=0) >= 0 and data.kind != "xy":
        # The length of a bar is its value, so it starts at zero; its number needs room beside it.
        axis.minimum_scale = 0
        if data.kind in ("bar", "column"):
            axis.major_unit = step = nice_step(max(values, default=0) or 1)
            axis.maximum_scale = -(-max(values, default=0) * 1.06 // step) * step or step
    if data.kind == "bar" and max(values, default=0) >= _TOO_LONG:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    if data.kind == "bar":
        # The names run downwards, so the far end of their axis is the foot of the picture.
        axis._element.find(qn("c:crosses")).set("val", "max")
    if data.kind == "xy" and not data.years:
        _start_near(axis, values)
    if data.kind == "xy" and data.years and min(values) >= 0:
        axis.minimum_scale = 0


def _category_axis(axis: Any, data: ChartData) -> None:
    axis.format.line.color.rgb = rgb("#8a949e")
    # Names keep to the edge of the picture where values go below zero.
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if data.kind == "stacked":
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    if data.kind == "bar":
        axis.reverse_order = True
        _every_name(axis)
    if data.kind == "xy":
        axis.has_major_gridlines = False
        places = [x for one in data.series for x in one.xs]
        if data.years:
            axis.minimum_scale, axis.maximum_scale = int(min(places)), int(-(-max(places) // 1))
            axis.major_unit = year_step(max(places) - min(places))
            axis.tick_labels.number_format = "0"
        else:
            _start_near(axis, places)
            axis.tick_labels.number_format = "#,##0"
        axis.tick_labels.number_format_is_linked = False
    if data.kind == "line" and data.dated:
        _date_ticks(axis, data)


def nice_step(most: float) -> float:
    """The distance of ticks up to ``most``: 1, 2 or 5 times a power of ten, six ticks at most.

    >>> nice_step(195), nice_step(1.4), nice_step(300e9)
    (50, 0.5, 50000000000)
    """
    power = math.floor(math.log10(most / 6))
    base = 10**power
    return next(step * base for step in (1, 2, 5, 10) if most / (step * base) <= 6)


def year_step(years: float) -> int:
    """Years between two ticks, so that there are ten at most."""
    return next(step for step in (1, 2, 5, 10, 20) if years / step <= _MOST_TICKS)


def _every_name(axis: Any) -> None:
    skip = axis._element.find(qn("c:tickLblSkip"))
    if skip is None:
        skip = etree.Element(qn("c:tickLblSkip"))
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    skip.set("val", "1")


def _date_ticks(axis: Any, data: ChartData) -> None:
    """Ticks of whole years, or of months where the dates are close together."""
    if axis._element.tag != qn("c:dateAx"):
        return
    ends = [date.fromisoformat(d) for d in (data.categories[0], data.categories[-1])]
    years = (ends[1] - ends[0]).days / 365
    months = next(s for s in (1, 2, 3, 6, 12) if years * 12 / s <= _MOST_TICKS or s == 12)
    step, unit, form = (
        (year_step(years), "years", "yyyy") if months == 12 else (months, "months", "yyyy-mm")
    )
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    element = axis._element
    for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit"):
        for old in element.findall(qn(f"c:{name}")):
            element.remove(old)
    for name, value in (
        ("baseTimeUnit", "days"),
        ("majorUnit", str(step)),
        ("majorTimeUnit", unit),
    ):
        etree.SubElement(element, qn(f"c:{name}")).set("val", value)


def _axis_titles(chart: Any, data: ChartData, size: float) -> None:
    for axis, text in ((chart.value_axis, data.axis), (chart.category_axis, data.x_axis)):
        axis.has_title = bool(text)
        if text:
            axis.axis_title.text_frame.text = text
            font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.name = Pt(size), False, FONT


def _start_near(axis: Any, values: Sequence[float]) -> None:
    """Two numeric axes need not start at zero: neither is a length."""
    room = (max(values) - min(values)) * 0.1 or 1
    step = 10 if max(values) < 1000 else 100
    axis.minimum_scale = int((min(values) - room) // step * step)
    axis.maximum_scale = int(-(-(max(values) + room) // step) * step)


def rgb(text: str) -> Any:
    """A colour given as ``#rrggbb``; grey where it is none."""
    make: Any = RGBColor.from_string
    return make(text.lstrip("#") if len(text) == 7 else "8a949e")


def _bar_look(series: Any, one: Numbers) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(one.colours[0] if one.colours else "")
    series.invert_if_negative = False
    if len(set(one.colours)) < 2:
        return
    for place, colour in enumerate(one.colours):
        if one.values[place] is not None:
            fill = series.points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(colour)


def _line_look(series: Any, one: Numbers) -> None:
    colour = rgb(one.colours[0] if one.colours else "")
    series.smooth = False
    line = series.format.line
    if one.joined:
        line.color.rgb = colour
        line.width = Pt(1 if one.role else 2.25)
        if one.dash in _DASHES:
            line.dash_style = _DASHES[one.dash]
    else:
        line.fill.background()
    shown = [value for value in one.values if value is not None]
    if one.role or (one.joined and not one.marked and len(shown) > _MARKED_MOST):
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour


def _blanks(chart: Any, data: ChartData) -> None:
    """A missing value is a gap; between far dated points of a line the line goes on."""
    inner = chart._chartSpace.find(qn("c:chart"))
    found = inner.find(qn("c:dispBlanksAs"))
    if found is None:
        found = etree.SubElement(inner, qn("c:dispBlanksAs"))
    found.set("val", "span" if data.kind == "line" else "gap")
