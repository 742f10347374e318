"""What the levers of the scenarios page are made of: parameters, their words, their sources."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from innocore_metrics.exhibits import View
from innocore_metrics.exhibits.scenario_needs import value_of
from innocore_metrics.model import ScenarioParameter
from innocore_metrics.scenarios import RUNS
from innocore_metrics.text import Words

# What the browser words by itself while a lever moves.
_SECTIONS = (
    "scenario",
    "scenario_section",
    "scenario_kind",
    "unit",
    "unit_short",
    "unit_axis",
    "number",
)
_GROUPS = ("base", "s1", "s2", "s3")


def levers(view: View) -> dict[str, Any]:
    """Every parameter as a lever, and how many futures are drawn."""
    return {
        "runs": RUNS,
        "parameters": [_lever(view, row) for row in view.dataset.scenario_parameters],
        "mit": view.labels.entity("mit"),
    }


def _lever(view: View, row: ScenarioParameter) -> dict[str, Any]:
    words = view.words
    indicator = view.dataset.indicator[f"parameter-{row.id}"]
    numbers = asdict(row)
    kept = ("id", "section", "kind", "main", "unit", "low", "central", "high", "minimum", "maximum")
    source = view.dataset.source.get(row.source)
    return {
        **{name: numbers[name] for name in (*kept, "step", "status")},
        "whole": next(unit.whole for unit in view.dataset.units if unit.id == row.unit),
        "decimals": indicator.decimals,
        "name": words.of(row, "name"),
        "note": words.of(row, "note"),
        "source": f"{view.labels.source(source)}" if source else "",
        "url": source.url if source else "",
        "unit_name": next(words.of(u, "name") for u in view.dataset.units if u.id == row.unit),
        "shown": {
            name: value_of(view, row.id, numbers[name])
            for name in ("low", "central", "high", "minimum", "maximum")
        },
    }


def words_of(words: Words) -> dict[str, str]:
    """The sentences that the browser fills by itself, blanks and particles unfilled."""
    known = words.keys()
    keys = [key for key in known if key.split(".")[0] in _SECTIONS]
    keys += [f"group.{name}" for name in _GROUPS]
    keys += [key for key in known if key.startswith("exhibit.scenario-")]
    return {key: words.raw(key) for key in sorted(keys)}
