"""Thousands of generated files, each read in a process of its own and checked as an import is."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from tests.intake import files
from tests.intake.judged import judge

# Together at least 5,000 files a run; `python -m tests.intake.fuzz` goes on for longer.
MOST = settings(
    max_examples=1700,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
_SEEN: Counter[str] = Counter()


@MOST
@given(files.delimited())
def test_delimited_files(raw):
    _SEEN[judge(raw)] += 1


@MOST
@given(files.workbooks())
def test_workbooks(raw):
    _SEEN[judge(raw)] += 1


@MOST
@given(files.anything())
def test_any_bytes(raw):
    _SEEN[judge(raw)] += 1


def test_the_files_were_many_and_of_every_kind():
    if not _SEEN:
        pytest.skip("counts the files of the tests above, which were not chosen")
    assert sum(_SEEN.values()) >= 5000, _SEEN
    assert {"unreadable", "refused", "sound"} <= set(_SEEN), _SEEN
