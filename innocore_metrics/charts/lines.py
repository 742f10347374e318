"""Values over time: lines with ranges, gaps kept, late years shaded, labels at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from innocore_metrics.charts.described import LOWER, TIME, UPPER
from innocore_metrics.charts.marks import Point, Series, text_width
from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure
from innocore_metrics.charts.ticks import whole_ticks

HEIGHT = 380


@dataclass(frozen=True, slots=True)
class Censored:
    """Years from ``start`` on, and those up to ``until``, are incomplete; ``label`` says so."""

    start: float
    label: str
    until: float | None = None


def lines(
    series: Sequence[Series],
    axis: str,
    theme: Theme,
    *,
    zero: bool = True,
    censored: Censored | None = None,
    ticks: Sequence[tuple[float, str]] = (),
) -> go.Figure:
    """Lines over years with direct labels at their ends.

    ``zero`` keeps zero on the axis and draws it where values change sign. ``ticks`` are places on
    the time axis with their names, where whole years are too far apart.
    """
    figure = base_figure(theme, HEIGHT)
    figure.update_layout(meta=TIME)
    drawn = [one for one in series if one.points]
    for one in drawn:
        if one.band:
            _band(figure, one, theme)
    for one in drawn:
        _line(figure, one, theme)
    values = [p.value for one in drawn for p in one.points]
    changes_sign = bool(values) and min(values) < 0 < max(values)
    steps = whole_ticks(p.value for one in series for p in one.points)
    zeroline = changes_sign or zero
    figure.update_yaxes(title_text=axis, zeroline=zeroline, tickformat=",~f", **steps)
    ends = [end for one in drawn if one.band for p in one.points for end in (p.lower, p.upper)]
    widest = widest_tick([*values, *(end for end in ends if end is not None)], zero)
    figure.update_layout(margin={"l": 40 + text_width(widest, FONT_SIZE - 1)})
    # The lowest value and the first year meet in the corner: both keep off it.
    figure.update_yaxes(ticklabelstandoff=6)
    figure.update_xaxes(ticklabelstandoff=6)
    figure.update_yaxes(rangemode="tozero" if zero and not changes_sign else "normal")
    _end_labels(figure, drawn, theme, zero)
    _year_axis(figure, drawn)
    if ticks:
        figure.update_xaxes(tickvals=[x for x, _ in ticks], ticktext=[name for _, name in ticks])
    if censored is not None and drawn:
        _shade(figure, censored, *_ends(drawn), theme)
    return figure


def widest_tick(values: Sequence[float], zero: bool) -> str:
    """The longest text that an upright axis over these values may bear, for the room it takes.

    The finer the steps of an axis, the more decimals its ticks have: eight steps at most.

    >>> widest_tick([0.05, 0.7], zero=True), widest_tick([-3.02, 6.9], zero=True)
    ('0.05', '-3')
    """
    if not values:
        return ""
    reach = [*values, 0.0] if zero else values
    span, decimals = max(reach) - min(reach), 0
    while 0 < span * 10**decimals < 8 and decimals < 6:
        decimals += 1
    return max((f"{value:,.{decimals}f}" for value in values), key=len)


def _line(figure: go.Figure, one: Series, theme: Theme) -> None:
    xs, ys, texts = _with_gaps(one.points)
    many = len(one.points) > 12
    figure.add_scatter(
        x=xs,
        y=ys,
        customdata=texts,
        name=one.label,
        mode="lines" if many and one.joined else "lines+markers" if one.joined else "markers",
        line={"color": theme.colour(one.colour), "width": 2.5, "dash": one.dash},
        marker={"size": 9},
        connectgaps=False,
        hovertemplate=f"{one.label}<br>%{{customdata}}<extra></extra>",
    )


def _with_gaps(points: Sequence[Point]) -> tuple[list[float], list[float | None], list[str]]:
    """Puts a hole where years are missing, so that no line is drawn across."""
    xs: list[float] = []
    ys: list[float | None] = []
    texts: list[str] = []
    usual = _usual_step(points)
    for before, point in zip((None, *points), points, strict=False):
        if before is not None and point.x - before.x > usual * 1.6:
            xs.append((point.x + before.x) / 2)
            ys.append(None)
            texts.append("")
        xs.append(point.x)
        ys.append(point.value)
        texts.append(point.text)
    return xs, ys, texts


def _usual_step(points: Sequence[Point]) -> float:
    steps = sorted(b.x - a.x for a, b in pairwise(points))
    return max(steps[len(steps) // 2], 1.0) if steps else 1.0


def _band(figure: go.Figure, one: Series, theme: Theme) -> None:
    colour = theme.colour(one.colour)
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    with_range = [p for p in one.points if p.lower is not None]
    lower = [p.lower for p in with_range]
    upper = [p.upper for p in with_range]
    for ends, fill, end in ((lower, None, LOWER), (upper, "tonexty", UPPER)):
        figure.add_scatter(
            name=one.label,
            meta=end,
            x=[p.x for p in with_range],
            y=ends,
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=f"rgba({red},{green},{blue},0.18)",
            hoverinfo="skip",
        )


def _end_labels(figure: go.Figure, series: Sequence[Series], theme: Theme, zero: bool) -> None:
    """Names at the line ends, pushed apart where they would overlap."""
    if not series or (len(series) == 1 and not series[0].label):
        return
    values = [p.value for one in series for p in one.points]
    low = min(values) if not zero else min(0.0, *values)
    gap = ((max(values) - low) or 1.0) * 0.075
    first, last = _ends(series)
    early = [one for one in series if last - one.points[-1].x > (last - first) * 0.08]
    for one in early:
        _early_label(figure, one, theme)
    late = _named([s for s in series if s not in early])
    height, before = -float("inf"), 0
    for label, colour, end in sorted(late, key=lambda one: one[2].value):
        rows = label.count("<br>") + 1
        height = max(end.value, height + gap * (before + rows) / 2)
        _end_label(figure, label, (end.x, height), theme.text_colour(colour))
        before = rows
    room = max((text_width(label, FONT_SIZE - 1) for label, _, _ in late), default=0)
    figure.update_layout(margin={"r": min(150, 22 + room)})


def _named(series: Sequence[Series]) -> list[tuple[str, str, Point]]:
    """The name, colour and last point of each line; lines that lie on each other share a name."""
    same: dict[tuple[tuple[float, float], ...], list[Series]] = {}
    for one in series:
        same.setdefault(tuple((p.x, p.value) for p in one.points), []).append(one)
    return [
        # The last one drawn lies on top.
        (" =<br>".join(one.label for one in equal), equal[-1].colour, equal[0].points[-1])
        for equal in same.values()
    ]


def _ends(series: Sequence[Series]) -> tuple[float, float]:
    xs = [p.x for one in series for p in one.points]
    return min(xs), max(xs)


def _early_label(figure: go.Figure, one: Series, theme: Theme) -> None:
    """The name above or below the last point of a line that ends early.

    Above a rising line it stands to the left, clear of the lines that go on from there.
    """
    rising = len(one.points) > 1 and one.points[-1].value > one.points[-2].value
    aside = rising and not one.below
    figure.add_annotation(
        x=one.points[-1].x,
        y=one.points[-1].value,
        text=one.label,
        showarrow=False,
        xanchor="right" if aside else "center",
        xshift=-8 if aside else 0,
        yanchor="top" if one.below else "bottom",
        yshift=-8 if one.below else 8,
        font={"color": theme.text_colour(one.colour), "size": FONT_SIZE - 1},
    )


def _end_label(figure: go.Figure, label: str, at: tuple[float, float], colour: str) -> None:
    """The name beside the last point."""
    figure.add_annotation(
        x=at[0],
        y=at[1],
        text=label,
        showarrow=False,
        xanchor="left",
        xshift=10,
        font={"color": colour, "size": FONT_SIZE - 1},
        align="left",
    )


def _year_axis(figure: go.Figure, series: Sequence[Series]) -> None:
    xs = [p.x for one in series for p in one.points]
    if not xs:
        return
    first, last = int(min(xs)), int(max(xs))
    span = max(last - first, 1)
    step = next(s for s in (1, 2, 5, 10) if span / s <= 6)
    pad = (max(xs) - min(xs) or 1) * 0.03
    figure.update_xaxes(
        tickformat="d", dtick=step, range=[min(xs) - pad, max(xs) + pad], showgrid=False
    )


def _shade(figure: go.Figure, censored: Censored, first: float, last: float, theme: Theme) -> None:
    look = {"fillcolor": theme.shade, "line_width": 0, "layer": "below"}
    if censored.until is not None and censored.until >= first:
        figure.add_vrect(x0=first - 0.5, x1=censored.until + 0.5, **look)
    if censored.start > last:
        return
    figure.add_vrect(x0=censored.start - 0.5, x1=last + 0.5, **look)
    figure.add_annotation(
        x=last,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right",
        text=censored.label,
        showarrow=False,
        font={"color": theme.muted, "size": FONT_SIZE - 2},
    )
    figure.update_layout(margin={"t": 30})
