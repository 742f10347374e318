"""CSV, Parquet and folders, written by other programs and spoiled by hand."""

from __future__ import annotations

import gzip

import pandas as pd
import pyarrow as pa
import pytest

from innocore_metrics.errors import MobilityError
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sources import open_source

SPELLS = """person_id,start_year,end_year,country,role,note
a,2001,2003,KR,doctorate,x
a,2004,,US,postdoc,x
b,2001,2005,NA,faculty,x
c,2005,2001,KR,faculty,x
d,2001,2002,Atlantis,faculty,x
broken,line
e,20x1,2002,KR,faculty,x
f,2001,2002,UK,faculty,x
,2001,2002,KR,faculty,x
"""


def run(path, **rules):
    reader = open_source(path)
    return EmbeddedEngine().run(reader, [Rules(**rules)])[0], reader


def test_every_wrong_record_is_counted_by_reason(tmp_path):
    path = tmp_path / "spells.csv"
    path.write_text(SPELLS, encoding="utf-8")
    result, reader = run(path)
    assert result.report.read == 9
    assert result.report.rejected == {
        "broken_line": 1,
        "end_before_start": 1,
        "unknown_country": 1,
        "bad_year": 1,
        "no_person": 1,
    }
    assert result.report.notes["country_renamed"] == 1
    assert result.report.kept == 4
    assert reader.unused == ("note",)
    # NA is Namibia, not a missing value.
    countries = set(result.population.column("country").to_pylist())
    assert countries == {"KR", "US", "NA", "GB"}
    assert result.flows.to_pylist() == [
        {"year": 2004, "origin": "KR", "destination": "US", "persons": 1}
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_and_line_ends_of_korean_offices(tmp_path, encoding, ending):
    text = "person_id,year,country\n홍길동,2020,한국\n홍길동,2021,미국\n".replace("\n", ending)
    path = tmp_path / "years.csv"
    path.write_bytes(text.encode(encoding))
    result, _ = run(path)
    assert result.report.rejected == {}
    assert result.flows.to_pylist()[0]["destination"] == "US"


def test_one_record_in_all_formats_gives_one_result(tmp_path):
    frame = pd.DataFrame(
        {"person_id": [1, 1, 2], "year": [2019, 2020, 2020], "country": ["KR", "US", "JP"]}
    )
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.csv.gz", index=False)
    frame.to_parquet(tmp_path / "C.PARQUET")
    # As pandas leaves a column of whole numbers that once had a gap.
    frame.astype({"year": float, "person_id": float}).to_parquet(tmp_path / "d.parquet")
    results = [run(path)[0] for path in sorted(tmp_path.iterdir())]
    assert len(results) == 4
    assert all(result.tables() == results[0].tables() for result in results)


def test_a_folder_is_read_whole_and_persons_are_joined_across_files(tmp_path):
    pd.DataFrame({"person_id": ["7"], "year": [2019], "country": ["KR"]}).to_csv(
        tmp_path / "a.csv", index=False
    )
    (tmp_path / "deep").mkdir()
    pd.DataFrame({"person_id": [7], "year": [2020], "country": ["US"]}).to_parquet(
        tmp_path / "deep" / "b.parquet"
    )
    (tmp_path / "_SUCCESS").touch()
    result, _ = run(tmp_path)
    assert result.report.persons == 1
    assert result.flows.num_rows == 1


def refused(path):
    with pytest.raises(MobilityError) as caught:
        run(path)
    return [problem.code for problem in caught.value.problems]


def test_a_truncated_archive_is_refused(tmp_path):
    path = tmp_path / "years.csv.gz"
    lines = "".join(f"p{n},2020,KR\n" for n in range(50_000))
    path.write_bytes(gzip.compress(f"person_id,year,country\n{lines}".encode())[:-2000])
    assert refused(path) == ["not_csv"]


def test_a_truncated_parquet_file_is_refused(tmp_path):
    path = tmp_path / "years.parquet"
    pd.DataFrame({"person_id": [1], "year": [2019], "country": ["KR"]}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    assert refused(path) == ["mobility_parquet"]


def test_what_cannot_be_read_is_said_at_once(tmp_path):
    assert refused(tmp_path / "nothing.csv") == ["mobility_no_file"]
    assert refused(tmp_path) == ["mobility_no_files"]
    (tmp_path / "a.csv").write_text("person_id,year\n1,2020\n")
    (tmp_path / "b.csv").write_text("person_id,person_id,year,country\n")
    (tmp_path / "c.csv").write_text("")
    assert refused(tmp_path) == ["missing_column", "column_twice", "no_header"]
    other = tmp_path / "a.xlsx"
    other.touch()
    assert refused(other) == ["mobility_file_type"]


def test_a_folder_of_both_forms_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("person_id,year,country\n1,2020,KR\n")
    (tmp_path / "b.csv").write_text("person_id,start_year,end_year,country\n1,2020,,KR\n")
    assert refused(tmp_path) == ["mobility_mixed_forms"]


def test_broken_lines_at_the_end_are_counted_too(tmp_path):
    path = tmp_path / "years.csv"
    path.write_text("person_id,year,country\nbroken\n")
    result, _ = run(path)
    assert result.report.rejected == {"broken_line": 1}
    assert result.report.read == 1


def test_a_list_in_place_of_a_cell_is_refused(tmp_path):
    import pyarrow.parquet as pq

    table = pa.table({"person_id": [[1]], "year": [2020], "country": ["KR"]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert refused(tmp_path / "a.parquet") == ["mobility_column"]
