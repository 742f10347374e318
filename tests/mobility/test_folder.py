"""Tables in a folder: written by the engine's run, read back as what the dashboard shows."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from innocore_metrics.dataset import OWN_SOURCE, with_mobility
from innocore_metrics.errors import MobilityError
from innocore_metrics.indicators import own
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.folder import write_folder
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.rules import Rules
from tests.mobility_folder import INSTITUTES, tables

PARTS = ("persons", "observed", "present", "elsewhere", "unobserved", "returned")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tables(tmp_path_factory.mktemp("own") / "tables", people=900)


@pytest.fixture(scope="module")
def view(folder, dataset):
    return read_folder(folder, institute_names(dataset))


def test_counts_are_those_of_the_tables(folder, view):
    flows = pq.read_table(folder / "flows.parquet").to_pylist()
    into, out = Counter(), Counter()
    for row in flows:
        into[row["year"]] += row["persons"] if row["destination"] == "KR" else 0
        out[row["year"]] += row["persons"] if row["origin"] == "KR" else 0
    people = {
        row["year"]: row["persons"]
        for row in pq.read_table(folder / "population.parquet").to_pylist()
        if row["country"] == "KR"
    }
    assert len(view.years) > 20
    for row in view.years:
        assert (row.persons, row.inflow, row.outflow) == (
            people.get(row.year, 0),
            into[row.year],
            out[row.year],
        )


def test_institutes_are_known_by_name_and_have_their_ids(view):
    assert set(view.institutes) == {name.lower() for name in INSTITUTES}
    assert {row.institute for row in view.moves} == set(view.institutes)


def test_institutes_are_known_by_any_name_or_id(dataset):
    names = institute_names(dataset)
    for given in (
        "한국과학기술원",
        "korea advanced institute of science and technology",
        "05apxxy63",
    ):
        assert names[given] == "kaist"


def test_an_institute_that_nobody_listed_keeps_its_name(tmp_path, folder, dataset):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    moves = pq.read_table(folder / "institute_moves.parquet")
    renamed = moves.set_column(0, "institute", [["Seoul National University"] * len(moves)])
    pq.write_table(renamed, tmp_path / "institute_moves.parquet")
    found = read_folder(tmp_path, institute_names(dataset))
    assert "Seoul National University" in found.institutes.values()


def test_csv_reads_as_parquet_does(tmp_path, folder, view, dataset):
    for file in folder.glob("*.parquet"):
        pa_csv.write_csv(pq.read_table(file), tmp_path / f"{file.stem}.csv")
    (tmp_path / "result.json").write_bytes((folder / "result.json").read_bytes())
    found = read_folder(tmp_path, institute_names(dataset))
    assert found.years == view.years
    assert found.postdocs == view.postdocs
    assert found.variants == view.variants


def test_namibia_survives_csv(tmp_path, folder, dataset):
    (tmp_path / "result.json").write_bytes((folder / "result.json").read_bytes())
    (tmp_path / "population.csv").write_text("year,country,persons,observed\n2010,KR,30,30\n")
    (tmp_path / "flows.csv").write_text("year,origin,destination,persons\n2010,NA,KR,7\n")
    (row,) = read_folder(tmp_path, institute_names(dataset)).flows
    assert (row.origin, row.persons) == ("NA", 7)


def test_small_cells_are_withheld_where_the_rules_ask_for_it(tmp_path, dataset):
    found = read_folder(tables(tmp_path / "t", people=300, suppress=True), institute_names(dataset))
    assert any(row.persons is None for row in found.flows)
    assert all(row.persons is None or not 0 < row.persons < 5 for row in found.flows)
    assert all(row.persons is None or not 0 < row.persons < 5 for row in found.moves)


def test_moves_of_a_year_are_withheld_where_a_part_of_them_is(tmp_path, dataset):
    found = read_folder(tables(tmp_path / "t", people=300, suppress=True), institute_names(dataset))
    withheld = 0
    for year in found.years:
        cells = [r.persons for r in found.flows if (r.year, r.destination) == (year.year, "KR")]
        least = sum(count if count is not None else 1 for count in cells)
        assert year.inflow_least == least
        assert year.inflow == (None if None in cells else least)
        withheld += None in cells
    assert withheld > 5


def test_a_sum_over_years_with_a_withheld_year_is_withheld(tmp_path, dataset):
    found = read_folder(tables(tmp_path / "t", people=300, suppress=True), institute_names(dataset))
    assert len(found.variants) > 5
    assert {(v.inflow, v.outflow) for v in found.variants} == {(None, None)}


def test_how_many_people_there_are_is_withheld_with_a_part_of_the_population(tmp_path, dataset):
    folder = tables(tmp_path / "t", people=300, suppress=True)
    report = json.loads((folder / "result.json").read_text())["report"]
    assert (report["persons"], report["person_years"], report["notes"]) == (None, None, {})
    assert report["read"] == report["kept"] + 3
    assert read_folder(folder, institute_names(dataset)).report.persons is None


def test_few_is_what_the_rules_of_the_folder_say(tmp_path, dataset):
    for below in (5, 12):
        folder = tables(tmp_path / f"t{below}", people=300, few_below=below)
        found = read_folder(folder, institute_names(dataset))
        beside = with_mobility(dataset, found)
        balances, _ = own.partners(beside, 2005, 2020)
        figures = [f for three in balances.values() for f in three[:2]]
        figures += own.institute_out(beside, list(found.institutes), 2005, 2020)
        assert any(f.few for f in figures)
        assert all(f.few == (0 < f.number < below) for f in figures)


def test_no_part_of_a_withheld_row_is_written(tmp_path):
    folder = tables(tmp_path / "t", people=300, suppress=True)
    for file in folder.glob("*.parquet"):
        if file.stem == "sensitivity":
            continue
        for row in pq.read_table(file).to_pylist():
            counts = {k: v for k, v in row.items() if k in PARTS}
            if None in counts.values():
                assert set(counts.values()) == {None}
                continue
            rests = [row["persons"] - value for value in counts.values()]
            assert all(not 0 < value < 5 for value in (*counts.values(), *rests)), (file, row)
    assert pq.read_table(folder / "flow_groups.parquet").num_rows == 0


def test_other_rules_are_compared_over_the_same_years(tmp_path):
    """A rule that leaves out the oldest records must not move the years that are compared."""
    spell = {"start_year": 2000, "end_year": 2010, "country": "KR"}
    rows = [{"person_id": f"p{number}", **spell} for number in range(3)]
    rows.append({"person_id": "old", "start_year": 1980, "end_year": None, "country": "KR"})
    reader = TableReader(pa.Table.from_pylist(rows))
    rules = Rules(last_year=2020)
    plain, dropped = EmbeddedEngine().run(reader, [rules, replace(rules, open_end="drop")])
    tried = [("", None, plain), ("open_end", "drop", dropped)]
    write_folder(plain, tmp_path / "t", engine="embedded 0", made="2026-11-01", tried=tried)
    found = pq.read_table(tmp_path / "t" / "sensitivity.parquet").to_pylist()
    # Person-years from 1982 to 2018: those of three persons, and the 37 of the one left out.
    assert [row["persons"] for row in found] == [3 * 11 + 37, 3 * 11]


def test_everything_wrong_with_a_folder_is_told_at_once(tmp_path, folder, dataset):
    (tmp_path / "result.json").write_bytes((folder / "result.json").read_bytes())
    (tmp_path / "flows.csv").write_text("year,origin\n2010,KR\n")
    (tmp_path / "stays.parquet").write_bytes(b"nothing")
    with pytest.raises(MobilityError) as caught:
        read_folder(tmp_path, institute_names(dataset))
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"mobility_no_table", "missing_column", "mobility_unreadable"}


@pytest.mark.parametrize("text", [None, "{", "[]", '{"rules": {}, "report": {"read": 1}}'])
def test_a_folder_that_does_not_say_what_it_is_is_refused(tmp_path, dataset, text):
    if text is not None:
        (tmp_path / "result.json").write_text(text)
    with pytest.raises(MobilityError) as caught:
        read_folder(tmp_path, institute_names(dataset))
    assert caught.value.problems[0].code == "mobility_no_result"


def test_own_figures_never_share_an_indicator_or_source_with_published_ones(dataset, view):
    beside = with_mobility(dataset, view)
    figures = own.own_figures(beside)
    assert figures
    assert {figure.sources for figure in figures} == {(OWN_SOURCE,)}
    assert all(figure.indicator.startswith("own-") for figure in figures)
    assert own.own_figures(dataset) == ()
    assert beside.version.startswith(f"{dataset.version}-own.")
    assert with_mobility(dataset, None) is dataset


def test_no_person_is_in_a_folder(folder):
    for file in folder.glob("*.parquet"):
        for column in pq.read_table(file).columns:
            assert not any(str(value).startswith("p0") for value in column.to_pylist())
    assert "p0" not in json.dumps(json.loads((folder / "result.json").read_text()))


def test_first_postdocs_add_up(view, dataset):
    found = own.first_postdocs(with_mobility(dataset, view), list(view.institutes), 0, 9999)
    total = sum(row.persons for row in view.postdocs)
    assert sum(figure.number for figures in found.values() for figure in figures) == total


def test_records_add_up(view, dataset):
    figures = own.records(with_mobility(dataset, view))
    assert sum(figure.number for figure in figures) == view.report.read
    assert {figure.group for figure in figures} == {
        "record-kept",
        "record-end_before_start",
        "record-unknown_country",
        "record-no_year",
    }
