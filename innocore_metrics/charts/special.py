"""Charts made for one question: dated totals against a target, percentages by rate."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from innocore_metrics.charts.marks import Mark, Point
from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure


def milestones(points: Sequence[Point], target: Mark, axis: str, theme: Theme) -> go.Figure:
    """Dated totals as separate markers against a target: nothing is drawn between them."""
    figure = base_figure(theme, 320)
    figure.add_bar(
        x=[p.text.split("\n")[0] for p in points],
        y=[p.value for p in points],
        marker={"color": theme.programme},
        width=0.45,
        text=[p.text.split("\n")[1] for p in points],
        textposition=["inside" if p.value else "outside" for p in points],
        insidetextanchor="end",
        textangle=0,
        insidetextfont={"color": theme.paper},
        cliponaxis=False,
        hovertemplate="%{x}: %{text}<extra></extra>",
    )
    top = max([target.value or 0, *(p.value for p in points)])
    figure.add_hline(y=target.value, line={"color": theme.loss, "dash": "dash", "width": 2})
    figure.add_annotation(
        x=0,
        xref="paper",
        y=target.value,
        text=f"{target.label} {target.text}",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"color": theme.ink, "size": FONT_SIZE - 1},
    )
    figure.update_yaxes(title_text=axis, range=[0, top * 1.22])
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_layout(margin={"l": 64})
    return figure


def rate_curve(
    points: Sequence[Mark], band: Mark, axes: tuple[str, str], theme: Theme
) -> go.Figure:
    """Percentages at dated exchange rates, and the band of rates in which a statement holds.

    ``points`` have the rate in ``lower`` and the percentage in ``value``.
    """
    figure = base_figure(theme, 420)
    figure.add_vrect(x0=band.lower, x1=band.upper, fillcolor=theme.shade, line_width=0)
    figure.add_annotation(
        x=band.value,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=band.text,
        showarrow=False,
        font={"color": theme.muted, "size": FONT_SIZE - 2},
    )
    ordered = sorted(points, key=lambda mark: mark.lower or 0)
    _curve(figure, ordered, theme)
    _names(figure, ordered, theme)
    figure.update_xaxes(title_text=axes[0], tickformat=",d")
    figure.update_yaxes(title_text=axes[1], ticksuffix="%")
    figure.update_layout(margin={"t": 30, "r": 60, "l": 72})
    return figure


def _curve(figure: go.Figure, ordered: Sequence[Mark], theme: Theme) -> None:
    figure.add_scatter(
        x=[m.lower for m in ordered],
        y=[m.value for m in ordered],
        mode="lines+markers",
        line={"color": theme.four, "width": 1.5},
        marker={"color": theme.four, "size": 10},
        customdata=[f"{m.label}<br>{m.text}" for m in ordered],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _names(figure: go.Figure, ordered: Sequence[Mark], theme: Theme) -> None:
    for mark in ordered:
        if mark.uncertain:
            continue
        figure.add_annotation(
            x=mark.lower,
            y=mark.value,
            text=mark.label,
            showarrow=True,
            arrowhead=0,
            arrowcolor=theme.muted,
            ax=30,
            ay=-34,
            xanchor="left",
            font={"size": FONT_SIZE - 2, "color": theme.ink},
        )
