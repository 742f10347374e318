"""Maps: places with their names beside them, on outlines served from our own origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from innocore_metrics.charts.theme import FONT_SIZE, Theme, base_figure


@dataclass(frozen=True, slots=True)
class Place:
    """A country (``code``, ISO 3166-1 alpha-3) or a point (``latitude``, ``longitude``)."""

    label: str
    spoken: str
    value: float
    code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    colour: str = ""
    below: bool = False


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


def country_map(places: Sequence[Place], theme: Theme) -> go.Figure:
    """Countries filled by value, each with its name and number."""
    figure = base_figure(theme, 360)
    figure.add_choropleth(
        locations=[place.code for place in places],
        z=[place.value for place in places],
        text=[place.label for place in places],
        customdata=[place.spoken for place in places],
        colorscale=[[0, theme.other], [1, theme.four]],
        showscale=False,
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
    return figure


def city_map(places: Sequence[Place], theme: Theme, scope: str = "usa") -> go.Figure:
    """Cities as points with their names; colour and shape tell kinds apart."""
    figure = base_figure(theme, 380)
    figure.add_scattergeo(
        lat=[place.latitude for place in places],
        lon=[place.longitude for place in places],
        mode="markers+text",
        text=[place.label for place in places],
        textposition=["bottom center" if place.below else "top center" for place in places],
        textfont={"size": FONT_SIZE - 1, "color": theme.ink},
        customdata=[f"{place.label}: {place.spoken}" for place in places],
        marker={
            "size": 12,
            "color": [theme.colour(place.colour) for place in places],
            "symbol": ["circle" if p.colour == "innocore" else "diamond" for p in places],
            "line": {"color": theme.paper, "width": 1},
        },
        hovertemplate="%{customdata}<extra></extra>",
    )
    outlines(figure, theme, scope=scope, showsubunits=True, subunitcolor=theme.paper)
    return figure
