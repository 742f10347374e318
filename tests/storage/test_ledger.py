"""What holds of the ledger on every database."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from innocore_metrics.errors import LedgerError
from innocore_metrics.storage.ledger import Attempt, Database, LedgerStore
from innocore_metrics.storage.ledger.tables import METADATA
from tests.ledger_rows import draft, rows, unguarded


@pytest.fixture
def store(url: str):
    database = Database(url, wait_seconds=5)
    yield LedgerStore(database)
    database.close()


def test_a_ledger_that_nobody_has_written_is_empty(store):
    assert store.revisions() == ()
    assert store.head() == (0, "")
    assert store.releases() == ()
    assert store.attempts() == ()
    assert store.tally([]).num_rows == 0
    assert store.verify() == ()


def test_reading_does_not_create_a_file(tmp_path):
    store = LedgerStore(Database(f"sqlite:///{tmp_path / 'none' / 'ledger.sqlite'}"))
    assert store.revisions() == ()
    assert list(tmp_path.iterdir()) == []


def test_rows_come_back_as_they_were_written(store):
    written = rows(3)
    with store.writing() as writer:
        revision = writer.add_rows(draft(), written)
    assert revision.number == 1
    assert revision.rows_count == 3
    assert store.entries([1]).drop_columns("revision").to_pylist() == written.to_pylist()
    assert store.revisions() == (revision,)
    assert store.head() == (1, revision.sha256)
    assert store.verify(revision.sha256) == ()


def test_tallies_and_daily_sums_add_the_counts_of_the_revisions_asked_for(store):
    with store.writing() as writer:
        writer.add_rows(draft(), rows(3))
        writer.add_rows(draft(), rows(4, day="2025-10-31"))
    assert {(r["month"], r["count"]) for r in store.tally([1, 2]).to_pylist()} == {
        ("2025-09", 3),
        ("2025-10", 4),
    }
    assert [r["count"] for r in store.daily([2]).to_pylist()] == [4]


def test_progress_ends_at_all_rows(store):
    told = []
    with store.writing() as writer:
        writer.add_rows(draft(), rows(70_000), told.append)
    assert told == [65_536, 70_000]


def test_what_fails_half_way_leaves_nothing(store):

    def told(_rows: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), store.writing() as writer:
        writer.add_rows(draft(), rows(10), told)
    assert store.revisions() == ()
    assert store.entries([1]).num_rows == 0


def test_the_migrated_tables_are_the_declared_ones(store):
    store.database.upgrade()
    with store.database.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert found == []


def test_upgrading_twice_changes_nothing(store):
    store.database.upgrade()
    store.database.upgrade()
    assert store.revisions() == ()


@pytest.mark.parametrize("table", ["revision", "entry", "release", "audit"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_records_cannot_be_changed_or_deleted(store, table, change):
    with store.writing() as writer:
        writer.add_rows(draft(), rows(1))
        writer.add_release(draft("release"), 1, "2026-01-01", "[]")
        writer.record(Attempt("t", "a", "admin", "import", "done", ""))
    column = {"revision": "reason", "entry": "note", "release": "content", "audit": "detail"}
    statement = change.format(table, f"{column[table]} = 'x'")
    with pytest.raises(LedgerError) as caught, store.database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert caught.value.problems[0].code == "ledger_append_only"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE entry SET count = 2 WHERE revision = 1 AND line = 2", ("1", "rows_changed")),
        ("UPDATE entry SET note = 'x' WHERE revision = 2 AND line = 3", ("2", "rows_changed")),
        ("DELETE FROM entry WHERE revision = 1 AND line = 2", ("1", "rows_missing")),
        ("UPDATE revision SET reason = 'x' WHERE number = 2", ("2", "revision_changed")),
        ("UPDATE revision SET actor = 'x' WHERE number = 1", ("1", "revision_changed")),
        ("DELETE FROM revision WHERE number = 2", ("2", "revision_missing")),
        ("UPDATE release SET content = '[1]' WHERE number = 3", ("3", "release_changed")),
        ("DELETE FROM release WHERE number = 3", ("3", "release_missing")),
        ("UPDATE entry SET revision = 9 WHERE revision = 2", ("9", "revision_missing")),
    ],
)
def test_tampering_is_named(store, statement, expected):
    with store.writing() as writer:
        writer.add_rows(draft(), rows(2))
        writer.add_rows(draft(), rows(2, day="2025-10-01"))
        writer.add_release(draft("release"), 2, "2026-01-01", "[]")
    assert store.verify() == ()
    unguarded(store, statement)
    found = {(problem.file, problem.code) for problem in store.verify()}
    assert (f"revision {expected[0]}", f"ledger_{expected[1]}") in found


def test_a_rewritten_chain_is_noticed_by_a_noted_hash(store):
    with store.writing() as writer:
        first = writer.add_rows(draft(), rows(2))
        second = writer.add_rows(draft(), rows(2, day="2025-10-01"))
    unguarded(store, "DELETE FROM entry WHERE revision = 2")
    unguarded(store, "DELETE FROM revision WHERE number = 2")
    assert store.verify(first.sha256) == ()
    assert [p.code for p in store.verify(second.sha256)] == ["ledger_head"]


def test_a_second_editor_waits_and_nobody_is_lost(store, url):
    with store.writing() as writer:
        writer.add_rows(draft(), rows(1))
    entered, release = threading.Event(), threading.Event()

    def first() -> None:
        with store.writing() as writer:
            entered.set()
            release.wait(10)
            writer.add_rows(draft(name="first.csv"), rows(1))

    def second() -> None:
        other = LedgerStore(Database(url, wait_seconds=20))
        with other.writing() as writer:
            writer.add_rows(draft(name="second.csv"), rows(1))
        other.database.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert entered.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    assert threads[1].is_alive()
    release.set()
    for thread in threads:
        thread.join(20)
    assert [r.file_name for r in store.revisions()] == ["a.csv", "first.csv", "second.csv"]
    assert store.verify() == ()


def test_a_second_editor_who_waits_too_long_is_told(store, url):
    with store.writing() as writer:
        other = LedgerStore(Database(url, wait_seconds=1))
        other._has_tables = True
        with pytest.raises(LedgerError) as caught, other.database.writing():
            pass
        writer.add_rows(draft(), rows(1))
    other.database.close()
    assert caught.value.problems[0].code == "ledger_busy"
    assert len(store.revisions()) == 1


@pytest.mark.parametrize("wrong", ["", "mysql://a/b", "sqlite://", "nonsense", "postgresql//x"])
def test_unknown_kinds_of_databases_are_refused(wrong):
    with pytest.raises(LedgerError) as caught:
        Database(wrong)
    assert caught.value.problems[0].code == "ledger_url"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"%PDF-1.7 no database at all" * 100)
    with pytest.raises(LedgerError) as caught:
        LedgerStore(Database(f"sqlite:///{path}")).revisions()
    assert caught.value.problems[0].code == "ledger_not_a_ledger"


def test_a_server_that_does_not_answer_is_named_without_the_password():
    store = LedgerStore(Database("postgresql://me:secret@127.0.0.1:1/x"))
    with pytest.raises(LedgerError) as caught:
        store.revisions()
    assert caught.value.problems[0].code == "ledger_unreachable"
    assert "secret" not in str(caught.value) + repr(store.database)
