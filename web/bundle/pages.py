"""The pages of a bundle: their variants for every choice kept, and the HTML around them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from typing import Any

from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import View, find
from innocore_metrics.selection import Selection
from innocore_metrics.text import Words
from pages import PAGES
from pages.components import assets, cards, layouts, payload
from web.bundle.choices import Choices

Tick = Callable[[], None]
# Presenting needs a server to load from: a bundle has no page for it.
BUNDLED = tuple(page for page in PAGES if page != payload.STORIES)


def script(dataset: Dataset, page: str, lang: str, choices: Choices, tick: Tick) -> str:
    """Everything that a page shows, as a script that lays it down for the board."""
    selection = Selection(dataset.vocabulary, lang=lang)
    tree = payload.page_payload(dataset, page, selection, near=False)
    words = Words(lang)
    unique: list[Any] = []
    places: dict[str, int] = {}
    keys: dict[str, int] = {}
    for key, variant in _variants(dataset, page, lang, choices, tick):
        text = json.dumps(variant, ensure_ascii=False, sort_keys=True)
        if text not in places:
            places[text] = len(unique)
            unique.append(variant)
        keys[key] = places[text]
    tree |= {
        "variants": {},
        "offline": words("bundle.missing"),
        "about": words("bundle.about", version=dataset.version),
        "bundled": list(BUNDLED),
    }
    controls = tree["controls"]
    controls.pop("scenarios", None)
    if "period" in controls:
        controls["years"] = list(choices.years)
    if "rate_date" in controls:
        offered = choices.rate_days(dataset)
        controls["rate_date"] = [pair for pair in controls["rate_date"] if pair[0] in offered]
    body = {"payload": tree, "unique": unique, "keys": keys, "assets": "../assets/"}
    return f"window.innocoreBundle = {_literal(body)};\n"


def _variants(
    dataset: Dataset, page: str, lang: str, choices: Choices, tick: Tick
) -> Iterator[tuple[str, Any]]:
    for id in layouts.exhibits(page, **layouts.there(dataset)):
        spec = find(id)
        for selection in choices.of(dataset, spec.filters, lang):
            key = f"{id}|{payload.variant_key(selection, spec.filters)}"
            view = View(dataset, selection, Words(lang), LIGHT)
            yield key, payload.variant(spec.exhibit(view))
            tick()
    if page == "overview":
        for selection in choices.of(dataset, ("basis",), lang):
            view = View(dataset, selection, Words(lang), LIGHT)
            shown = [list(card) for card in cards.key_figures(view)]
            yield f"cards|{payload.variant_key(selection, ('basis',))}", shown


def count(dataset: Dataset, choices: Choices) -> int:
    """How many variants one language of a bundle has, beside the cards."""
    found = 0
    for page in BUNDLED:
        for id in layouts.exhibits(page, **layouts.there(dataset)):
            found += sum(1 for _ in choices.of(dataset, find(id).filters, "ko"))
    return found


def document(page: str, lang: str) -> str:
    """The HTML of a page."""
    words = Words(lang)
    title = html.escape(f"{words(f'page.{page}')} - {words('ui.title')}")
    sheets = ("frame.css", "board.css", "font/font.css")
    links = "".join(f'<link rel="stylesheet" href="../assets/{name}">' for name in sheets)
    names = ("../assets/maps.js", f"{page}.js", "../assets/plotly.js", "../assets/board.js")
    scripts = "".join(f'<script src="{name}"></script>' for name in names)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>{assets.typeface()}{links}</head>\n<body>{scripts}</body>\n</html>\n"
    )


def _literal(value: Any) -> str:
    """A value as JavaScript; line separators of Unicode would end a line there."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
