"""The table of scenario parameters: every breach is named, and facts come from observations."""

from __future__ import annotations

import csv

import pytest

from innocore_metrics.dataset import check, load_dataset


def spoil(folder, id, **cells):
    path = folder / "scenario_parameters.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["id"] == id).update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("id", "cells", "column", "code"),
    [
        ("renewal", {"low": "60"}, "central", "out_of_range"),
        ("renewal", {"high": "120"}, "maximum", "out_of_range"),
        ("renewal", {"low": "50", "high": "50"}, "high", "no_width"),
        ("renewal", {"note_ko": ""}, "note_ko", "required"),
        ("renewal", {"central": ""}, "central", "required"),
        ("renewal", {"source": "nobody"}, "source", "unknown_id"),
        ("renewal", {"unit": "parsecs"}, "unit", "unknown_id"),
        ("renewal", {"maximum": "400"}, "maximum", "unit_range"),
        ("renewal", {"status": "guess"}, "status", "not_in_list"),
        ("krw-per-usd", {"locator": ""}, "locator", "required"),
        ("salary", {"central": "91000000"}, "central", "given_twice"),
        ("salary", {"source": "gist-2025-06"}, "source", "not_as_observed"),
        ("salary", {"observation": "innocore.salary"}, "observation", "unknown_id"),
    ],
)
def test_a_breach_is_named(spoiled, id, cells, column, code):
    spoil(spoiled, id, **cells)
    assert (column, code) in {(p.column, p.code) for p in check(spoiled)}


def test_a_fact_stands_in_one_place_and_a_correction_reaches_the_scenarios(dataset, spoiled):
    assert dataset.parameter["postdocs-2024"].central == 792
    assert dataset.parameter["mit-salary"].low == 79_500
    path = spoiled / "known_issues.csv"
    row = "fix-1,observations,mit.postdocs.2024,value,1534,1554,정정,corrected,gist-2025-06\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    corrected = load_dataset(spoiled).parameter["mit-postdocs"]
    assert (corrected.low, corrected.central, corrected.high) == (1554, 1554, 1554)
