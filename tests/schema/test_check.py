"""Every way of spoiling the data is named with file, row, column and what is allowed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from innocore_metrics.cli import main
from innocore_metrics.dataset import check
from innocore_metrics.errors import Problem


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _set(folder: Path, table: str, line: int, column: str, value: str) -> None:
    path = folder / f"{table}.csv"
    rows = _rows(path)
    rows[line - 1][rows[0].index(column)] = value
    _write(path, rows)


def _line(folder: Path, table: str, key: str) -> int:
    return next(i for i, row in enumerate(_rows(folder / f"{table}.csv"), 1) if key in row)


def _only(problems: tuple[Problem, ...], code: str) -> Problem:
    found = [problem for problem in problems if problem.code == code]
    assert found, [problem.code for problem in problems]
    return found[0]


def test_the_data_as_shipped_is_sound(spoiled):
    assert check(spoiled) == ()


def test_a_deleted_source_is_missed_wherever_it_is_cited(spoiled):
    path = spoiled / "sources.csv"
    _write(path, [row for row in _rows(path) if row[0] != "gist-2025-06"])
    problems = check(spoiled)
    first = _only(problems, "unknown_id")
    assert (first.given, first.column, first.detail) == ("gist-2025-06", "source", "sources.csv")
    cited = sum("gist-2025-06" in row for t in spoiled.glob("*.csv") for row in _rows(t))
    assert sum(problem.given == "gist-2025-06" for problem in problems) == cited


def test_a_misspelt_institute_is_named_with_those_that_exist(spoiled):
    line = _line(spoiled, "observations", "four-institutes.postdocs.2024")
    _set(spoiled, "observations", line, "entity", "four-institute")
    problem = _only(check(spoiled), "unknown_entity")
    assert (problem.file, problem.row, problem.column) == ("observations.csv", line, "entity")
    assert "four-institutes" in problem.allowed


UNUSABLE = {
    "NUL": "\x00",
    "an escape": "\x1b",
    "a line break": "\n",
    "a tab": "\t",
    "the next line of C1": "\x85",
    "a separator that blanks are taken for": "\x1f",
    "a line separator": "\u2028",
    "an override of direction": "\u202e",
    "an isolate of direction": "\u2066",
    "zero width": "\u200b",
    "a joiner": "\u200d",
    "a byte order mark inside": "\ufeff",
    "a soft hyphen": "\xad",
    "what a decoder leaves": "\ufffd",
    "no character": "\uffff",
    "private use": "\ue000",
}


@pytest.mark.parametrize("place", ["start", "middle", "end"])
@pytest.mark.parametrize("name", UNUSABLE)
def test_a_character_that_cannot_be_seen_is_named_with_its_place(spoiled, name, place, capsys):
    bad = UNUSABLE[name]
    line = _line(spoiled, "observations", "four-institutes.postdocs.2024")
    text = {"start": f"{bad}note", "middle": f"no{bad}te", "end": f"note{bad}"}[place]
    _set(spoiled, "observations", line, "note_en", text)
    problem = _only(check(spoiled), "unusable_character")
    assert (problem.file, problem.row, problem.column) == ("observations.csv", line, "note_en")
    assert problem.given.startswith(f"U+{ord(bad):04X}")
    assert problem.detail == str(text.index(bad) + 1)
    assert main(["check", "--data", str(spoiled), "--lang", "ko"]) == 1
    said = capsys.readouterr().err
    assert f"observations.csv:{line}:note_en: " in said
    assert f"U+{ord(bad):04X}" in said


def test_what_else_is_wrong_with_the_row_is_said_with_it(spoiled):
    line = _line(spoiled, "observations", "mit.postdocs.2024")
    _set(spoiled, "observations", line, "note_en", "a\x00")
    _set(spoiled, "observations", line, "value", "many")
    found = {(p.column, p.code) for p in check(spoiled) if p.row == line}
    assert {("note_en", "unusable_character"), ("value", "number")} <= found


def test_such_a_character_is_found_in_every_table(spoiled):
    tables = sorted(spoiled.glob("*.csv"))
    for path in tables:
        rows = _rows(path)
        rows[1][0] += "\x00"
        _write(path, rows)
    found = [p for p in check(spoiled) if p.code == "unusable_character"]
    assert [(p.file, p.row) for p in found] == [(path.name, 2) for path in tables]


def test_nul_bytes_between_rows_and_in_the_header(spoiled):
    path = spoiled / "units.csv"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:3], b"\x00", *lines[3:]]))
    assert _only(check(spoiled), "unusable_character").row == 4
    path.write_bytes(b"\n".join([lines[0].replace(b"id", b"i\x00d"), *lines[1:]]))
    assert _only(check(spoiled), "unusable_character").row == 1


def test_a_line_break_in_a_cell_is_said_for_the_line_where_the_row_begins(spoiled):
    _set(spoiled, "units", 3, "name_en", "two\nlines")
    problem = _only(check(spoiled), "unusable_character")
    assert (problem.row, problem.column) == (3, "name_en")
    line = _line(spoiled, "units", "krw")
    _set(spoiled, "units", line, "whole", "maybe")
    # The cell with two lines puts every later row one line further down the file.
    assert _only(check(spoiled), "boolean").row == line + (line > 3)


@pytest.mark.parametrize("text", ["\\u0000", "\\u202e", "\\ud800", "\\ufffd", "\u200b", "\\b"])
def test_such_a_character_in_the_description_of_the_package(spoiled, text):
    path = spoiled / "datapackage.json"
    whole = path.read_text(encoding="utf-8")
    row = next(i for i, line in enumerate(whole.split("\n"), 1) if '"description"' in line)
    spoilt = whole.replace('"description": "', f'"description": "{text}', 1)
    path.write_text(spoilt, encoding="utf-8")
    (problem,) = check(spoiled)
    assert (problem.file, problem.row, problem.column, problem.code) == (
        "datapackage.json",
        row,
        "description",
        "unusable_character",
    )


def test_what_looks_like_one_and_is_none_passes(spoiled):
    path = spoiled / "datapackage.json"
    whole = path.read_text(encoding="utf-8")
    # A backslash before "u0000", and a pair of halves that is one character.
    text = '"description": "a \\\\u0000 \\ud83d\\udcc8 '
    path.write_text(whole.replace('"description": "', text, 1), encoding="utf-8")
    line = _line(spoiled, "observations", "four-institutes.postdocs.2024")
    _set(spoiled, "observations", line, "note_en", "“quoted” – 1,534\u00a0people · 박사후연구원")
    assert not [p for p in check(spoiled) if p.code in ("unusable_character", "not_json")]


@pytest.mark.parametrize("text", ["1_534", "１５３４", "١٥٣٤"])
def test_a_number_is_written_in_digits_that_every_program_reads(spoiled, text):
    line = _line(spoiled, "observations", "mit.postdocs.2024")
    _set(spoiled, "observations", line, "value", text)
    problem = _only(check(spoiled), "number")
    assert (problem.row, problem.column) == (line, "value")


def test_a_negative_count(spoiled):
    line = _line(spoiled, "recruitment", "host")
    _set(spoiled, "recruitment", line, "count", "-5")
    problem = _only(check(spoiled), "out_of_range")
    assert (problem.row, problem.column, problem.allowed) == (line, "count", ">= 0")


def test_a_negative_headcount(spoiled):
    line = _line(spoiled, "observations", "mit.postdocs.2024")
    _set(spoiled, "observations", line, "value", "-1534")
    problem = _only(check(spoiled), "unit_range")
    assert (problem.row, problem.column, problem.detail) == (line, "value", "persons")


def test_a_percentage_of_140(spoiled):
    line = _line(spoiled, "doctorate_stays", "intend-to-stay")
    _set(spoiled, "doctorate_stays", line, "value", "140")
    problem = _only(check(spoiled), "unit_range")
    assert (problem.file, problem.row, problem.column) == ("doctorate_stays.csv", line, "value")
    assert problem.allowed == ">= 0, <= 100"


def test_a_file_in_cp949(spoiled):
    path = spoiled / "institutions.csv"
    text = path.read_text(encoding="utf-8").replace("É", "E").replace("é", "e")
    path.write_bytes(text.encode("cp949"))
    problem = _only(check(spoiled), "not_utf8")
    assert (problem.file, problem.row, problem.column) == ("institutions.csv", 2, "name_ko")
    assert (problem.given, problem.allowed) == ("CP949", "UTF-8")


def test_an_unknown_column(spoiled):
    path = spoiled / "ppp.csv"
    rows = _rows(path)
    rows[0][0] = "land"
    _write(path, rows)
    problem = _only(check(spoiled), "unknown_column")
    assert (problem.file, problem.row, problem.column) == ("ppp.csv", 1, "land")
    assert "country" in problem.allowed
    assert _only(check(spoiled), "missing_column").column == "country"


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "code"),
    [
        ("observations", "mit.postdocs.2024", "status", "sure", "not_in_list"),
        ("observations", "mit.postdocs.2024", "value", "many", "number"),
        ("observations", "mit.postdocs.2024", "value", "nan", "number"),
        ("observations", "mit.postdocs.2024", "value", "", "status_value"),
        ("observations", "mit.postdocs.2024", "value", "1534.5", "whole"),
        ("observations", "mit.postdocs.2024", "period", "last year", "pattern"),
        ("observations", "mit.postdocs.2024", "locator", "", "required"),
        ("observations", "mit.postdocs.2024", "unit", "percent", "indicator_unit"),
        ("observations", "mit.postdocs.2024", "lower", "1", "half_range"),
        ("observations", "kaist.faculty-implied.2025", "value", "700", "range"),
        ("observations", "KR.scholar-moves-in.2016_2020.US", "partner", "XX", "unknown_country"),
        ("research_groups", "ai-llm", "lead", "kaits", "unknown_entity"),
        ("recruitment", "domestic-new-phd", "category", "alien", "not_in_list"),
        ("recruitment", "joongdo-2025-09", "count", "194", "sum"),
        ("researcher_flows", "scopus", "inflow_count", "99999999", "more_than_population"),
        ("bilateral_flows", "smd-scopus-flows", "destination", "KR", "same_country"),
        ("exchange_rates", "annual-average", "rate", "0", "out_of_range"),
        ("institutions", "four-institutes", "members", "", "aggregate_members"),
        ("known_issues", "two-counts", "expect", "791", "guard_value"),
        ("known_issues", "two-counts", "row", "nowhere", "guard_row"),
        ("institutions", "mit", "listed", "yes", "boolean"),
    ],
)
def test_spoiled_cells(spoiled, table, key, column, value, code):
    line = _line(spoiled, table, key)
    _set(spoiled, table, line, column, value)
    problem = _only(check(spoiled), code)
    assert problem.file == f"{table}.csv"
    if code != "sum":
        assert problem.row == line
    if code not in ("sum", "half_range", "status_value"):
        assert problem.column == column


def test_a_row_that_stands_twice(spoiled):
    path = spoiled / "fields.csv"
    rows = _rows(path)
    _write(path, [*rows, rows[-1]])
    problem = _only(check(spoiled), "twice")
    assert (problem.row, problem.allowed) == (len(rows) + 1, str(len(rows)))


def test_a_row_with_a_cell_too_many(spoiled):
    path = spoiled / "fields.csv"
    path.write_text(path.read_text() + "a,b,c,d\n")
    assert _only(check(spoiled), "cell_count").given == "4"


def test_a_missing_file_and_a_broken_descriptor(spoiled):
    (spoiled / "claims.csv").unlink()
    assert _only(check(spoiled), "unreadable").file == "claims.csv"
    (spoiled / "datapackage.json").write_text("{")
    assert _only(check(spoiled), "not_json").file == "datapackage.json"
    assert check(spoiled / "nowhere")[0].code == "unreadable"


def test_all_problems_come_at_once(spoiled):
    _set(spoiled, "recruitment", 2, "count", "-1")
    _set(spoiled, "fields", 2, "id", "AI MODEL")
    _set(spoiled, "units", 2, "whole", "maybe")
    files = {problem.file for problem in check(spoiled)}
    assert {"recruitment.csv", "fields.csv", "units.csv"} <= files


def test_the_command_names_the_place_and_exits_with_1(spoiled, capsys):
    line = _line(spoiled, "doctorate_stays", "intend-to-stay")
    _set(spoiled, "doctorate_stays", line, "value", "140")
    assert main(["check", "--data", str(spoiled)]) == 1
    err = capsys.readouterr().err
    assert f"doctorate_stays.csv:{line}:value: 140 is out of range for the unit percent" in err
    assert "allowed: >= 0, <= 100" in err
    assert main(["check", "--data", str(spoiled), "--lang", "ko"]) == 1
    assert "허용 범위: >= 0, <= 100" in capsys.readouterr().err
