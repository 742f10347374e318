"""OpenAlex authors: person-years and spells out of JSON lines; authors made up."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innocore_metrics.cli import main
from innocore_metrics.errors import MobilityError
from innocore_metrics.mobility.readers import OpenAlexReader
from innocore_metrics.mobility.sources import open_source
from tests.mobility_sources import author, json_lines

MOVER = author(
    7,
    ("05apxxy63", "KR", [2010, 2011]),
    ("04h9pn542", "kr", [2011]),
    ("042nb2s44", "US", [2012, 2015]),
)


def rows(path, form="person-years"):
    reader = OpenAlexReader(path, form)
    found, rejected = [], {}
    for chunk in reader.chunks():
        found += [tuple(row.values()) for row in chunk.batch.to_pylist()]
        for reason, count in chunk.rejected.items():
            rejected[reason] = rejected.get(reason, 0) + count
    return found, rejected, reader


def test_institutions_of_a_country_weigh_together(tmp_path):
    found, rejected, _ = rows(json_lines(tmp_path / "part_000.gz", [MOVER]))
    assert not rejected
    assert sorted(found) == [
        ("A7", 2010, "KR", 1),
        ("A7", 2011, "KR", 2),
        ("A7", 2012, "US", 1),
        ("A7", 2015, "US", 1),
    ]


def test_spells_are_runs_of_years_at_an_institution(tmp_path):
    found, _, _ = rows(json_lines(tmp_path / "part_000.gz", [MOVER]), "spells")
    assert [(row[1], row[2], row[3], row[6]) for row in found] == [
        (2010, 2011, "KR", "05apxxy63"),
        (2011, 2011, "KR", "04h9pn542"),
        (2012, 2012, "US", "042nb2s44"),
        (2015, 2015, "US", "042nb2s44"),
    ]


def test_a_folder_of_parts_is_read_and_its_lists_are_not(tmp_path):
    for day, number in (("2024-01-02", 2), ("2024-01-01", 1)):
        part = tmp_path / "authors" / f"updated_date={day}" / "part_000.gz"
        json_lines(part, [author(number, ("x", "KR", [2020]))])
    (tmp_path / "authors" / "manifest.json").write_text("{}")
    json_lines(tmp_path / "merged_ids" / "authors" / "2024-01-01.csv.gz", ["a,b"])
    assert [row[0] for row in rows(tmp_path)[0]] == ["A1", "A2"]


def test_broken_lines_are_counted_and_the_rest_is_read(tmp_path):
    bad = ["{", "[]", "null", '{"affiliations": []}', '{"id": "A1", "affiliations": 3}', "[" * 9999]
    bad.append('{"id": "A1", "affiliations": [{"institution": {}, "years": ["x"]}]}')
    found, rejected, _ = rows(json_lines(tmp_path / "p.gz", [*bad, "", MOVER]))
    assert rejected == {"broken_line": len(bad)}
    assert len(found) == 4


def test_an_institution_without_a_country_is_left_to_the_engine(tmp_path):
    line = author(1, ("x", None, [2020]))
    assert rows(json_lines(tmp_path / "p.gz", [line]))[0] == [("A1", 2020, "", 1)]


def test_authors_of_old_files_have_nothing_to_count(tmp_path):
    old = {"id": "https://openalex.org/A1", "last_known_institution": {"country_code": "KR"}}
    found, rejected, reader = rows(json_lines(tmp_path / "p.gz", [old]))
    assert not found
    assert not rejected
    assert reader.skipped == {"no_affiliations": 1}


def test_a_file_cut_short_is_refused(tmp_path):
    path = json_lines(tmp_path / "p.gz", [author(n, ("x", "KR", [n])) for n in range(500)])
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(MobilityError) as caught:
        rows(path)
    assert caught.value.problems[0].code == "mobility_truncated"


def test_parquet_says_the_same_as_json_lines(tmp_path):
    authors = [MOVER, author(8, ("x", None, [2001]))]
    lines = json_lines(tmp_path / "p.gz", authors)
    pq.write_table(pa.Table.from_pylist(authors), tmp_path / "p.parquet")
    for form in ("person-years", "spells"):
        assert rows(tmp_path / "p.parquet", form)[:2] == rows(lines, form)[:2]


def test_parquet_of_something_else_is_refused(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "p.parquet")
    (tmp_path / "q.parquet").write_bytes(b"PAR1")
    for name in ("p.parquet", "q.parquet"):
        with pytest.raises(MobilityError) as caught:
            rows(tmp_path / name)
        assert caught.value.problems[0].code == "mobility_parquet"


def test_a_line_too_long_is_counted(tmp_path, monkeypatch):
    from innocore_metrics.mobility.readers import openalex

    monkeypatch.setattr(openalex, "LONGEST_LINE", 2000)
    path = json_lines(tmp_path / "p.gz", ["x" * 5000, MOVER, "y" * 2001, "z" * 2000])
    found, rejected, _ = rows(path)
    assert rejected == {"broken_line": 3}
    assert len(found) == 4


AUTHORS = [MOVER, author(8, ("x", "DE", [2001]))]
ANSWER = {"meta": {"count": 93011659, "page": 1}, "results": AUTHORS, "group_by": []}
DOCUMENTS = {
    "an array on one line": json.dumps(AUTHORS),
    "an array over lines": json.dumps(AUTHORS, indent=2),
    "a page of the interface's answer": json.dumps(ANSWER),
    "a page over lines": json.dumps(ANSWER, indent=1),
    "a page a line": "\n".join(json.dumps({**ANSWER, "results": [one]}) for one in AUTHORS),
    "an array a line": "\n".join(json.dumps([one]) for one in AUTHORS),
    "with a mark at its head": "\ufeff" + json.dumps(AUTHORS, indent=1),
}


@pytest.mark.parametrize("what", DOCUMENTS)
@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_answers_of_the_interface_say_the_same_as_lines(tmp_path, what, name):
    expected = rows(json_lines(tmp_path / "p.gz", AUTHORS))[:2]
    path = tmp_path / name
    data = DOCUMENTS[what].encode()
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert rows(path)[:2] == expected
    assert len(expected[0]) == 5


def test_one_author_over_lines_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(MOVER, indent=4))
    assert rows(path)[:2] == rows(json_lines(tmp_path / "p.gz", [MOVER]))[:2]


def test_a_long_array_is_read_in_little_memory_and_not_cut_short(tmp_path, monkeypatch):
    from innocore_metrics.mobility.readers import json_documents, openalex

    monkeypatch.setattr(openalex, "LONGEST_LINE", 3000)
    monkeypatch.setattr(json_documents, "_CHUNK", 100)
    path = tmp_path / "a.json"
    text = json.dumps([author(n, ("x", "KR", [2000])) for n in range(200)])
    path.write_text(text)
    assert len(rows(path)[0]) == 200
    path.write_text(text[:-9])
    with pytest.raises(MobilityError) as caught:
        rows(path)
    assert (caught.value.problems[0].code, caught.value.problems[0].given) == (
        "mobility_truncated",
        "199",
    )


OTHERS = {
    "works": {"id": "https://openalex.org/W1", "authorships": []},
    "institutions": {"id": "https://openalex.org/I1", "country_code": "KR"},
    "group_by": {"meta": {}, "results": [], "group_by": [{"key": "KR", "count": 9}]},
    "error: Invalid query": {"error": "Invalid query", "message": "no such filter"},
    "ORCID JSON": {"orcid-identifier": {"path": "0000"}, "person": {}},
}


@pytest.mark.parametrize(("what", "value"), OTHERS.items())
@pytest.mark.parametrize("indent", [None, 1])
def test_what_holds_no_authors_is_named(tmp_path, what, value, indent):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value, indent=indent))
    with pytest.raises(MobilityError) as caught:
        rows(path)
    problem = caught.value.problems[0]
    assert (problem.code, problem.given) == ("mobility_openalex_other", what)


def test_both_editions_of_a_snapshot_are_refused(tmp_path):
    pq.write_table(pa.Table.from_pylist(AUTHORS), tmp_path / "part_0000.parquet")
    json_lines(tmp_path / "part_0000.gz", AUTHORS)
    with pytest.raises(MobilityError) as caught:
        open_source(tmp_path)
    assert caught.value.problems[0].code == "mobility_openalex_both"
    assert "part_0000.parquet, part_0000.gz" in caught.value.problems[0].given


def test_of_a_whole_snapshot_only_authors_are_read(tmp_path):
    json_lines(tmp_path / "jsonl" / "works" / "updated_date=2026-06-24" / "part_0000.gz", ["{}"])
    part = tmp_path / "jsonl" / "authors" / "updated_date=2026-06-24" / "part_0000.gz"
    json_lines(part, AUTHORS)
    (tmp_path / "jsonl" / "manifest.json").write_text("{}")
    assert len(rows(tmp_path)[0]) == 5


def test_the_parquet_edition_is_known_by_its_columns(tmp_path):
    pq.write_table(pa.Table.from_pylist(AUTHORS), tmp_path / "part_0000.parquet")
    for path in (tmp_path, tmp_path / "part_0000.parquet"):
        assert isinstance(open_source(path), OpenAlexReader)


def test_authors_without_affiliations_are_no_quiet_success(tmp_path, capsys):
    path = json_lines(tmp_path / "p.gz", [{"id": "https://openalex.org/A1", "works_count": 3}])
    assert main(["mobility", "flows", str(path), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert "authors without affiliations, who cannot be placed: 1" in said
