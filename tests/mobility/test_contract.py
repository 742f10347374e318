"""All engines give equal tables of whole numbers, on generated and on real records."""

from __future__ import annotations

import random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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
