"""Countries on world maps: each is drawn, or named beside the map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from innocore_metrics.charts import LIGHT, OUTLINED
from innocore_metrics.exhibits import View, find
from innocore_metrics.geography import alpha3
from innocore_metrics.selection import Selection
from innocore_metrics.text import LANGUAGES, Words

MAP = Path(__file__).resolve().parents[2] / "static/vendor/topojson/world_110m.json"


def test_the_outlines_known_are_those_of_the_map_served():
    if not MAP.exists():
        pytest.fail("no outlines: run `make install`, which builds them")
    shapes = json.loads(MAP.read_text(encoding="utf-8"))["objects"]["countries"]["geometries"]
    assert {shape["id"] for shape in shapes if shape.get("id")} == OUTLINED


@pytest.mark.parametrize("id", ["partner-balance-map", "partner-map"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("years", [(1995, 2026), (2010, 2010)])
def test_every_country_of_a_map_is_drawn_or_named(dataset, id, lang, years):
    selection = Selection(dataset.vocabulary, first_year=years[0], last_year=years[1])
    view = View(dataset, selection.with_(lang=lang), Words(lang), LIGHT)
    exhibit = find(id).exhibit(view)
    drawn = set(exhibit.chart.data[0].locations) & OUTLINED
    said = " ".join(exhibit.notices)
    for figure in exhibit.figures:
        name = view.labels.group(figure.group)
        assert alpha3(figure.group) in drawn or f"{name} {view.labels.value(figure)}" in said
