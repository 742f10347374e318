"""Moves between one place and others: two sides of bars, streams through a middle, a map."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from innocore_metrics.charts.bars import ROW, name_room, wrapped
from innocore_metrics.charts.maps import Place, colour_key, outlines
from innocore_metrics.charts.marks import Mark
from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure
from innocore_metrics.charts.ticks import whole_ticks

# An axis reaches so far beyond its longest bar, for the number beside it.
_ROOM = 1.34


def two_sides(
    categories: Sequence[str],
    out: tuple[str, Sequence[Mark]],
    into: tuple[str, Sequence[Mark]],
    axis: str,
    theme: Theme,
) -> go.Figure:
    """Bars that leave one line to both sides: moves out to the left, in to the right.

    A mark that rests on few observations (``uncertain``) is hatched.
    """
    figure = base_figure(theme, max(220, (ROW - 12) * len(categories) + 110))
    names = [wrapped(name) for name in categories]
    every = [mark for _, marks in (out, into) for mark in marks]
    top = max((mark.value or 0 for mark in every), default=1) or 1
    room = _ROOM * top
    sides = (
        (*out, "x", theme.loss, [room, 0], "left"),
        (*into, "x2", theme.four, [0, room], "right"),
    )
    for name, marks, letter, colour, _, _ in sides:
        figure.add_bar(
            orientation="h",
            xaxis=letter,
            y=names,
            x=[mark.value for mark in marks],
            name=name,
            text=[mark.text for mark in marks],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            marker={
                "color": colour,
                "pattern": {"shape": ["/" if m.uncertain else "" for m in marks], "solidity": 0.3},
            },
            customdata=[mark.spoken or mark.text for mark in marks],
            hovertemplate="%{y}, " + name + ": %{customdata}<extra></extra>",
            width=0.62,
        )
    _halves(figure, sides, axis, theme, whole_ticks([top]))
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6, dtick=1)
    figure.update_layout(margin={"l": name_room(categories), "r": 16, "t": 34, "b": 52})
    return figure


def _halves(
    figure: go.Figure,
    sides: Sequence[tuple[object, ...]],
    axis: str,
    theme: Theme,
    ticks: dict[str, object],
) -> None:
    """Two axes side by side, the left one counting to the left, each with its name on top."""
    common = dict(figure.layout.xaxis.to_plotly_json())
    for (name, _, letter, _, span, side), domain in zip(sides, ([0, 0.5], [0.5, 1]), strict=True):
        key = "xaxis" if letter == "x" else "xaxis2"
        figure.update_layout(
            {
                key: {
                    **common,
                    "domain": domain,
                    "range": span,
                    "tickformat": ",~f",
                    "nticks": 3,
                    **ticks,
                }
            }
        )
        figure.layout[key].update(zeroline=True, anchor="y")
        figure.add_annotation(
            x=0.5,
            xref="paper",
            xanchor="right" if side == "left" else "left",
            xshift=-8 if side == "left" else 8,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=f"◀ {name}" if side == "left" else f"{name} ▶",
            showarrow=False,
            font={"size": FONT_SIZE, "color": theme.ink},
        )
    figure.add_annotation(
        x=0.5,
        xref="paper",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-24,
        text=axis,
        showarrow=False,
        font={"size": FONT_SIZE - 1, "color": theme.muted},
    )


def streams(home: str, into: Sequence[Mark], out: Sequence[Mark], theme: Theme) -> go.Figure:
    """Streams from places on the left into ``home`` and out to places on the right.

    Marks come largest first; a value of 0 or none has no stream. Labels carry the number.
    """
    into = [mark for mark in into if mark.value]
    out = [mark for mark in out if mark.value]
    marks = [*into, *out]
    figure = base_figure(theme, max(300, 34 * max(len(into), len(out)) + 60))
    middle = len(marks)
    labels = [f"{mark.label} {mark.text}" for mark in marks]
    colours = [theme.four] * len(into) + [theme.loss] * len(out)
    figure.add_sankey(
        arrangement="fixed",
        textfont={"size": FONT_SIZE - 1, "color": theme.ink},
        node={
            "label": [*labels, home],
            "color": [*colours, theme.programme],
            "line": {"width": 0},
            "pad": 12,
            "thickness": 12,
            "hoverinfo": "none",
        },
        link={
            "source": [*range(len(into)), *([middle] * len(out))],
            "target": [*([middle] * len(into)), *range(len(into), middle)],
            "value": [mark.value for mark in marks],
            "color": [_faint(colour) for colour in colours],
            "customdata": [f"{mark.label}: {mark.spoken or mark.text}" for mark in marks],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 12, "b": 12})
    return figure


def links(
    sides: tuple[Sequence[str], Sequence[str]],
    streams: Sequence[tuple[int, int, Mark]],
    theme: Theme,
) -> go.Figure:
    """Streams from names on the left to names on the right: (left, right, mark) by position."""
    left, right = sides
    totals = [0.0] * (len(left) + len(right))
    for start, end, mark in streams:
        totals[start] += mark.value or 0
        totals[len(left) + end] += mark.value or 0
    names = [f"{n} {t:,.0f}" for n, t in zip((*left, *right), totals, strict=True)]
    places = [*_places(totals[: len(left)]), *_places(totals[len(left) :])]
    shades = (theme.four, theme.mit, theme.programme, theme.loss, theme.other)
    colours = [shades[i % len(shades)] for i in range(len(left))]
    figure = base_figure(theme, max(300, 34 * max(len(left), len(right)) + 60))
    figure.add_sankey(
        arrangement="snap",
        textfont={"size": FONT_SIZE - 1, "color": theme.ink},
        node={
            "label": names,
            "x": [0.001] * len(left) + [0.999] * len(right),
            "y": places,
            "color": [*colours, *([theme.muted] * len(right))],
            "line": {"width": 0},
            "pad": 12,
            "thickness": 12,
            "hoverinfo": "none",
        },
        link={
            "source": [start for start, _, _ in streams],
            "target": [len(left) + end for _, end, _ in streams],
            "value": [mark.value for _, _, mark in streams],
            "color": [_faint(colours[start]) for start, _, _ in streams],
            "customdata": [f"{mark.label}: {mark.spoken or mark.text}" for _, _, mark in streams],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 12, "b": 30})
    return figure


def _places(totals: Sequence[float]) -> list[float]:
    """Middles of a column's names, top to bottom in their order."""
    whole = sum(totals) or 1
    below = [sum(totals[:index]) for index in range(len(totals))]
    return [0.01 + 0.93 * (b + t / 2) / whole for b, t in zip(below, totals, strict=True)]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def balance_map(places: Sequence[Place], axis: str, gone: str, theme: Theme) -> go.Figure:
    """Countries by balance: losses and gains in two colours, stronger the larger.

    Those with nothing known stay as empty as the page, and ``gone`` says so.
    """
    figure = base_figure(theme, 350)
    # The largest few would leave all others pale: the scale ends at the fifth largest.
    sizes = sorted((abs(place.value) for place in places), reverse=True)
    most = (sizes[min(4, len(sizes) - 1)] if sizes else 1) or 1
    figure.add_choropleth(
        locations=[place.code for place in places],
        z=[place.value for place in places],
        zmin=-most,
        zmax=most,
        text=[place.label for place in places],
        customdata=[place.spoken for place in places],
        colorscale=[[0, theme.loss], [0.5, theme.grid], [1, theme.four]],
        marker={"line": {"color": theme.other, "width": 0.6}},
        colorbar={**colour_key(axis, theme), **_balance_ticks(most, [p.value for p in places])},
        hovertemplate="%{text}: %{customdata}<extra></extra>",
    )
    _hollow_land(figure, gone, theme)
    return figure


def _hollow_land(figure: go.Figure, gone: str, theme: Theme) -> None:
    """Land in the colour of the page with its borders, and what that means."""
    outlines(
        figure,
        theme,
        projection={"type": "natural earth"},
        lataxis={"range": [-56, 78]},
        domain={"x": [0, 1], "y": [0.08, 1]},
        landcolor=theme.paper,
        countrycolor=theme.other,
        showcoastlines=True,
        coastlinecolor=theme.other,
        coastlinewidth=0.6,
        countrywidth=0.6,
    )
    figure.add_annotation(
        x=0,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        text=f"□ {gone}",
        showarrow=False,
        font={"size": FONT_SIZE - 2, "color": theme.ink},
    )
    figure.update_layout(margin={"b": 56})


def _balance_ticks(most: float, values: Sequence[float]) -> dict[str, object]:
    """Ticks at the ends, halves and zero; an end that more lies beyond says so."""
    low = "≤ " if min(values, default=0) < -most else ""
    high = "≥ " if max(values, default=0) > most else ""
    half = round(most / 2)
    ticks = [-most, -half, 0, half, most] if 0 < half < most else [-most, 0, most]
    texts = [f"{tick:+,.0f}".replace("-", "−") if tick else "0" for tick in ticks]
    return {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [low + texts[0], *texts[1:-1], high + texts[-1]],
    }
