"""``simulate`` as another program would call it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "innocore_metrics", "simulate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def value(rows, **wanted) -> float:
    (row,) = [row for row in rows if all(str(row[k]) == str(v) for k, v in wanted.items())]
    return float(row["value"])


def test_json_has_parameters_results_and_what_matters_most(dataset):
    done = run("--set", "second-cohort=0", "--set", "renewal=0", "--scenario", "later-hires:300")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["data_version"] == dataset.version
    assert found["query"] == {"base": "second-cohort:0,renewal:0", "s1": "later-hires:300"}
    hires = next(p for p in found["parameters"] if p["id"] == "later-hires")
    assert hires["values"] == {"base": 0, "s1": 300}
    assert value(found["results"], scenario="base", measure="programme", year=2025) == 400
    assert value(found["results"], scenario="base", measure="programme", year=2027) == 0
    # 300 of 2027 are all there at the end of that year.
    assert value(found["results"], scenario="s1", measure="programme", year=2027) == 300
    assert {row["scenario"] for row in found["tornado"]} == {"base", "s1"}


def test_csv_is_the_same():
    options = ("--runs", "300", "--seed", "7")
    rows = list(csv.DictReader(io.StringIO(run(*options, "--format", "csv").stdout)))
    results = json.loads(run(*options).stdout)["results"]
    assert len(rows) == len(results)
    for row, result in zip(rows, results, strict=True):
        assert (float(row["value"]) if row["value"] else None) == result["value"]
        assert (float(row["upper"]) if row["upper"] else None) == result["upper"]
    assert all(row["unit"] for row in rows)


def test_the_seed_changes_intervals_and_nothing_else():
    one, same, other = (
        json.loads(run("--runs", "200", "--seed", seed).stdout)["results"] for seed in "118"
    )
    assert one == same
    assert [row["value"] for row in one] == [row["value"] for row in other]
    assert [row["lower"] for row in one] != [row["lower"] for row in other]


def test_everything_that_is_wrong_is_named_at_once():
    many = [part for _ in range(4) for part in ("--scenario", "")]
    done = run("--set", "atrition=5", "--set", "renewal=101", *many)
    assert done.returncode == 1
    assert "no parameter 'atrition'" in done.stderr
    assert "'101' cannot be used for renewal; allowed: 0 - 100" in done.stderr
    assert "at most 3" in done.stderr
    assert "Traceback" not in done.stderr
    wrong = run("--scenario", "renewal:101", "--lang", "ko")
    assert wrong.returncode == 1
    assert "쓸 수 있는 값" in wrong.stderr


def test_wrong_usage_exits_with_2():
    for options in (("--runs", "0"), ("--runs", "many"), ("--format", "xml")):
        done = run(*options)
        assert done.returncode == 2
        assert "usage" in done.stderr
