"""The look of charts: colours fixed by identity, one theme for each surface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

# One family for pages, charts and pictures: the one that the bundled style sheet declares, then
# what machines without it have. Style sheets know it as --im-font.
FAMILY = "Pretendard GOV Variable"
FONT = (
    f"'{FAMILY}', 'Pretendard GOV', Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', "
    "'Malgun Gothic', sans-serif"
)
FONT_SIZE = 15


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one surface; every one keeps 3:1 or better against ``paper``."""

    name: str
    paper: str
    ink: str
    muted: str
    grid: str
    shade: str
    four: str
    mit: str
    programme: str
    loss: str
    other: str

    def colour(self, key: str) -> str:
        """The colour of an identity; institutes share the colour of the four."""
        fixed = {
            "mit": self.mit,
            "four-institutes": self.four,
            "kaist": self.four,
            "gist": self.four,
            "dgist": self.four,
            "unist": self.four,
            "KR": self.four,
            "gain": self.four,
            "innocore": self.programme,
            "loss": self.loss,
            "second": self.mit,
            "s1": self.four,
            "s2": self.loss,
            "s3": self.programme,
        }
        return fixed.get(key, self.other)

    def text_colour(self, key: str) -> str:
        """The colour of an identity where letters of it can be read (4.5:1), else the ink.

        >>> LIGHT.text_colour("KR") == LIGHT.four, LIGHT.text_colour("mit") == LIGHT.ink
        (True, True)
        """
        colour = self.colour(key)
        ends = sorted(_luminance(one) for one in (colour, self.paper))
        return colour if (ends[1] + 0.05) / (ends[0] + 0.05) >= READABLE else self.ink


READABLE = 4.5


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, of ``#rrggbb``."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink="#1e2124",
    muted="#58616a",
    grid="#e6e8ea",
    shade="rgba(138,148,158,0.16)",
    four="#256ef4",
    mit="#c78500",
    programme="#052561",
    loss="#d63d4a",
    other="#8a949e",
)
DARK = Theme(
    name="dark",
    paper="#131416",
    ink="#f4f5f6",
    muted="#b1b8be",
    grid="#33363d",
    shade="rgba(177,184,190,0.16)",
    four="#6b9dff",
    mit="#e0a63a",
    programme="#b1cefb",
    loss="#f0717c",
    other="#8a949e",
)
# For readers who ask for more contrast: every colour keeps 4.5:1 against the paper, text 7:1.
CONTRAST_LIGHT = Theme(
    name="contrast-light",
    paper="#fefefe",
    ink="#000000",
    muted="#2b2f33",
    grid="#8f959b",
    shade="rgba(0,0,0,0.18)",
    four="#0037b3",
    mit="#7a4a00",
    programme="#1b0c3f",
    loss="#a30014",
    other="#4f565d",
)
CONTRAST_DARK = Theme(
    name="contrast-dark",
    paper="#000001",
    ink="#fffffe",
    muted="#e6e9ec",
    grid="#7f868d",
    shade="rgba(255,255,255,0.24)",
    four="#8fb5ff",
    mit="#ffc247",
    programme="#d5e4ff",
    loss="#ff9aa3",
    other="#c3c9cf",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)}


def base_figure(theme: Theme, height: int) -> go.Figure:
    """An empty figure in the theme; the surface gives title, source and status around it."""
    # Checked by plotly once and copied: making it anew takes twenty times as long.
    return go.Figure(layout={**_layout(theme), "height": height})


@lru_cache(maxsize=len(THEMES))
def _layout(theme: Theme) -> dict[str, Any]:
    figure = go.Figure(layout={"template": go.layout.Template()})
    figure.update_layout(
        autosize=True,
        margin={"l": 16, "r": 16, "t": 8, "b": 56},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": FONT_SIZE, "color": theme.ink},
        hoverlabel={"font": {"family": FONT, "size": FONT_SIZE - 1}},
        showlegend=False,
        dragmode=False,
        separators=".,",
    )
    axis = {
        "gridcolor": theme.grid,
        "zerolinecolor": theme.muted,
        "zeroline": False,
        "tickangle": 0,
        "fixedrange": True,
        "title": {"font": {"size": FONT_SIZE - 1, "color": theme.muted}, "standoff": 8},
        "tickfont": {"size": FONT_SIZE - 1, "color": theme.ink},
    }
    figure.update_xaxes(nticks=6, **axis)
    figure.update_yaxes(**axis)
    layout: dict[str, Any] = figure.to_dict()["layout"]
    return layout
