"""All engines give equal tables of whole numbers, on generated and on real records."""

from __future__ import annotations

import gzip
import random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innocore_metrics.errors import MobilityError
from innocore_metrics.mobility import spark_tasks
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.engine import Engine
from innocore_metrics.mobility.files import FilesReader
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.rules import Rules
from tests.mobility import histories, reference
from tests.mobility.test_files import SPELLS
from tests.mobility.test_robust import INSTITUTES, spells

VARIANTS = [
    Rules(institutes=INSTITUTES),
    Rules(institutes=INSTITUTES, tie="unobserved", fill_years=1, dating="midpoint"),
    Rules(institutes=INSTITUTES, overlap="latest", roles=("postdoc",), last_year=2015),
]


@pytest.fixture(scope="module")
def spark():
    """Two executors, each a process of its own, as on a cluster."""
    pytest.importorskip("pyspark", reason="the Spark engine is an extra")
    from innocore_metrics.mobility.spark import SparkEngine, start_session

    session = start_session("local-cluster[2,1,1024]", {"spark.log.level": "ERROR"})
    yield SparkEngine()
    gateway = session.sparkContext._gateway
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


@pytest.fixture(params=["embedded", "spark"])
def engine(request) -> Engine:
    if request.param == "embedded":
        return EmbeddedEngine()
    return request.getfixturevalue("spark")


def agrees(engine, reader, records, form, variants):
    results = engine.run(reader, variants)
    for rules, result in zip(variants, results, strict=True):
        expected = {k: +v for k, v in reference.tables(records, form, rules).items()}
        assert histories.counters(result) == expected
        assert result.rules == rules.until(result.rules.last_year)
    return results


def test_spells_from_parquet(engine, tmp_path):
    records = spells(3000)
    path = tmp_path / "spells.parquet"
    pq.write_table(histories.table(records, {}), path)
    results = agrees(engine, FilesReader(path), records, "spells", VARIANTS)
    assert results[0].flows.num_rows > 50
    assert results[0].first_postdocs.num_rows > 0


def test_generated_spells_in_memory(engine):
    rng = random.Random(11)
    records = [wild(rng) for _ in range(4000)]
    reader = TableReader(histories.table(records, {}))
    results = agrees(engine, reader, records, "spells", VARIANTS)
    assert len(results[0].report.rejected) >= 7


def wild(rng):
    """Records as the generated histories have them, with every kind of fault."""
    pick = rng.choice
    return {
        "person_id": pick([*(f"p{n}" for n in range(300)), "", None]),
        "start_year": pick([*map(str, range(1995, 2015)), "2003.0", "x", None]),
        "end_year": pick([*map(str, range(2000, 2020)), "", None, "2006.5"]),
        "country": pick(["KR", "US", "JP", "NA", "kr", "UK", "Nowhere", ""]),
        "start_month": pick([None, "1", "7", "12", "13"]),
        "end_month": pick([None, "1", "6", "12"]),
        "ror_id": pick([None, histories.KAIST, f"https://ror.org/{histories.KAIST}"]),
        "organisation": pick([None, "Unist", "elsewhere"]),
        "role": pick([None, "doctorate", "postdoc", "faculty", "king"]),
        "field": pick([None, "physics", "biology", "AI", " "]),
    }


def test_a_folder_with_a_csv_of_every_fault(engine, tmp_path):
    (tmp_path / "a.csv").write_text(SPELLS, encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(
        "person_id,start_year,end_year,country\na,2010,2012,일본\n".encode("cp949")
    )
    pd.DataFrame(
        {"person_id": ["b"], "start_year": [2006], "end_year": [pd.NA], "country": ["FR"]}
    ).astype({"end_year": "Int64"}).to_parquet(tmp_path / "c.parquet")
    (result,) = engine.run(FilesReader(tmp_path), [Rules()])
    (expected,) = EmbeddedEngine().run(FilesReader(tmp_path), [Rules()])
    assert result.tables() == expected.tables()
    assert result.report == expected.report
    assert result.report.read == 11
    assert result.report.rejected["broken_line"] == 1


def test_real_moves_come_out_as_they_were_published(engine, dataset):
    """Korea's published flows, each mover as a person of their own, give the same flows."""
    flows = [flow for flow in dataset.bilateral_flows if flow.year == 2015]
    person, year, country = [], [], []
    for flow in flows:
        for _ in range(flow.moves_count):
            number = len(person) // 2
            person += [number, number]
            year += [flow.year - 1, flow.year]
            country += [flow.origin, flow.destination]
    table = pa.table({"person_id": person, "year": year, "country": country})
    (result,) = engine.run(TableReader(table), [Rules()])
    found = {(r["origin"], r["destination"]): r["persons"] for r in result.flows.to_pylist()}
    assert found == {(f.origin, f.destination): f.moves_count for f in flows}
    assert result.report.persons == sum(found.values()) > 1000


ROWS = "a,2010,KR\na,2011,US\nb,2010,일본\nb,2012,KR\nc,2010,Atlantis\n"


def odd_files(folder):
    """Person-years beside columns and in folders that must not matter."""
    rows = [line.split(",") for line in ROWS.split()]
    person, year, country = zip(*rows, strict=True)
    plain = {"person_id": person, "year": [int(y) for y in year], "country": country}
    seen = pa.array([10**18] * 5, pa.timestamp("ns"))
    unread = {
        "seen": seen,
        "of_day": seen.cast(pa.time64("ns")),
        "half": pa.array([0.5] * 5, pa.float16()),
        "Country": ["XX"] * 5,
        "spent": pa.array([1] * 5, pa.duration("ns")),
        "of": pa.array([{"year": 1}] * 5),
        "a.b`c": ["x"] * 5,
    }
    pq.write_table(pa.table({**unread, **plain}), folder / "a.parquet", row_group_size=2)
    typed = {**plain, "year": pa.array(plain["year"], pa.float32())}
    typed["country"] = pa.array(country).dictionary_encode()
    pq.write_table(pa.table(typed), folder / "b.parquet")
    header = "person_id,Country,year,`odd`.x,,,country,note,note"
    lines = [f"{p},XX,{y},,,,{c},1,2" for p, y, c in rows]
    (folder / "c.csv").write_bytes("\r\n".join([header, *lines, "short"]).encode("cp949"))
    (folder / "d.csv.gz").write_bytes(gzip.compress(("person_id,year,country\n" + ROWS).encode()))
    for year_of in ("2010", "2011", "2012"):
        inside = folder / "by_year" / f"year={year_of}"
        inside.mkdir(parents=True)
        own = [(p, c) for p, y, c in rows if y == year_of]
        table = pa.table({"person_id": [p for p, _ in own], "country": [c for _, c in own]})
        pq.write_table(table, inside / "part-0.parquet")


def test_columns_that_nobody_reads_and_folders_by_year_do_not_matter(engine, tmp_path, monkeypatch):
    if engine.name == "spark":
        from innocore_metrics.mobility import spark_input

        # Parts of files that end within a line.
        monkeypatch.setattr(spark_input, "_BYTES_A_PART", 7)
        monkeypatch.setattr(spark_input, "_ROWS_A_PART", 2)
    odd_files(tmp_path)
    reader = FilesReader(tmp_path)
    assert "seen" in reader.unused
    (result,) = engine.run(reader, [Rules()])
    moves = [(r["year"], r["origin"], r["destination"], r["persons"]) for r in flows(result)]
    assert moves == [(2011, "KR", "US", 1), (2012, "JP", "KR", 1)]
    assert result.report.read == 26
    assert result.report.rejected == {"broken_line": 1, "unknown_country": 5}
    assert result.report.unknown_countries == {"Atlantis": 5}


def flows(result):
    return result.flows.to_pylist()


def test_refusals_have_the_same_words(engine, tmp_path):
    """A file that is found out only while it is read: all problems, and no traceback."""
    table = pa.table({"person_id": ["a"] * 999, "year": [2010] * 999, "country": ["KR"] * 999})
    pq.write_table(table, tmp_path / "a.parquet", compression="none", use_dictionary=False)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[4:400] = b"\xff" * 396
    (tmp_path / "a.parquet").write_bytes(bytes(data))
    with pytest.raises(MobilityError) as caught:
        engine.run(FilesReader(tmp_path), [Rules()])
    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == (str(tmp_path / "a.parquet"), "mobility_parquet")
    assert "Traceback" not in problem.given
    (tmp_path / "a.parquet").unlink()
    csv = b"person_id,year,country\n" + b"a,2010,KR\n" * 9000 + b"a,2010,\xff\xfe\n"
    (tmp_path / "b.csv").write_bytes(csv)
    with pytest.raises(MobilityError) as caught:
        engine.run(FilesReader(tmp_path), [Rules()])
    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == (str(tmp_path / "b.csv"), "not_csv")


def test_what_stops_counting_comes_back_as_a_row_that_the_driver_raises():
    """Two ids on one number, with different checks, as a task of Spark would find them."""
    batch = pa.RecordBatch.from_pylist(
        [
            {
                "reason": -1,
                "count": 1,
                "person": 7,
                "check": check,
                "weight": 1,
                "start": 110,
                "end": 110,
                "institute": 0,
                "field": "",
                "start_month": 0,
                "end_month": 0,
                "country": 1,
                "role": 0,
            }
            for check in (1, 2)
        ],
        schema=pa.schema(
            [
                (
                    part.split()[0],
                    {"int": pa.int32(), "long": pa.int64()}.get(part.split()[1], pa.string()),
                )
                for part in spark_tasks.CLEANED.split(", ")
            ]
        ),
    )
    count = spark_tasks.counting("person-years", [Rules(last_year=2020)], ["flows"], [""])
    rows = [row for found in count(iter([batch])) for row in found.to_pylist()]
    (problem,) = spark_tasks.read_problems([row["problem"] for row in rows if row["problem"]] * 2)
    assert problem.code == "mobility_ids_collide"
