"""The lines that repeat an exhibit run, and give the figures that the exhibit shows."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path

import pytest

import innocore_metrics.dataset
from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import versions
from innocore_metrics.exhibits import EXHIBITS, View, find
from innocore_metrics.exports.python import snippet
from innocore_metrics.selection import Selection
from innocore_metrics.text import Words

ROOT = Path(__file__).resolve().parents[2]
CHOICES = {"lang": "en", "basis": "ppp", "first_year": 2010, "institutes": ("mit", "kaist")}
SHOWN = [spec.id for spec in EXHIBITS if not (spec.needs_ledger or spec.needs_own)]


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same package is read once for all lines, from the project's folder."""
    monkeypatch.chdir(ROOT)
    read = _read_once()
    monkeypatch.setattr(innocore_metrics.dataset, "load_dataset", read)


@lru_cache(maxsize=1)
def _read_once():
    return lru_cache(maxsize=1)(innocore_metrics.dataset.load_dataset)


def run(code: str) -> tuple[dict, str]:
    names: dict = {}
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(code, "snippet", "exec"), names)
    return names, said.getvalue()


@pytest.mark.parametrize("id", SHOWN)
def test_the_lines_repeat_the_exhibit(dataset, id):
    selection = Selection(dataset.vocabulary).with_(**CHOICES)
    names, said = run(snippet(dataset.version, selection, id))
    exhibit = find(id).exhibit(View(dataset, selection, Words("en"), LIGHT))
    assert not names["problems"]
    assert names["exhibit"].figures == exhibit.figures
    lines = said.splitlines()
    assert lines[0] == exhibit.title
    assert len(lines) == 1 + len(exhibit.figures)
    for line, figure in zip(lines[1:], exhibit.figures, strict=True):
        assert line.startswith(f"{figure.id} {figure.value} {figure.unit} ")


def test_another_version_is_noticed(dataset):
    code = snippet("0" * 12, Selection(dataset.vocabulary), "ratio")
    with pytest.raises(AssertionError, match=dataset.version):
        run(code)


def test_a_kept_version_is_repeated_from_the_archive(dataset, tmp_path, monkeypatch):
    versions.keep(ROOT / "data", tmp_path / "var" / "versions", "2026-11-24")
    monkeypatch.chdir(tmp_path)
    pinned = Selection(dataset.vocabulary, version=dataset.version)
    names, _ = run(snippet(dataset.version, pinned, "parity"))
    assert names["exhibit"].figures
    assert names["selection"].version == dataset.version
