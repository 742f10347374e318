"""A story as one HTML file: opened from a disk, it is presented by the same keys, without any
server. What would need one is left out: the second window, and choices that did not come along."""

from __future__ import annotations

import html as markup
import json
from functools import lru_cache
from pathlib import Path

import plotly

from innocore_metrics.dataset import Dataset
from innocore_metrics.exports.markup import inert
from innocore_metrics.stories import Story
from innocore_metrics.text import Words
from pages.components import assets, deck
from web.bundle import scripts

FORMAT = "html"
_MAPS = ("world_110m", "usa_110m")


def html(dataset: Dataset, story: Story, lang: str) -> bytes:
    """The file: slides of every view that the deck has, styles, plotly and outlines of maps."""
    words = Words(lang)
    data = inert(deck.whole_json(dataset, story, lang, every=True).decode())
    title = markup.escape(f"{story.title(lang)} - {words('ui.title')}")
    again = markup.escape(words("present.start"))
    parts = (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_styles()}</style></head><body>",
        f'<button type="button" id="again" class="im-button" hidden>{again}</button>',
        f'<script type="application/json" id="deck">{data}</script>',
        f"<script>{_outlines()}</script><script>{_plotly()}</script>",
        f"<script>window.innocoreBundle = {{}};\n{_script()}</script></body></html>\n",
    )
    return "".join(parts).encode()


def _styles() -> str:
    names = ("board/board.css", "present/present.css")
    return "\n".join((assets.STATIC / name).read_text(encoding="utf-8") for name in names)


def _script() -> str:
    folder = assets.STATIC
    text = scripts.classic(folder / "present" / "alone.js", folder / "board")
    return text.replace("</script", "<\\/script")


@lru_cache(maxsize=1)
def _plotly() -> str:
    package = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return package.read_text(encoding="utf-8").replace("</script", "<\\/script")


@lru_cache(maxsize=1)
def _outlines() -> str:
    folder = assets.STATIC / "vendor" / "topojson"
    found = {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in _MAPS
        if (folder / f"{name}.json").exists()
    }
    return f"window.PlotlyGeoAssets = {json.dumps({'topojson': found}, separators=(',', ':'))};"
