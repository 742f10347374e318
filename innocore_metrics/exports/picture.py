"""PNG and SVG: the chart with its finding, sources and data version inside the picture."""

from __future__ import annotations

import os
from typing import Any

from innocore_metrics import charts
from innocore_metrics.exports.about import caption
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.renderer import outlines, renderer


def figure(document: Document) -> str:
    """The picture of a document's one exhibit as a plotly figure in JSON.

    Where there is no chart, or no outlines for a map, its table is drawn.
    """
    (exhibit,) = document.exhibits
    chart: Any = exhibit.chart
    header, rows = exhibit.table.header[:-1], [row[:-1] for row in exhibit.table.rows]
    if chart is None or (charts.is_map(chart) and not outlines()):
        chart = charts.table_figure(header or ("",), rows, charts.LIGHT)
    below = [line for line in (exhibit.subtitle, *exhibit.notices) if line]
    lines = caption(document, exhibit)
    return charts.picture(chart, exhibit.title, below, lines, charts.LIGHT)


def png(document: Document) -> bytes:
    """The picture in pixels, 2000 wide."""
    return renderer(os.environ).image(figure(document), "png")


def svg(document: Document) -> bytes:
    """The picture as vectors; letters stay text."""
    return renderer(os.environ).image(figure(document), "svg")


PNG = Export("png", ".png", "image/png", png, needs_chromium=True, one_exhibit=True)
SVG = Export("svg", ".svg", "image/svg+xml", svg, needs_chromium=True, one_exhibit=True)
