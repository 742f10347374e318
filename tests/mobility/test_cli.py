"""The command line, the words of reports, and every command of the documentation."""

from __future__ import annotations

import csv
import importlib
import io
import json
import shlex
from pathlib import Path

import pytest

from innocore_metrics.cli import main
from innocore_metrics.mobility.decoding import _DROPPED
from innocore_metrics.mobility.records import REASONS
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.text import Words

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "docs/examples/careers.csv"
DOC = (ROOT / "docs" / "mobility.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


def run(capsys, *arguments):
    code = main(["mobility", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def worked_examples():
    """Commands after ``$`` with the lines that follow, up to an empty one."""
    for block in DOC.split("    $ ")[1:]:
        command, *rest = block.split("\n")
        output = []
        for line in rest:
            if not line.startswith("    "):
                break
            output.append(line.removeprefix("    "))
        yield command, output


@pytest.mark.parametrize(
    ("command", "expected"), list(worked_examples()), ids=lambda v: str(v)[42:80]
)
def test_the_worked_example_does_what_it_says(capsys, command, expected):
    arguments = shlex.split(command.removeprefix("python -m innocore_metrics mobility "))
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert len(expected) > 3
    assert out.splitlines() == expected


def test_the_python_example_runs(capsys):
    lines = DOC[DOC.index("    from pathlib") :].split("\n\n## ")[0].splitlines()
    exec("\n".join(line.removeprefix("    ") for line in lines), {})
    assert "end_before_start" in capsys.readouterr().out


def test_every_rule_is_an_option_and_explained(capsys):
    for name in Rules.__slots__:
        assert f"`--{name.replace('_', '-')}`" in DOC


def test_json_carries_rules_and_report(capsys):
    code, out, _ = run(
        capsys, "rates", EXAMPLE, "--format", "json", "--fill-years", "2", "--roles", "postdoc"
    )
    found = json.loads(out)
    assert code == 0
    assert found["rules"]["fill_years"] == 2
    assert found["rules"]["roles"] == ["postdoc"]
    report = found["report"]
    assert report["read"] == report["kept"] + sum(
        sum(report[kind].values()) for kind in ("rejected", "dropped")
    )
    assert report["dropped"]["other_role"] > 0


def test_csv_in_a_file_has_rules_and_report_beside_it(capsys, tmp_path):
    out = tmp_path / "flows.csv"
    code, printed, _ = run(capsys, "flows", EXAMPLE, "--out", str(out))
    assert (code, printed) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert len(rows) > 10
    assert json.loads((tmp_path / "flows.csv.json").read_text())["report"]["read"] == 172


def test_no_person_leaves_the_engine(capsys):
    for action in ("flows", "rates", "stays"):
        _, out, err = run(capsys, action, EXAMPLE, "--format", "json")
        assert "example-" not in out + err


@pytest.mark.parametrize(("lang", "words"), [("ko", "밝히지 않습니다"), ("en", "is withheld")])
def test_with_suppress_no_command_tells_how_many_people_there_are(capsys, lang, words):
    for action in ("flows", "rates", "stays"):
        found = run(capsys, action, EXAMPLE, "--suppress", "--format", "json", "--lang", lang)
        report = json.loads(found[1])["report"]
        assert (report["persons"], report["person_years"], report["notes"]) == (None, None, {})
        assert words in found[2]


def test_with_suppress_rules_that_concern_few_are_not_shown(capsys):
    arguments = ("sensitivity", EXAMPLE, "--country", "KR", "--suppress", "--format", "json")
    rows = json.loads(run(capsys, *arguments)[1])["rows"]
    shown = {}
    for row in rows:
        assert row["net_rate_3y_per_1000"] is None
        if row["scholars_count"] is not None:
            shown.setdefault(row["year"], set()).add(row["scholars_count"])
    assert any(len(counts) > 1 for counts in shown.values())
    for counts in shown.values():
        assert all(abs(a - b) >= 5 for a in counts for b in counts if a != b)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_wrong_input_is_said_in_the_readers_language(capsys, lang, tmp_path):
    (tmp_path / "a.csv").write_text("person,year,country\n")
    for arguments in (
        ("flows", str(tmp_path / "a.csv")),
        ("flows", str(tmp_path / "none.csv")),
        ("rates", EXAMPLE, "--country", "Atlantis"),
        ("sensitivity", EXAMPLE),
        ("flows", EXAMPLE, "--few-below", "0"),
        ("flows", EXAMPLE, "--out", str(tmp_path)),
    ):
        code, out, err = run(capsys, *arguments, "--lang", lang)
        assert (code, out) == (1, ""), arguments
        assert any("가" <= letter <= "힣" for letter in err) == (lang == "ko"), err


def test_a_missing_spark_says_what_to_install(capsys, monkeypatch):
    real = importlib.import_module

    def missing(name, *rest):
        if name.endswith(".spark"):
            raise ImportError("No module named 'pyspark'")
        return real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", missing)
    code, _, err = run(capsys, "flows", EXAMPLE, "--engine", "spark")
    assert code == 1
    assert "pip install 'innocore-metrics[spark]'" in err


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_reason_has_words(lang):
    words = Words(lang)
    for reason in REASONS:
        assert "7" in words(f"mobility_rejected.{reason}", count="7")
    for reason in _DROPPED:
        assert "7" in words(f"mobility_dropped.{reason}", count="7")
