"""Charts that an office program can edit (DrawingML), for slides and for HWPX alike."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from innocore_metrics.charts import ChartData, Numbers
from innocore_metrics.exports import axes
from innocore_metrics.exports.axes import FONT, rgb
from innocore_metrics.exports.gapless import gapless
from innocore_metrics.exports.shown import BARS, label_format

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
# A column lower than this part of the highest has no room for its value.
_SHORT = 0.12
_INK = "#1e2124"
# python-pptx has no types.
_XY_DATA: Any = XyChartData
_CATEGORY_DATA: Any = CategoryChartData
_XML_WRITER: Any = ChartXmlWriter
_CHART: Any = Chart


def kind_and_data(data: ChartData, *, padded: bool = True) -> tuple[Any, Any]:
    """The chart type and the data as python-pptx takes them; a missing value stays missing.

    ``padded``: LibreOffice loses a scatter series that is shorter than a later one, so all are
    made as long.
    """
    kind = _KINDS[data.kind]
    if data.kind == "xy":
        points = _XY_DATA(number_format="General")
        longest = max(len(one.xs) for one in data.series)
        for one in data.series:
            series = points.add_series(one.name)
            rest = longest - len(one.xs) if padded else 0
            xs, ys = (*one.xs, *one.xs[-1:] * rest), (*one.values, *(None,) * rest)
            for x, y in zip(xs, ys, strict=True):
                series.add_data_point(x, y)
        return kind, points
    chart = _CATEGORY_DATA(number_format=label_format(data))
    if data.dated:
        chart.categories = [date.fromisoformat(day) for day in data.categories]
    else:
        chart.categories = data.labels
    for one in data.series:
        chart.add_series(one.name, one.values)
    return kind, chart


def chart_xml(data: ChartData, size: float) -> bytes:
    """A chart without a workbook, as HWPX holds it: ``c:chartSpace`` with its cached values."""
    data = gapless(data)
    kind, points = kind_and_data(data, padded=False)
    element = parse_xml(_XML_WRITER(kind, points).xml.encode())
    style(_CHART(element, None), data, size)
    _fill_gaps(element)
    _unjoin(element, data)
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def _unjoin(element: Any, data: ChartData) -> None:
    """Say of the whole chart that nothing in it is joined, where that is so."""
    if not any(one.joined for one in data.series):
        for style_ in element.iter(qn("c:scatterStyle")):
            style_.set("val", "marker")


def _fill_gaps(element: Any) -> None:
    """An empty value where a point is missing before a later one, so that none moves up."""
    for cache in element.iter(qn("c:numCache")):
        points = {int(point.get("idx")): point for point in cache.findall(qn("c:pt"))}
        for place in range(max(points, default=0)):
            if place in points:
                continue
            empty = etree.Element(qn("c:pt"))
            empty.set("idx", str(place))
            etree.SubElement(empty, qn("c:v")).text = ""
            before = points.get(place - 1)
            if before is None:
                cache.find(qn("c:ptCount")).addnext(empty)
            else:
                before.addnext(empty)
            points[place] = empty


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
    axes.value_axis(chart.value_axis, data)
    axes.category_axis(chart.category_axis, data)
    axes.titles(chart, data, size)
    for series, one in zip(plot.series, data.series, strict=True):
        (_bar_look if data.kind in BARS else _line_look)(series, one)
    _draw_levels(plot, data)
    _blanks(chart, data)
    _axis_ids(chart)


# What bars have and lines have not.
_OF_BARS = ("invertIfNegative", "pictureOptions", "dPt", "dLbls", "errBars", "spPr")


def _draw_levels(plot: Any, data: ChartData) -> None:
    """Draw series at one height, such as a target, as a line over the bars."""
    bars = plot._element
    series = bars.findall(qn("c:ser"))
    for element, one in zip(series, data.series, strict=True):
        if not one.level:
            continue
        bars.remove(element)
        for name in _OF_BARS:
            for old in element.findall(qn(f"c:{name}")):
                element.remove(old)
        colour = (one.colours[0] if one.colours else "#8a949e").lstrip("#").upper()
        look = parse_xml(
            f'<c:spPr {nsdecls("c", "a")}><a:ln w="28575"><a:solidFill><a:srgbClr val="{colour}"/>'
            '</a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr>'
        )
        marker = parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
        element.find(qn("c:tx")).addnext(look)
        look.addnext(marker)
        line = parse_xml(
            f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/>'
            '<c:marker val="1"/></c:lineChart>'
        )
        line.find(qn("c:varyColors")).addnext(element)
        for axis in bars.findall(qn("c:axId")):
            line.append(deepcopy(axis))
        bars.addnext(line)


def _axis_ids(chart: Any) -> None:
    """Ids of axes of 31 bits, as Office takes them: python-pptx writes its own below zero."""
    for name in ("axId", "crossAx"):
        for element in chart._chartSpace.iter(qn(f"c:{name}")):
            element.set("val", str(int(element.get("val")) % 2**31))


def _legend(chart: Any, data: ChartData) -> None:
    chart.has_legend = data.named or data.kind == "stacked"
    if not chart.has_legend:
        return
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    position = chart.legend._element.find(qn("c:legendPos"))
    unnamed = [i for i, one in enumerate(data.series) if one.role or one.continued]
    for place in reversed(unnamed):
        # The ends of a range and further pieces of a line are drawn, not named.
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
    elif any(one.level for one in data.series):
        _labels_below(plot, data, size)
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _labels_below(plot: Any, data: ChartData, size: float) -> None:
    """Values inside the heads of columns, where no line runs through them; over short ones."""
    most = max((v for one in data.series for v in one.values if v is not None), default=0)
    for series, one in zip(plot.series, data.series, strict=True):
        labels = series.data_labels
        labels.show_value = not one.level
        labels.number_format, labels.number_format_is_linked = label_format(data), False
        labels.position = XL_LABEL_POSITION.INSIDE_END
        labels.font.size, labels.font.bold = Pt(size), True
        labels.font.color.rgb = rgb("#ffffff")
        for place, value in enumerate(one.values):
            if one.level or value is None or value >= most * _SHORT:
                continue
            label = series.points[place].data_label
            label.position = XL_LABEL_POSITION.OUTSIDE_END
            label.font.size, label.font.color.rgb = Pt(size), rgb(_INK)


def _bar_look(series: Any, one: Numbers) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(one.colours[0] if one.colours else "")
    series.invert_if_negative = False
    if len(set(one.colours)) > 1 or any(one.hatched):
        _points(series, one)
    _error_bars(series, one)


def _points(series: Any, one: Numbers) -> None:
    """Colour and hatching of each bar."""
    for place, colour in enumerate(one.colours):
        if one.values[place] is None:
            continue
        fill = series.points[place].format.fill
        if one.hatched and one.hatched[place]:
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb, fill.back_color.rgb = rgb(colour), rgb("#ffffff")
        else:
            fill.solid()
            fill.fore_color.rgb = rgb(colour)


def _error_bars(series: Any, one: Numbers) -> None:
    """Whiskers from the value to either end of its range."""
    if not any(end is not None for end in one.lows):
        return
    bars = etree.Element(qn("c:errBars"))
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{name}")).set("val", value)
    for name, reach in zip(("plus", "minus"), whisker_lengths(one), strict=True):
        literal = etree.SubElement(etree.SubElement(bars, qn(f"c:{name}")), qn("c:numLit"))
        etree.SubElement(literal, qn("c:formatCode")).text = "General"
        etree.SubElement(literal, qn("c:ptCount")).set("val", str(len(reach)))
        for place, length in enumerate(reach):
            point = etree.SubElement(literal, qn("c:pt"))
            point.set("idx", str(place))
            etree.SubElement(point, qn("c:v")).text = repr(float(length))
    series._element.find(qn("c:cat")).addprevious(bars)


def whisker_lengths(one: Numbers) -> tuple[list[float], list[float]]:
    """How far whiskers reach above and below each value; 0 where there is none."""
    rows = list(zip(one.values, one.lows, one.highs, strict=True))
    above = [high - v if v is not None and high is not None else 0.0 for v, _, high in rows]
    below = [v - low if v is not None and low is not None else 0.0 for v, low, _ in rows]
    return above, below


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
