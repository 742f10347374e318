"""Bad files: always a reason, within bounds of time and memory, never a part of the data."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from innocore_metrics.errors import IntakeError
from innocore_metrics.intake.columns import HEADER_WORDS
from innocore_metrics.intake.reading import Limits, read_upload
from innocore_metrics.text import LANGUAGES, Words, render
from tests.intake.corpus import CORPUS

LIMITS = Limits(
    seconds=20,
    memory_bytes=1024 * 2**20,
    file_bytes=2**20,
    rows=1000,
    archive_entries=50,
    archive_bytes=150_000,
    strings_bytes=50_000,
)


@pytest.mark.parametrize(
    ("called", "make", "code"), [c[1:] for c in CORPUS], ids=[c[0] for c in CORPUS]
)
def test_bad_files_are_refused_with_the_reason(tmp_path: Path, called, make, code):
    path = tmp_path / "upload"
    path.write_bytes(make())
    start = time.monotonic()
    with pytest.raises(IntakeError) as caught:
        read_upload(path, called, HEADER_WORDS, LIMITS)
    assert time.monotonic() - start < LIMITS.seconds + 6
    assert code in {problem.code for problem in caught.value.problems}
    for problem in caught.value.problems:
        for lang in LANGUAGES:
            assert "Traceback" not in render(problem, Words(lang))


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path: Path):
    path = tmp_path / "upload"
    with path.open("wb") as file:
        file.truncate(2**20 + 1)
    with pytest.raises(IntakeError) as caught:
        read_upload(path, "a.csv", HEADER_WORDS, LIMITS)
    assert [p.code for p in caught.value.problems] == ["upload_size"]


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path):
    path = tmp_path / "upload"
    lines = "날짜,단계,연구단,소속기관,인원\n" + '"2025-09-29",지원,ai-llm,KAIST,3\n' * 1_000_000
    # A quote in the middle makes it go cell by cell, which takes more than the second allowed.
    path.write_text(lines + '2025-09-29,지원,"a\nb",KAIST,3\n', "utf-8")
    with pytest.raises(IntakeError) as caught:
        read_upload(path, "a.csv", HEADER_WORDS, Limits(seconds=1))
    assert [p.code for p in caught.value.problems] == ["upload_time"]


def test_a_reader_that_takes_too_much_memory_is_ended(tmp_path: Path):
    path = tmp_path / "upload"
    row = "2025-09-29,지원,ai-llm,KAIST,3,{}\n"
    text = "날짜,단계,연구단,소속기관,인원,비고\n" + "".join(row.format(i) for i in range(900_000))
    path.write_text(text, "utf-8")
    with pytest.raises(IntakeError) as caught:
        read_upload(path, "a.csv", HEADER_WORDS, Limits(memory_bytes=220 * 2**20))
    assert [p.code for p in caught.value.problems] == ["upload_memory"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.csv", "", "x" * 5000, "C:\\a\\b.csv"])
def test_the_name_a_sender_gives_is_only_shown(tmp_path: Path, name):
    path = tmp_path / "upload"
    path.write_bytes(b"1,2\n")
    with pytest.raises(IntakeError) as caught:
        read_upload(path, name, HEADER_WORDS, LIMITS)
    shown = caught.value.problems[0].file
    assert 1 <= len(shown) <= 200
    assert "/" not in shown
    assert "\\" not in shown
