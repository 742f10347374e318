"""From a path to a reader, and the commands that write tables and check published ones."""

from __future__ import annotations

import csv
import io
import json

import pytest

from innocore_metrics.cli import main
from innocore_metrics.errors import MobilityError
from innocore_metrics.mobility.files import FilesReader
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.mobility.readers import OpenAlexReader, OrcidReader
from innocore_metrics.mobility.sources import FORMATS, open_source
from tests.mobility.test_smd import CASES, FLOWS
from tests.mobility_folder import spells
from tests.mobility_sources import (
    affiliation,
    archive,
    author,
    json_lines,
    person_id,
    record,
    summaries,
)


def orcid(path, people=40):
    """Doctors of KAIST of whom every second goes to the US and every fourth comes back."""
    records = {}
    for number in range(people):
        person = person_id(number)
        told = [
            affiliation("education", start="2008", end="2012", organisation="KAIST", role="PhD")
        ]
        if number % 2 == 0:
            told.append(
                affiliation("employment", start="2013", end="2015", country="US", role="Postdoc")
            )
        if number % 4 == 0:
            told.append(affiliation("employment", start="2016", end="2020", role="Professor"))
        records[person] = record(person, *told)
    records[person_id(people)] = b"<record"
    return archive(path, summaries(records))


def test_an_input_is_known_by_its_name(tmp_path):
    assert isinstance(open_source(orcid(tmp_path / "a.tar.gz")), OrcidReader)
    lines = json_lines(tmp_path / "authors" / "updated_date=2024-01-01" / "part_000.gz", [])
    assert isinstance(open_source(lines), OpenAlexReader)
    assert isinstance(open_source(tmp_path / "authors"), OpenAlexReader)
    table = spells(tmp_path / "own.csv", 5)
    assert isinstance(open_source(table), FilesReader)
    packed = json_lines(tmp_path / "own.csv.gz", [table.read_text()])
    assert isinstance(open_source(packed), FilesReader)
    assert isinstance(open_source(tmp_path), OrcidReader)


def test_an_input_can_be_named(tmp_path):
    lines = json_lines(tmp_path / "part.gz", [author(1, ("05apxxy63", "KR", [2010]))])
    assert open_source(lines, "openalex-spells").form == "spells"
    assert open_source(lines, "openalex").form == "person-years"
    table = spells(tmp_path / "own.csv", 5)
    assert open_source(table, "spells").form == "spells"
    with pytest.raises(MobilityError) as caught:
        open_source(table, "person-years")
    assert caught.value.problems[0].code == "mobility_other_form"
    with pytest.raises(MobilityError) as caught:
        open_source(tmp_path / "missing.csv")
    assert caught.value.problems[0].code == "mobility_no_file"
    assert FORMATS[0] == "auto"


def test_from_an_archive_to_what_the_dashboard_shows(tmp_path, dataset, capsys):
    path, out = orcid(tmp_path / "a.tar.gz"), tmp_path / "tables"
    command = ["mobility", "tables", str(path), "--out", str(out), "--institutes", "KAIST"]
    assert main([*command, "--lang", "ko"]) == 0
    said = capsys.readouterr()
    assert "INNOCORE_MOBILITY_DIR" in said.out
    assert "71" in said.err
    view = read_folder(out, institute_names(dataset))
    assert (view.report.read, view.report.rejected) == (71, {"broken_line": 1})
    moved = {(row.year, row.inflow, row.outflow) for row in view.years if row.inflow or row.outflow}
    assert moved == {(2013, 0, 20), (2016, 10, 0)}
    assert [(row.partner, row.persons) for row in view.moves if row.direction == "out"] == [
        ("US", 20)
    ]
    first = {(row.destination, row.persons) for row in view.postdocs}
    assert first == {("US", 20), ("", 20)}
    assert len(view.variants) > 10
    assert view.variants[0].rule == ""


def test_without_other_rules_nothing_is_said_of_them(tmp_path, dataset):
    out = tmp_path / "tables"
    table = str(spells(tmp_path / "own.csv", 50))
    assert main(["mobility", "tables", table, "--out", str(out), "--no-sensitivity"]) == 0
    assert not (out / "sensitivity.parquet").exists()
    assert read_folder(out, institute_names(dataset)).variants == ()


def test_an_archive_cut_short_ends_with_its_reason_and_no_tables(tmp_path, capsys):
    path = orcid(tmp_path / "a.tar.gz")
    path.write_bytes(path.read_bytes()[:-9])
    out = tmp_path / "tables"
    assert main(["mobility", "tables", str(path), "--out", str(out), "--lang", "en"]) == 1
    assert "41 entries could be read" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_published_counts_get_rates_and_what_became_of_rows_is_told(capsys, lang):
    assert main(["mobility", "published", str(CASES), "--lang", lang]) == 0
    said = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert len(rows) == 44
    row = next(row for row in rows if row["country"] == "AE" and row["year"] == "2018")
    assert float(row["net_rate_per_1000"]) == pytest.approx(47.87635)
    assert row["incomplete"] == "False"
    empty = next(row for row in rows if row["country"] == "AE" and row["year"] == "2022")
    assert (empty["net_rate_per_1000"], empty["incomplete"]) == ("", "True")
    assert "40 " in said.err
    assert len(said.err.splitlines()) == 3


def test_published_flows_come_as_they_are(tmp_path, capsys):
    path = tmp_path / "flows.csv"
    path.write_text(FLOWS)
    assert main(["mobility", "published", str(path), "--format", "json"]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert [(r["origin"], r["destination"], r["few"]) for r in rows] == [
        ("KR", "US", False),
        ("NA", "ZA", True),
    ]
    assert "starts of a career" in said.err


def test_withheld_cells_of_ncses_are_told(tmp_path, capsys):
    path = tmp_path / "plans.csv"
    path.write_text(
        "table,level1,label,period,recipients,plan_to_stay_pct,definite_to_stay_pct\n"
        "T,A,B,2010-13,12,s,50\n"
    )
    assert main(["mobility", "published", str(path), "--source", "ncses"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 3
    assert "1 cells withheld by NCSES" in said.err
