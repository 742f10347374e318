"""The command line as another program would call it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from innocore_metrics.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "innocore_metrics", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_check_passes_on_the_data_as_shipped():
    done = run("check")
    assert done.returncode == 0, done.stderr
    assert "no problems" in done.stdout


def test_figures_as_json_have_the_fixed_fields():
    done = run("figures", "--format", "json")
    assert done.returncode == 0
    figures = {figure["id"]: figure for figure in json.loads(done.stdout)}
    ratio = figures["mit.postdocs-per-faculty.2024"]
    fixed = {"id", "entity", "period", "basis", "value", "unit", "lower", "upper", "status"}
    assert fixed | {"definition", "sources"} <= set(ratio)
    assert round(ratio["value"], 3) == 1.407
    assert ratio["sources"] == ["gist-2025-06"]
    assert "full-time faculty" in ratio["definition"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_setting_is_explained(lang):
    done = run("settings", "--lang", lang)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split("=")[0] for line in lines[::2]] == [setting.name for setting in SETTINGS]
    assert all(line.startswith("    ") and line.strip() for line in lines[1::2])


def test_figures_as_csv_are_the_same_figures():
    as_json = json.loads(run("figures").stdout)
    rows = list(csv.DictReader(io.StringIO(run("figures", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [figure["id"] for figure in as_json]
    first = {row["id"]: row["value"] for row in rows}
    for figure in as_json:
        text = first[figure["id"]]
        assert (float(text) if text else None) == figure["value"]


def test_definitions_in_korean():
    figures = json.loads(run("figures", "--lang", "ko").stdout)
    assert figures[0]["definition"].startswith("각 기관이")


def test_a_date_without_rates_is_an_input_error():
    done = run("figures", "--rate-date", "2026-07-31")
    assert done.returncode == 1
    assert "no yearly average for KRW, 2026-07-31; years with one: 2015" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage_exits_with_2():
    for arguments in ((), ("figures", "--format", "xml"), ("figures", "--rate-date", "today")):
        done = run(*arguments)
        assert done.returncode == 2
        assert "usage" in done.stderr
