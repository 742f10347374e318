"""``archive`` and ``bundle`` as another program would call them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from innocore_metrics.cli import bundle, main

DATA = Path(__file__).resolve().parents[1] / "data"


def test_a_version_is_kept_once_listed_and_compared(tmp_path, spoiled, capsys, dataset):
    archive = str(tmp_path / "versions")
    assert main(["archive", "--data", str(DATA), "--archive", archive]) == 0
    assert "is kept now" in capsys.readouterr().out
    assert main(["archive", "--data", str(DATA), "--archive", archive]) == 0
    assert "was kept already" in capsys.readouterr().out
    assert main(["archive", "--list", "--archive", archive]) == 0
    assert capsys.readouterr().out.startswith(dataset.version)
    table = spoiled / "observations.csv"
    text = table.read_text(encoding="utf-8").replace("2024,1534,", "2024,1536,", 1)
    table.write_text(text, encoding="utf-8")
    since = ["archive", "--data", str(spoiled), "--archive", archive, "--since", dataset.version]
    assert main(since) == 0
    # First the observation, then what scenarios take from it.
    row, *others = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {other["table"] for other in others} <= {"scenario_parameters"}
    assert (row["kind"], row["before"], row["after"]) == ("corrected", "1534", "1536")


def test_an_unknown_version_ends_with_what_there_is(tmp_path, capsys):
    assert main(["archive", "--archive", str(tmp_path), "--since", "0" * 12]) == 1
    assert "is not kept here" in capsys.readouterr().err


def test_a_bundle_without_the_pages_says_where_to_run(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bundle, "BUILDER", "nowhere.to.be.found")
    assert main(["bundle", "--out", str(tmp_path / "b.zip"), "--lang", "ko"]) == 1
    assert "프로젝트 폴더에서" in capsys.readouterr().err


def test_usage_that_is_wrong_ends_with_two():
    with pytest.raises(SystemExit) as caught:
        main(["bundle"])
    assert caught.value.code == 2
