"""A chart as a picture that stands alone: the finding above, the sources below, in one image."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go

from innocore_metrics.charts.marks import text_width
from innocore_metrics.charts.theme import Theme, base_figure

WIDTH = 1000
_EDGE = 24
_TITLE, _SUB, _CAPTION = 24, 16, 12
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_LEGEND_ROW = 28
_CELL_HEIGHT = 22
MAP_TRACES = ("scattergeo", "choropleth")


def is_map(chart: Any) -> bool:
    """Whether a figure needs outlines of countries."""
    return any(trace.type in MAP_TRACES for trace in chart.data)


def picture(
    chart: Any, title: str, subtitle: Sequence[str], caption: Sequence[str], theme: Theme
) -> str:
    """The figure as JSON, `WIDTH` pixels wide, with its texts inside.

    ``subtitle`` and ``caption`` are lines; long ones are wrapped, none is cut.
    """
    figure = go.Figure(chart)
    heads = [*_lines(title, _TITLE, "b"), *(t for s in subtitle for t in _lines(s, _SUB))]
    feet = [line for text in caption for line in _lines(text, _CAPTION)]
    top = _height(heads) + 2 * _EDGE
    bottom = _height(feet) + 2 * _EDGE
    margin = {side: figure.layout.margin[side] or 0 for side in "lrtb"}
    below, above = margin["b"] + _legend_room(figure), margin["t"] + top
    height = (figure.layout.height or 380) + top + bottom + below - margin["b"]
    figure.update_layout(
        width=WIDTH,
        height=height,
        autosize=False,
        paper_bgcolor=theme.paper,
        margin={
            "l": margin["l"] + _EDGE,
            "r": margin["r"] + _EDGE,
            "t": above,
            "b": below + bottom,
        },
    )
    _write(figure, heads, 1, above - _EDGE, theme.ink)
    _write(figure, feet, 0, -below - _EDGE, theme.muted)
    return str(figure.to_json())


def plotly_source() -> str:
    """The plotly.js of the installed package as text."""
    return _PLOTLY.read_text(encoding="utf-8")


def table_figure(header: Sequence[str], rows: Sequence[Sequence[str]], theme: Theme) -> go.Figure:
    """A table as a figure, where there is nothing to draw."""
    inner = WIDTH - 2 * _EDGE
    columns = list(zip(header, *rows, strict=True))
    needed = [max(min(text_width(cell, 13), 260) for cell in column) + 20 for column in columns]
    widths = [inner * width / sum(needed) for width in needed]
    lines = sum(
        max(-(-(text_width(c, 13) + 16) // w) for c, w in zip(row, widths, strict=True))
        for row in (header, *rows)
    )
    figure = base_figure(theme, int(lines) * _CELL_HEIGHT + 10 * len(rows) + 20)
    figure.add_table(
        columnwidth=widths,
        header={
            "values": [f"<b>{cell}</b>" for cell in header],
            "align": "left",
            "fill": {"color": theme.grid},
            "font": {"size": 13, "color": theme.ink},
        },
        cells={
            "values": [list(column[1:]) for column in columns],
            "align": "left",
            "fill": {"color": theme.paper},
            "line": {"color": theme.grid},
            "font": {"size": 13, "color": theme.ink},
            "height": _CELL_HEIGHT,
        },
    )
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return figure


def _legend_room(figure: go.Figure) -> int:
    """Room for a legend below, kept beforehand so that it pushes nothing aside."""
    legend = figure.layout.legend
    below = figure.layout.showlegend and legend.y is not None and legend.y < 0
    return _LEGEND_ROW * len(figure.data) + 40 if below else 0


def _lines(text: str, size: int, tag: str = "") -> list[tuple[str, int]]:
    """A text on as many lines as it takes, each with its size."""
    found: list[str] = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and text_width(longer, size) > WIDTH - 2 * _EDGE:
            found.append(word)
        else:
            found[-1] = longer
    return [(f"<{tag}>{line}</{tag}>" if tag else line, size) for line in found if line]


def _height(lines: Sequence[tuple[str, int]]) -> int:
    return round(sum(size * 1.45 for _, size in lines))


def _write(
    figure: go.Figure, lines: Sequence[tuple[str, int]], edge: int, shift: float, colour: str
) -> None:
    """Lines one under the other, from ``shift`` pixels above (or below) an edge of the chart."""
    left = -(figure.layout.margin.l or 0) + _EDGE
    for text, size in lines:
        figure.add_annotation(
            x=0,
            y=edge,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="top",
            xshift=left,
            yshift=shift,
            text=text,
            showarrow=False,
            align="left",
            font={"size": size, "color": colour if size != _SUB else "#58616a"},
        )
        shift -= size * 1.45
