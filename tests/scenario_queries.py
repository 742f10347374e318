"""Generated scenarios, for the tests of model, exhibits and browser."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from innocore_metrics.dataset import load_dataset
from innocore_metrics.levers import NAMES, Scenarios, changed

LEVERS = load_dataset(Path(__file__).resolve().parents[1] / "data").vocabulary.levers


@st.composite
def moved(draw, most: int = 6) -> dict[str, float]:
    """Some levers moved to where they may stand, on tenths."""
    some = st.lists(st.sampled_from(LEVERS), unique_by=lambda lever: lever.id, max_size=most)
    values = {}
    for lever in draw(some):
        whole = st.integers(int(lever.minimum), int(lever.maximum)).map(float)
        tenths = st.integers(round(lever.minimum * 10), round(lever.maximum * 10))
        values[lever.id] = draw(whole if lever.whole else tenths.map(lambda n: n / 10))
    return values


@st.composite
def scenarios(draw) -> Scenarios:
    """A baseline and up to three scenarios, one of them in focus."""
    central = {lever.id: lever.central for lever in LEVERS}
    base = changed(draw(moved()), LEVERS, central)
    beneath = central | dict(base)
    there = {
        name: changed(draw(moved()), LEVERS, beneath)
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
    }
    focus = draw(st.sampled_from(["base", *there]))
    return Scenarios(base, **there, focus=focus)
