"""Charts: worded values and a theme in, a plotly figure out. The only place with plotly."""

from innocore_metrics.charts.bars import bars, dots, grouped, parts, stack
from innocore_metrics.charts.described import ChartData, Numbers, describe, number_format
from innocore_metrics.charts.flows import balance_map, links, streams, two_sides
from innocore_metrics.charts.lines import Censored, lines
from innocore_metrics.charts.maps import Place, city_map, country_map
from innocore_metrics.charts.marks import Mark, Point, Series, text_width
from innocore_metrics.charts.outlines import OUTLINED
from innocore_metrics.charts.picture import is_map, picture, plotly_source, table_figure
from innocore_metrics.charts.scenarios import Swing, money_axis, swings
from innocore_metrics.charts.special import milestones, rate_curve
from innocore_metrics.charts.theme import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    FAMILY,
    FONT,
    LIGHT,
    THEMES,
    Theme,
)

__all__ = [
    "CONTRAST_DARK",
    "CONTRAST_LIGHT",
    "DARK",
    "FAMILY",
    "FONT",
    "LIGHT",
    "OUTLINED",
    "THEMES",
    "Censored",
    "ChartData",
    "Mark",
    "Numbers",
    "Place",
    "Point",
    "Series",
    "Swing",
    "Theme",
    "balance_map",
    "bars",
    "city_map",
    "country_map",
    "describe",
    "dots",
    "grouped",
    "is_map",
    "lines",
    "links",
    "milestones",
    "money_axis",
    "number_format",
    "parts",
    "picture",
    "plotly_source",
    "rate_curve",
    "stack",
    "streams",
    "swings",
    "table_figure",
    "text_width",
    "two_sides",
]
