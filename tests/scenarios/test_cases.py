"""The scenarios worked by hand in tests/cases/scenarios.toml."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest

from innocore_metrics.scenarios import FIRST, needed, simulate

FILE = Path(__file__).resolve().parents[1] / "cases" / "scenarios.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
EXPECTED = [
    pytest.param(
        case,
        expect,
        id=f"{case['name']}: {expect.get('measure', expect.get('need'))} {expect.get('year', '')}",
    )
    for case in CASES
    for expect in case["expect"]
]


@pytest.mark.parametrize(("case", "expect"), EXPECTED)
def test_the_model_gives_what_was_worked_by_hand(dataset, case, expect):
    values = {row.id: row.central for row in dataset.scenario_parameters}
    assert set(case["set"]) <= set(values)
    assert expect["work"]
    values |= case["set"]
    paths = simulate(values)
    if "need" in expect:
        found = getattr(needed(values, paths, int(values["target-year"])), expect["need"])
    else:
        found = getattr(paths, expect["measure"])[expect["year"] - FIRST]
    if "value" not in expect:
        assert math.isnan(found)
    elif "decimals" in expect:
        assert round(float(found), expect["decimals"]) == pytest.approx(expect["value"], abs=1e-12)
    else:
        assert found == pytest.approx(expect["value"], rel=1e-9, abs=1e-9)
