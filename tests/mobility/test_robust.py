"""Large, lopsided, spoiled and interrupted input: counted or refused, never silently wrong."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innocore_metrics.errors import MobilityError
from innocore_metrics.mobility import embedded, identity, observing, spill
from innocore_metrics.mobility.cleaning import RECORD
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.observing import MOST_PERSONS, observe
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.tallies import Tallies
from tests.mobility import histories, reference

ROOT = Path(__file__).resolve().parents[2]
INSTITUTES = (histories.KAIST, "UNIST")


def engine(table, **rules):
    (result,) = EmbeddedEngine().run(TableReader(table), [Rules(**rules)])
    return result


def spells(count, persons=400):
    rng = random.Random(7)
    records = []
    for _ in range(count):
        start = rng.randint(1990, 2020)
        records.append(
            {
                "person_id": f"person {rng.randrange(persons)}",
                "start_year": str(start),
                "end_year": rng.choice([None, str(start + rng.randrange(9))]),
                "country": rng.choice(["KR", "US", "JP", "DE", "??"]),
                "start_month": rng.choice([None, "3", "9"]),
                "end_month": rng.choice([None, "2", "8"]),
                "ror_id": rng.choice([None, histories.KAIST]),
                "organisation": rng.choice([None, "UNIST"]),
                "role": rng.choice(["doctorate", "postdoc", "faculty"]),
                "field": rng.choice(["physics", "biology", ""]),
            }
        )
    return records


def person_years(rows, persons):
    rng = np.random.default_rng(3)
    return pa.table(
        {
            "person_id": rng.integers(0, persons, rows) * 1_000_003,
            "year": rng.integers(1990, 2020, rows).astype(np.int32),
            "country": np.array(["KR", "US", "JP", "CN"])[rng.integers(0, 4, rows)],
        }
    )


@pytest.fixture
def small_steps(monkeypatch):
    """Blocks so small that buckets take several passes and spells several steps."""
    monkeypatch.setattr(spill, "NARROW_BLOCK", 64)
    monkeypatch.setattr(spill, "WIDE_BLOCK", 64)
    monkeypatch.setattr(observing, "_STEP", 32)


@pytest.mark.usefixtures("small_steps")
def test_buckets_larger_than_memory_allows_are_counted_in_passes():
    records = spells(3000)
    rules = Rules(institutes=INSTITUTES)
    (result,) = EmbeddedEngine().run(TableReader(histories.table(records, {})), [rules])
    expected = {k: +v for k, v in reference.tables(records, "spells", rules).items()}
    assert histories.counters(result) == expected


@pytest.mark.usefixtures("small_steps")
def test_packed_person_years_are_counted_in_passes():
    table = person_years(4000, 300)
    (result,) = EmbeddedEngine().run(TableReader(table), [Rules()])
    expected = reference.tables(table.to_pylist(), "person-years", Rules())
    assert histories.counters(result) == {k: +v for k, v in expected.items()}


def test_text_ids_and_number_ids_are_the_same_persons():
    table = person_years(5000, 300)
    as_text = table.set_column(0, "person_id", table.column(0).cast(pa.string()))
    assert engine(table).tables() == engine(as_text).tables()


def test_the_order_of_records_does_not_matter():
    records = spells(2000)
    first = engine(histories.table(records, {}), institutes=INSTITUTES)
    random.Random(1).shuffle(records)
    second = engine(histories.table(records, {}), institutes=INSTITUTES)
    assert first.tables() == second.tables()
    assert first.report == second.report


def test_a_person_with_ten_thousand_spells_is_one_person():
    records = spells(10_000, persons=1)
    rules = Rules(institutes=INSTITUTES)
    result = engine(histories.table(records, {}), institutes=INSTITUTES)
    assert result.report.persons == 1
    expected = {k: +v for k, v in reference.tables(records, "spells", rules).items()}
    assert histories.counters(result) == expected


@pytest.mark.usefixtures("small_steps")
def test_all_records_of_one_person():
    table = person_years(6000, 1)
    result = engine(table)
    assert result.report.persons == 1
    expected = reference.tables(table.to_pylist(), "person-years", Rules())
    assert histories.counters(result) == {k: +v for k, v in expected.items()}


@pytest.mark.parametrize("kept", [0, 1000, 20_000])
def test_what_does_not_fit_in_memory_goes_to_disk(monkeypatch, kept):
    table = person_years(5000, 300)
    expected = EmbeddedEngine().run(TableReader(table, rows=100), [Rules()])[0]
    monkeypatch.setattr(embedded, "_KEPT_BYTES", kept)
    found = EmbeddedEngine().run(TableReader(table, rows=100), [Rules()])[0]
    assert found.tables() == expected.tables()
    assert found.report == expected.report


def test_no_record_at_all_gives_empty_tables():
    table = person_years(10, 2).slice(0, 0)
    result = engine(table)
    assert all(table.num_rows == 0 for table in result.tables().values())
    assert result.report.read == 0


def test_more_persons_than_can_be_told_apart_are_refused():
    persons = np.arange(MOST_PERSONS + 1, dtype=np.uint64)
    last = np.zeros(1, RECORD)
    last["person"], last["weight"], last["country"] = MOST_PERSONS - 1, 1, 5
    rules = Rules(last_year=1950)
    with pytest.raises(MobilityError) as caught:
        observe([last], persons, "person-years", rules, Tallies())
    (problem,) = caught.value.problems
    assert (problem.code, problem.given) == ("mobility_many_persons", str(MOST_PERSONS + 1))
    seen = observe([last], persons[:-1], "person-years", rules, Tallies())
    assert seen.keys.tolist() == [(MOST_PERSONS - 1) << 16 | 5]


def test_two_ids_that_cannot_be_told_apart_are_refused(monkeypatch):
    real = identity._hashes

    def weak(buffer, starts, lengths):
        numbers, checks = real(buffer, starts, lengths)
        return numbers & np.uint64(0xF), checks

    monkeypatch.setattr(identity, "_hashes", weak)
    with pytest.raises(MobilityError, match="mobility_ids_collide"):
        engine(histories.table(spells(200), {}))


def test_numbers_of_text_ids_differ_in_every_letter_and_length():
    ids = [f"{a}{b}" for a in ("", "0", "0000-0002-1825-009", "x" * 40) for b in "0123456789X"]
    numbers = identity.persons(pa.array(ids)).numbers
    assert len(set(numbers.tolist())) == len(set(ids))
    # Part of a larger array: nothing outside the part may count.
    part = identity.persons(pa.array(["before", *ids, "after"]).slice(1, len(ids))).numbers
    assert np.array_equal(part, numbers)


def test_too_many_fields_are_refused():
    records = [{**spells(1)[0], "country": "KR", "field": f"field {n}"} for n in range(4200)]
    with pytest.raises(MobilityError, match="mobility_fields"):
        engine(histories.table(records, {}))


def test_wrong_rules_are_all_named():
    with pytest.raises(MobilityError) as caught:
        Rules(tie="coin", fill_years=-1, roles=("king",), horizons=(0,), few_below=0)
    found = {problem.column for problem in caught.value.problems}
    assert found == {"tie", "fill_years", "roles", "horizons", "few_below"}


def test_sets_of_rules_for_one_run_must_name_the_same_institutes():
    variants = [Rules(), Rules(institutes=("KAIST",))]
    with pytest.raises(MobilityError, match="mobility_variants"):
        EmbeddedEngine().run(TableReader(person_years(10, 2)), variants)


def test_two_runs_cannot_work_in_one_folder(tmp_path):
    with spill.Spill(tmp_path), pytest.raises(MobilityError, match="mobility_work_busy"):
        EmbeddedEngine().run(TableReader(person_years(10, 2)), [Rules()], work=tmp_path)


CHILD = """
import sys, time
from pathlib import Path
from innocore_metrics.mobility import embedded, files, scattering
from innocore_metrics.mobility.rules import Rules
files._ROWS = 2000
scattering._SECONDS_BETWEEN_SAVES = embedded._SECONDS_BETWEEN_SAVES = 0
def show(stage, done, total):
    print(stage, done, flush=True)
    time.sleep(0.02)
reader = files.FilesReader(Path(sys.argv[1]))
rules = Rules(institutes=("KAIST",))
embedded.EmbeddedEngine().run(reader, [rules], progress=show, work=Path(sys.argv[2]))
"""


def killed(source, work, stage, after):
    """Run until ``after`` lines of ``stage`` have come, then kill -9. False if it ended first."""
    command = [sys.executable, "-c", CHILD, str(source), str(work)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        for line in child.stdout:
            after -= line.startswith(stage)
            if not after:
                child.send_signal(signal.SIGKILL)
                return True
    assert child.returncode == 0
    return False


@pytest.mark.parametrize("form", ["spells", "person-years"])
def test_a_killed_run_goes_on_and_gives_the_same_tables(form, tmp_path):
    source, work = tmp_path / "records.parquet", tmp_path / "work"
    table = histories.table(spells(20_000), {}) if form == "spells" else person_years(40_000, 900)
    pq.write_table(table, source)
    assert killed(source, work, "reading", 3)
    before = json.loads((work / "manifest.json").read_text())
    assert before["chunks"] >= 2
    assert killed(source, work, "reading", 3)
    assert json.loads((work / "manifest.json").read_text())["chunks"] > before["chunks"]
    assert killed(source, work, "counting", 3)
    assert list(work.glob("counts-*"))
    assert killed(source, work, "counting", 3)
    rules = Rules(institutes=("KAIST",))
    (resumed,) = EmbeddedEngine().run(open_file(source), [rules], work=work)
    (whole,) = EmbeddedEngine().run(open_file(source), [rules])
    assert resumed.tables() == whole.tables()
    assert resumed.report == whole.report
    assert whole.report.read == table.num_rows


def open_file(path):
    from innocore_metrics.mobility.files import FilesReader

    return FilesReader(path)


def test_changed_input_or_a_spoiled_manifest_starts_anew(tmp_path):
    source, work = tmp_path / "records.parquet", tmp_path / "work"
    for rows in (500, 900):
        pq.write_table(person_years(rows, 20), source)
        (result,) = EmbeddedEngine().run(open_file(source), [Rules()], work=work)
        assert result.report.read == rows
    (work / "manifest.json").write_text("{ torn")
    (again,) = EmbeddedEngine().run(open_file(source), [Rules()], work=work)
    assert again.tables() == result.tables()
