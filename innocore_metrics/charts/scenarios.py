"""Charts of scenarios: what one parameter at a time does, and an axis of large sums.

The browser redraws these while a lever moves (static/scenarios/charts.js); a test compares.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from innocore_metrics.charts.marks import text_width
from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure

ROW = 52


@dataclass(frozen=True, slots=True)
class Swing:
    """One row: a name and its range in words, the result at either end, both spoken in full."""

    label: str
    at_low: float
    at_high: float
    spoken_low: str
    spoken_high: str


def swings(
    rows: Sequence[Swing], central: float, names: tuple[str, str], axis: str, theme: Theme
) -> go.Figure:
    """A tornado: from the central result to the result at the low and at the high end."""
    figure = base_figure(theme, ROW * len(rows) + 110)
    ends = (
        (names[0], theme.other, [(r.label, r.at_low, r.spoken_low) for r in rows]),
        (names[1], theme.four, [(r.label, r.at_high, r.spoken_high) for r in rows]),
    )
    for name, colour, marks in ends:
        figure.add_scatter(
            orientation="h",
            mode="lines",
            name=name,
            x=[x for _, end, _ in marks for x in (central, end, None)],
            y=[label for label, _, _ in marks for _ in range(3)],
            customdata=[text for _, _, spoken in marks for text in ("", spoken, "")],
            line={"color": colour, "width": 18},
            connectgaps=False,
            hovertemplate="%{customdata}<extra></extra>",
        )
    _frame(figure, [row.label for row in rows], central, theme)
    figure.update_xaxes(title_text=axis, tickformat=".2f")
    return figure


def _frame(figure: go.Figure, labels: Sequence[str], central: float, theme: Theme) -> None:
    """The names at the left, the legend on top, an upright line at the central result."""
    room = 18 + max((text_width(label, FONT_SIZE - 1) for label in labels), default=0)
    upright = {"type": "line", "x0": central, "x1": central, "y0": 0, "y1": 1, "yref": "paper"}
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        margin={"t": 40, "l": room, "r": 30},
        shapes=[{**upright, "line": {"color": theme.muted, "width": 1.5}}],
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        ticklabelstandoff=6,
        dtick=1,
        categoryarray=labels,
        categoryorder="array",
    )


def money_axis(figure: go.Figure, top: float, name: Callable[[float], str]) -> go.Figure:
    """Round sums along the upright axis, named by ``name``, from zero to above ``top``."""
    ticks = round_ticks(top)
    texts = [name(tick) for tick in ticks]
    figure.update_yaxes(tickvals=ticks, ticktext=texts, range=[0, max(ticks[-1], top) * 1.04])
    figure.update_layout(margin={"l": 40 + max(text_width(text, FONT_SIZE - 1) for text in texts)})
    return figure


def round_ticks(top: float) -> list[float]:
    """Zero and at most five round steps (1, 2 or 5 and zeros) that reach ``top``.

    >>> round_ticks(141_000_000_000)[:3]
    [0, 50000000000, 100000000000]
    """
    step, next_ = 10**9, 0
    while step * 5 < top:
        step = step * 5 // 2 if next_ % 3 == 1 else step * 2
        next_ += 1
    count = 1
    while count * step < top:
        count += 1
    return [step * i for i in range(count + 1)]
