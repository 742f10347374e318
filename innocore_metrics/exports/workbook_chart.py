"""The native chart of a sheet, over the block of cells that it is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from innocore_metrics.charts import ChartData, Numbers
from innocore_metrics.exports.native import whisker_lengths
from innocore_metrics.exports.shown import (
    BARS,
    axis_format,
    label_format,
    nice_step,
    year_step,
)

_KINDS = {
    "bar": {"type": "bar"},
    "column": {"type": "column"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
    "xy": {"type": "scatter", "subtype": "straight_with_markers"},
}
_DASHES = {"dash": "dash", "dot": "round_dot", "dashdot": "dash_dot"}
_WIDTH, _ROW_PIXELS = 860, 20
_FONT = {"name": "맑은 고딕", "size": 10}


def add_chart(
    book: Any,
    sheet: Any,
    data: ChartData,
    top: int,
    alt: str,
    text: Callable[..., None],
    look: Callable[..., Any],
) -> None:
    """Put the chart at row ``top`` and the cells that it reads below it.

    ``text`` writes a safe text cell, ``look`` makes a format.
    """
    height = 340 + (max(len(data.categories) - 8, 0) * 18 if data.kind == "bar" else 0)
    block = top + height // _ROW_PIXELS + 2
    chart = book.add_chart(_KINDS[data.kind])
    _write_block(sheet, data, block, text, look)
    for place, one in enumerate(data.series):
        own = _series(sheet.get_name(), data, one, block, place)
        if one.level:
            line = book.add_chart({"type": "line"})
            dashed = {"color": one.colours[0], "width": 2.25, "dash_type": "dash"}
            kept = {name: own[name] for name in ("name", "categories", "values")}
            line.add_series({**kept, "line": dashed, "marker": {"type": "none"}})
            chart.combine(line)
        else:
            chart.add_series(own)
    _axes(chart, data)
    chart.set_title({"none": True})
    chart.set_size({"width": _WIDTH, "height": height})
    chart.show_blanks_as("span" if data.kind == "line" else "gap")
    if data.named or data.kind == "stacked":
        hidden = [place for place, one in enumerate(data.series) if one.role]
        chart.set_legend({"position": "top", "font": _FONT, "delete_series": hidden})
    else:
        chart.set_legend({"none": True})
    # Beside the frozen columns a chart would hide half of itself.
    sheet.insert_chart(top, 0, chart, {"description": alt, "object_position": 2})


def _write_block(
    sheet: Any, data: ChartData, top: int, text: Callable[..., None], look: Callable[..., Any]
) -> None:
    """The names or places of a series in one column, its values in the next."""
    if data.kind == "xy":
        for place, one in enumerate(data.series):
            text(sheet, top, 2 * place, data.x_axis, bold=True)
            text(sheet, top, 2 * place + 1, one.name, bold=True)
            _numbers(sheet, one.xs, top + 1, 2 * place, look(num_format="General"))
            _numbers(sheet, one.values, top + 1, 2 * place + 1, look(num_format=axis_format(data)))
        return
    for row, name in enumerate(data.labels, top + 1):
        if data.dated:
            sheet.write_datetime(row, 0, date.fromisoformat(name), look(num_format="yyyy-mm-dd"))
        else:
            text(sheet, row, 0, name)
    for column, one in enumerate(data.series, 1):
        text(sheet, top, column, one.name, bold=True)
        _numbers(sheet, one.values, top + 1, column, look(num_format=label_format(data)))


def _numbers(sheet: Any, values: Any, row: int, column: int, form: Any) -> None:
    for place, value in enumerate(values, row):
        if value is not None:
            sheet.write_number(place, column, value, form)


def _series(sheet: str, data: ChartData, one: Numbers, block: int, place: int) -> dict[str, object]:
    xy = data.kind == "xy"
    column = 2 * place + 1 if xy else place + 1
    last = block + len(one.values)
    found: dict[str, object] = {
        "name": [sheet, block, column],
        "categories": [sheet, block + 1, column - 1 if xy else 0, last, column - 1 if xy else 0],
        "values": [sheet, block + 1, column, last, column],
    }
    colour = one.colours[0] if one.colours else "#8a949e"
    if data.kind in BARS:
        label = {"value": True, "num_format": label_format(data), "font": _FONT}
        if data.kind == "stacked":
            label |= {"position": "center", "font": _FONT | {"color": "#ffffff"}}
        found |= {"fill": {"color": colour}, "gap": 55, "data_labels": label}
        if len(set(one.colours)) > 1 or any(one.hatched):
            found["points"] = [_point(one, place) for place in range(len(one.colours))]
        if any(end is not None for end in one.lows):
            above, below = whisker_lengths(one)
            found["y_error_bars"] = {"type": "custom", "plus_values": above, "minus_values": below}
        return found
    return found | _line(one, colour)


def _point(one: Numbers, place: int) -> dict[str, object]:
    """Colour and hatching of a bar."""
    colour = one.colours[place]
    if one.hatched and one.hatched[place]:
        look = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#ffffff"}
        return {"pattern": look}
    return {"fill": {"color": colour}}


def _line(one: Numbers, colour: str) -> dict[str, object]:
    line: dict[str, object] = {"none": True}
    if one.joined:
        line = {"color": colour, "width": 1 if one.role else 2.25}
        line |= {"dash_type": _DASHES[one.dash]} if one.dash in _DASHES else {}
    marker: dict[str, object] = {"type": "none"}
    if not one.role:
        fill = {"color": colour}
        marker = {"type": "circle", "size": 6, "fill": fill, "border": fill}
    return {"line": line, "marker": marker}


def _axes(chart: Any, data: ChartData) -> None:
    numbers = [v for one in data.series for v in one.ends]
    value: dict[str, object] = {
        "name": data.axis,
        "name_font": _FONT | {"bold": False},
        "num_font": _FONT,
        "num_format": axis_format(data),
        "major_gridlines": {"visible": True, "line": {"color": "#d8dbde"}},
        "line": {"none": True},
    }
    if min(numbers, default=0) >= 0 and (data.kind != "xy" or data.years):
        value["min"] = 0
        if data.kind in BARS and all(v == int(v) for v in numbers):
            value["major_unit"] = nice_step(max(numbers, default=0) or 1, whole=True)
    names: dict[str, object] = {
        "name": data.x_axis,
        "name_font": _FONT | {"bold": False},
        "num_font": _FONT,
        "label_position": "none" if data.kind == "stacked" else "low",
    }
    names |= _places(data)
    if "date_axis" not in names:
        # Every name; an axis of dates has units instead, and no such element in the schema.
        names["interval_unit"] = 1
    if data.kind == "bar":
        # Names run downwards; the axis of values is at their far end, the foot of the picture.
        names |= {"reverse": True, "crossing": "max"}
    # XlsxWriter calls the upright axis of a bar chart y, whatever stands on it.
    upright = data.kind in ("bar", "stacked")
    chart.set_y_axis(names if upright else value)
    chart.set_x_axis(value if upright else names)


def _places(data: ChartData) -> dict[str, object]:
    """What the axis of years, dates or a second measure needs."""
    if data.kind == "xy":
        places = [x for one in data.series for x in one.xs]
        ends: dict[str, object] = {"min": int(min(places)), "max": int(-(-max(places) // 1))}
        if data.years:
            return ends | {"major_unit": year_step(max(places) - min(places)), "num_format": "0"}
        return {"min": int(min(places) // 100 * 100), "num_format": "#,##0"}
    if data.kind == "line" and data.dated:
        years = int(data.categories[-1][:4]) - int(data.categories[0][:4])
        unit = {"major_unit": year_step(years), "major_unit_type": "years", "num_format": "yyyy"}
        if years < 3:
            unit = {"major_unit": 3, "major_unit_type": "months", "num_format": "yyyy-mm"}
        return {"date_axis": True, **unit}
    return {}
