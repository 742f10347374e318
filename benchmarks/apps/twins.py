"""The four charts that every twin draws: those of the ratio page that answer to institutes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import load_dataset
from innocore_metrics.exhibits import View, find
from innocore_metrics.selection import Selection
from innocore_metrics.text import Words

EXHIBITS = ("postdocs-per-faculty", "national-rd", "faculty-estimates", "doctorates")
DATASET = load_dataset(Path(__file__).resolve().parents[2] / "data")
INSTITUTES = DATASET.vocabulary.institutes


def figures(institutes: list[str]) -> list[Any]:
    """The charts for a choice of institutes, made by the project's own exhibits."""
    chosen = tuple(i for i in INSTITUTES if i in institutes)
    selection = Selection(DATASET.vocabulary, lang="en", institutes=chosen)
    view = View(DATASET, selection, Words("en"), LIGHT)
    return [find(id).exhibit(view).chart for id in EXHIBITS]
