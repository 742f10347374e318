"""Maps: places with their names beside them, on outlines served from our own origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure


@dataclass(frozen=True, slots=True)
class Place:
    """A country (``code``, ISO 3166-1 alpha-3) or a point (``latitude``, ``longitude``).

    ``beside`` is where the name of a point stands, as plotly's ``textposition``.
    """

    label: str
    spoken: str
    value: float
    code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    colour: str = ""
    beside: str = "top center"


def outlines(figure: go.Figure, theme: Theme, **layout: object) -> None:
    """Put the outlines of land and countries under a map."""
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        geo={
            "bgcolor": "rgba(0,0,0,0)",
            "showland": True,
            "landcolor": theme.grid,
            "showcountries": True,
            "countrycolor": theme.paper,
            "showcoastlines": False,
            "showframe": False,
            "showlakes": False,
            **layout,
        },
    )


def colour_key(axis: str, theme: Theme) -> dict[str, object]:
    """What the colours of a map stand for: a bar under it, named ``axis``."""
    return {
        "orientation": "h",
        "y": -0.02,
        "yanchor": "top",
        "thickness": 12,
        "len": 0.7,
        "nticks": 5,
        "outlinewidth": 0,
        "tickfont": {"size": FONT_SIZE - 2, "color": theme.ink},
        "title": {
            "text": axis,
            "side": "top",
            "font": {"size": FONT_SIZE - 2, "color": theme.muted},
        },
    }


def country_map(places: Sequence[Place], axis: str, theme: Theme) -> go.Figure:
    """Countries filled by value (whole numbers), each with its name and number."""
    figure = base_figure(theme, 360)
    values = [place.value for place in places]
    many = max(values, default=0) > min(values, default=0)
    figure.add_choropleth(
        locations=[place.code for place in places],
        z=values,
        text=[place.label for place in places],
        customdata=[place.spoken for place in places],
        # Both ends far from the land without any.
        colorscale=[[0, theme.four], [1, theme.programme]],
        showscale=many,
        colorbar={
            **colour_key(axis, theme),
            "tickmode": "array",
            "tickvals": sorted({min(values, default=0), max(values, default=0)}),
        },
        marker={"line": {"color": theme.paper, "width": 0.6}},
        hovertemplate="%{text}: %{customdata}<extra></extra>",
    )
    outlines(
        figure,
        theme,
        projection={"type": "natural earth"},
        lataxis={"range": [-8, 72]},
        lonaxis={"range": [-140, 150]},
    )
    figure.update_layout(margin={"b": 56 if many else 0})
    return figure


def city_map(places: Sequence[Place], theme: Theme, scope: str = "usa") -> go.Figure:
    """Cities as points with their names; colour and shape tell kinds apart.

    The programme's are rings under the other points, so that both are seen at one place; a name
    that two of them share stands there once.
    """
    figure = base_figure(theme, 380)
    drawn = sorted(places, key=lambda place: place.colour != "innocore")
    rings = [place.colour == "innocore" for place in drawn]
    named = [
        any(place.label == other.label for other in drawn[:i]) for i, place in enumerate(drawn)
    ]
    figure.add_scattergeo(
        lat=[place.latitude for place in drawn],
        lon=[place.longitude for place in drawn],
        mode="markers+text",
        text=["" if there else p.label for p, there in zip(drawn, named, strict=True)],
        textposition=[place.beside for place in drawn],
        textfont={"size": FONT_SIZE - 1, "color": theme.ink},
        customdata=[f"{place.label}: {place.spoken}" for place in drawn],
        marker={
            "size": [20 if ring else 11 for ring in rings],
            "color": [theme.colour(place.colour) for place in drawn],
            "opacity": 1,
            "symbol": ["circle-open" if ring else "diamond" for ring in rings],
            "line": {"color": theme.paper, "width": [3 if ring else 1 for ring in rings]},
        },
        hovertemplate="%{customdata}<extra></extra>",
    )
    outlines(figure, theme, scope=scope, showsubunits=True, subunitcolor=theme.paper)
    return figure
