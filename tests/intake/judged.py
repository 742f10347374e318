"""What has to be true of any file whatever."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from innocore_metrics.dataset import Dataset, load_dataset
from innocore_metrics.intake.checks import check_cells
from innocore_metrics.intake.remarks import with_remarks
from innocore_metrics.intake.rules import duplicates
from innocore_metrics.model import STAGES, TALENT_SOURCES
from innocore_metrics.text import LANGUAGES, Words, render
from tests.conftest import DATA
from tests.intake import reader

TODAY = date(2026, 11, 1)


@lru_cache(maxsize=1)
def facts() -> Dataset:
    return load_dataset(DATA)


def judge(raw: bytes) -> str:
    """Read and check a file as an import does: cells or reasons, all sound or none.

    Tells how it ended, so that a run can show that it met every kind.
    """
    ended, dataset = reader.read(raw), facts()
    if ended.problems:
        _are_worded(ended.problems)
        return "unreadable"
    assert ended.sheet is not None, f"ended with {ended.code} and gave no reason"
    checked = check_cells(ended.sheet, dataset, TODAY)
    if not checked.findings.errors:
        twice = duplicates(checked.rows, checked.rows.slice(0, 0).append_column(
            "revision", checked.rows.column("line").slice(0, 0)
        ))  # fmt: skip
        _are_rows(checked.rows.to_pylist(), dataset)
        return "twice" if twice else "sound"
    assert checked.rows.num_rows == 0
    _are_worded(checked.findings.problems())
    returned = with_remarks(ended.sheet, checked.findings, Words("ko"))
    assert returned
    return "refused"


def _are_worded(problems) -> None:
    assert problems
    for problem in problems[:5]:
        for lang in LANGUAGES:
            sentence = render(problem, Words(lang))
            assert "Traceback" not in sentence
            assert "{" not in sentence.replace(problem.given, "").replace(problem.column, "")


def _are_rows(rows, dataset) -> None:
    assert rows
    for row in rows:
        assert date(2025, 1, 1) <= date.fromisoformat(row["date"]) <= TODAY
        assert row["stage"] in STAGES
        assert row["research_group"] in dataset.group
        assert row["host"] in dataset.members("four-institutes")
        assert row["talent_source"] in TALENT_SOURCES
        assert row["country"] == "" or len(row["country"]) == 2
        assert 1 <= row["count"] <= 10_000
