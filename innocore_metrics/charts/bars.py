"""Bars, dots and stacks: labelled values compared on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from innocore_metrics.charts.marks import Mark, text_width
from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure
from innocore_metrics.charts.ticks import whole_ticks

ROW = 46
LABEL_WIDTH = 26
_HATCH = "/"


def _height(labels: Sequence[str]) -> int:
    lines = max((wrapped(label).count("<br>") + 1 for label in labels), default=1)
    return max(150, max(ROW, 21 * lines + 12) * len(labels) + 70)


def _span(marks: Sequence[Mark]) -> tuple[float, float]:
    ends = [e for m in marks for e in (m.value, m.lower, m.upper) if e is not None] or [0.0]
    return min(0.0, *ends), max(0.0, *ends)


def wrapped(label: str) -> str:
    """A long label on two or more lines, broken between words."""
    return "<br>".join(line for part in label.split("<br>") for line in wrap(part, LABEL_WIDTH))


def _drawn(marks: Sequence[Mark]) -> list[float | None]:
    """Values and ends of ranges."""
    return [end for m in marks for end in (m.value, m.lower, m.upper)]


def _error(marks: Sequence[Mark], theme: Theme) -> dict[str, object]:
    up = [m.upper - m.value if m.upper is not None and m.value is not None else 0 for m in marks]
    low = [m.value - m.lower if m.lower is not None and m.value is not None else 0 for m in marks]
    return {
        "type": "data",
        "symmetric": False,
        "array": up,
        "arrayminus": low,
        "color": theme.ink,
        "thickness": 1.5,
        "width": 6,
        "visible": any(up) or any(low),
    }


def bars(
    marks: Sequence[Mark], axis: str, theme: Theme, reference: Mark | None = None
) -> go.Figure:
    """Horizontal bars with the value beside each, its range as a whisker.

    An uncertain value is hatched. A value that is not published has its text and no bar.
    """
    figure = base_figure(theme, _height([mark.label for mark in marks]))
    low, high = _span([*marks, *([reference] if reference else [])])
    figure.add_bar(
        orientation="h",
        y=[wrapped(m.label) for m in marks],
        x=[m.value for m in marks],
        marker={
            "color": [theme.colour(m.colour) for m in marks],
            "pattern": {"shape": [_HATCH if m.uncertain else "" for m in marks], "solidity": 0.25},
        },
        error_x=_error(marks, theme),
        customdata=[m.spoken or m.text for m in marks],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
        width=0.62,
    )
    _value_labels(figure, marks, theme)
    left = low - (high - low) * 0.03 if low < 0 else 0
    # Room for the longest text is kept in pixels, so that it is there on a narrow screen too.
    figure.update_layout(margin={"l": name_room([m.label for m in marks]), "r": _text_room(marks)})
    figure.update_xaxes(
        title_text=axis,
        range=[left, high * 1.02 or 1],
        zeroline=low < 0,
        tickformat=",~f",
        **whole_ticks(_drawn(marks)),
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6, dtick=1)
    if reference is not None and reference.value is not None:
        _reference_line(figure, reference, theme)
    return figure


def _text_room(marks: Sequence[Mark]) -> int:
    return 20 + max((text_width(mark.text) for mark in marks), default=0)


def name_room(labels: Sequence[str]) -> int:
    """Room for the names at the left, fixed: measuring them in the browser costs a second pass."""
    return 18 + max((text_width(wrapped(label), FONT_SIZE - 1) for label in labels), default=0)


def _value_labels(
    figure: go.Figure, marks: Sequence[Mark], theme: Theme, *, bars_from_zero: bool = True
) -> None:
    # All at once: plotly makes every annotation anew for each that is added.
    figure.layout.annotations = (
        *figure.layout.annotations,
        *(_value_label(mark, theme, bars_from_zero) for mark in marks),
    )


def _value_label(mark: Mark, theme: Theme, from_zero: bool) -> dict[str, object]:
    """To the right of everything drawn, so that it never meets the names on the left."""
    ends = [0.0 if from_zero else None, mark.value, mark.upper]
    return {
        "x": max(end for end in ends if end is not None),
        "y": wrapped(mark.label),
        "text": mark.text,
        "showarrow": False,
        "xanchor": "left",
        "xshift": 6,
        "bgcolor": theme.paper,
        "borderpad": 1,
        "font": {"color": theme.muted if mark.value is None else theme.ink, "size": FONT_SIZE},
    }


def _reference_line(figure: go.Figure, reference: Mark, theme: Theme) -> None:
    figure.add_vline(x=reference.value, line={"color": theme.muted, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        x=reference.value,
        y=1,
        yref="paper",
        text=f"{reference.label} {reference.text}",
        showarrow=False,
        yanchor="bottom",
        xanchor="right",
        font={"color": theme.muted, "size": FONT_SIZE - 2},
    )
    figure.update_layout(margin={"t": 30})


def dots(marks: Sequence[Mark], axis: str, theme: Theme, *, row: int = 30) -> go.Figure:
    """A dot a value with its range, ordered as given, zero drawn; ``row`` pixels each."""
    lines = max((wrapped(mark.label).count("<br>") + 1 for mark in marks), default=1)
    figure = base_figure(theme, max(180, max(row, 19 * lines + 6) * len(marks) + 80))
    low, high = _span(marks)
    figure.add_scatter(
        mode="markers",
        y=[wrapped(m.label) for m in marks],
        x=[m.value for m in marks],
        marker={"color": [theme.colour(m.colour) for m in marks], "size": 11},
        error_x=_error(marks, theme),
        customdata=[m.spoken or m.text for m in marks],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    _value_labels(figure, marks, theme, bars_from_zero=False)
    span = [low - (high - low) * 0.04, high * 1.02]
    figure.update_xaxes(title_text=axis, range=span, zeroline=True)
    figure.update_layout(margin={"l": name_room([m.label for m in marks]), "r": _text_room(marks)})
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6, dtick=1)
    return figure


def stack(marks: Sequence[Mark], axis: str, theme: Theme) -> go.Figure:
    """Parts of one whole along one bar, each named and valued above or inside its part."""
    figure = base_figure(theme, 64 + 34 * len(marks))
    shades = (theme.four, theme.mit, theme.programme, theme.other, theme.loss)
    for index, mark in enumerate(marks):
        figure.add_bar(
            orientation="h",
            y=[""],
            x=[mark.value],
            name=f"{mark.label} {mark.text}",
            marker={
                "color": shades[index % len(shades)],
                "line": {"color": theme.paper, "width": 2},
                "pattern": {"shape": _HATCH if mark.uncertain else "", "solidity": 0.25},
            },
            customdata=[mark.spoken or mark.text],
            hovertemplate=f"{mark.label}: %{{customdata}}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"orientation": "v", "y": -0.12, "yanchor": "top", "x": 0, "traceorder": "normal"},
        height=190 + 30 * len(marks),
        margin={"t": 56, "b": 8},
    )
    total = sum(mark.value or 0 for mark in marks)
    figure.update_xaxes(title_text=axis, side="top", **whole_ticks([total]))
    figure.update_yaxes(showticklabels=False, showgrid=False)
    return figure


def parts(
    categories: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Mark]]],
    axis: str,
    theme: Theme,
) -> go.Figure:
    """One bar a category made of parts: (name, colour, marks) of each, legend at the top."""
    figure = base_figure(theme, max(220, ROW * len(categories) + 130))
    for index, (name, colour, marks) in enumerate(series):
        figure.add_bar(
            orientation="h",
            y=[wrapped(name) for name in categories],
            x=[mark.value for mark in marks],
            name=name,
            text=[mark.text if mark.value else "" for mark in marks],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="inside",
            insidetextfont={"color": theme.paper},
            marker={
                "color": getattr(theme, colour),
                "line": {"color": theme.paper, "width": 2},
                "pattern": {"shape": _HATCH if index == len(series) - 1 else "", "solidity": 0.2},
            },
            customdata=[mark.spoken or mark.text for mark in marks],
            hovertemplate="%{y}, " + name + ": %{customdata}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        margin={"t": 62, "l": name_room(categories), "r": 24},
    )
    rows = zip(*(marks for _, _, marks in series), strict=True)
    sums = [sum(mark.value or 0 for mark in row) for row in rows]
    figure.update_xaxes(title_text=axis, tickformat=",~f", **whole_ticks(sums))
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6, dtick=1)
    return figure


def grouped(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Mark]]],
    axis: str,
    theme: Theme,
    *,
    skip: int = 0,
) -> go.Figure:
    """Two or three values a category, one above the other, named at the top.

    A value that is missing or protected has its text and no bar. ``skip`` passes over looks, so
    that a series looks the same in charts where others come before it.
    """
    figure = base_figure(theme, max(220, (24 * len(series) + 26) * len(categories) + 90))
    looks = ((theme.four, ""), (theme.mit, _HATCH), (theme.programme, "x"))
    every = [mark for _, marks in series for mark in marks]
    for (name, marks), (colour, shape) in zip(series, looks[skip:], strict=False):
        figure.add_bar(
            orientation="h",
            y=[wrapped(name) for name in categories],
            x=[m.value or 0 for m in marks],
            # Which of the zeros stand for no number.
            meta=[place for place, m in enumerate(marks) if m.value is None],
            name=name,
            text=[m.text for m in marks],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colour, "pattern": {"shape": shape, "solidity": 0.2}},
            customdata=[m.spoken or m.text for m in marks],
            hovertemplate="%{y}, " + name + ": %{customdata}<extra></extra>",
        )
    low, high = _span(every)
    figure.update_layout(
        barmode="group",
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        margin={"t": 40, "l": name_room(categories), "r": max(64, _text_room(every))},
    )
    span = [low * 1.1, high * 1.02 or 1]
    ticks = whole_ticks(_drawn(every))
    figure.update_xaxes(title_text=axis, range=span, tickformat=",~f", **ticks)
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6, dtick=1)
    return figure
