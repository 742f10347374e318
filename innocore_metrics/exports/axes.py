"""The axes of native charts: where they start, what stands at their ticks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from innocore_metrics.charts import ChartData
from innocore_metrics.exports.shown import MOST_TICKS, axis_format, nice_step, year_step

FONT = "맑은 고딕"
_GRID, _LINE = "#d8dbde", "#8a949e"
# Numbers from here on are too long for ticks; the bars carry them.
_TOO_LONG = 1e7


def rgb(text: str) -> Any:
    """A colour given as ``#rrggbb``; grey where it is none."""
    make: Any = RGBColor.from_string
    return make(text.lstrip("#") if len(text) == 7 else "8a949e")


def value_axis(axis: Any, data: ChartData) -> None:
    """Give the axis of values its start, grid, ticks and numbers."""
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(_GRID)
    axis.format.line.fill.background()
    axis.tick_labels.number_format = axis_format(data)
    axis.tick_labels.number_format_is_linked = False
    values = [v for one in data.series for v in one.ends]
    if min(values, default=0) >= 0 and data.kind != "xy":
        # The length of a bar is its value, so it starts at zero; its number needs room beside it.
        axis.minimum_scale = 0
        if data.kind in ("bar", "column"):
            counted = all(v == int(v) for v in values)
            axis.major_unit = step = nice_step(max(values, default=0) or 1, whole=counted)
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


def category_axis(axis: Any, data: ChartData) -> None:
    """Give the axis of names, years or dates its place and ticks."""
    axis.format.line.color.rgb = rgb(_LINE)
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
            first = int(min(places) // 1)
            axis.minimum_scale, axis.maximum_scale = first, int(-(-max(places) // 1))
            # One tick at most lies before the year that places count from.
            axis.major_unit = max(year_step(max(places) - min(places)), -first)
            axis.tick_labels.number_format = _year_format(data.since, first)
        else:
            _start_near(axis, places)
            axis.tick_labels.number_format = "#,##0"
        axis.tick_labels.number_format_is_linked = False
    if data.kind == "line" and data.dated:
        _date_ticks(axis, data)


def _year_format(since: int, first: int) -> str:
    """Years in full, also where places count from ``since`` (a full century).

    >>> _year_format(0, 2015), _year_format(2000, 15), _year_format(2000, -5)
    ('0', '"20"00', '"20"00;"1995"')
    """
    if not since:
        return "0"
    before = f';"{since + first}"' if first < 0 else ""
    return f'"{since // 100}"00{before}'


def titles(chart: Any, data: ChartData, size: float) -> None:
    """Name measure and unit beside the axes."""
    for axis, text in ((chart.value_axis, data.axis), (chart.category_axis, data.x_axis)):
        axis.has_title = bool(text)
        if text:
            axis.axis_title.text_frame.text = text
            font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.name = Pt(size), False, FONT


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
    months = next(s for s in (1, 2, 3, 6, 12) if years * 12 / s <= MOST_TICKS or s == 12)
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


def _start_near(axis: Any, values: Sequence[float]) -> None:
    """Two numeric axes need not start at zero: neither is a length."""
    room = (max(values) - min(values)) * 0.1 or 1
    step = 10 if max(values) < 1000 else 100
    axis.minimum_scale = int((min(values) - room) // step * step)
    axis.maximum_scale = int(-(-(max(values) + room) // step) * step)
