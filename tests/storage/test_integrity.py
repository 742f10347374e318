"""What `verify` finds, what the guards refuse, and ledgers of before."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import asdict
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from innocore_metrics.errors import LedgerError
from innocore_metrics.storage.ledger import Attempt, Database, LedgerStore, StoredRelease, chain
from innocore_metrics.storage.ledger.tables import REVISION
from tests.ledger_rows import draft, rows, unguarded

KEYS = {"revision": "number", "entry": "revision, line", "release": "number", "audit": "id"}


def line(number: int = 1, at: str = "2026-01-02T03:04:05+00:00") -> Attempt:
    return Attempt(at, f"actor {number}", "editor", "import", "done", "파일")


@pytest.fixture
def store(url: str):
    database = Database(url, wait_seconds=20)
    yield LedgerStore(database)
    database.close()


@pytest.fixture
def filled(store):
    """Two imports (1, 2), a release (3), an import (4), and four lines of the audit log."""
    with store.writing() as writer:
        writer.add_rows(draft(), rows(2))
        writer.add_rows(draft(), rows(2, day="2025-10-01"))
        writer.add_release(draft("release"), 2, "2026-01-02", "[]")
        writer.add_rows(draft(), rows(2, day="2025-11-01"))
        writer.record(line(1))
    for number in (2, 3, 4):
        store.record(line(number))
    assert store.verify() == ()
    return store


def named(store, *heads: str) -> set[tuple[str, str]]:
    return {(problem.file, problem.code) for problem in store.verify(*heads)}


def test_what_is_put_under_an_import_is_no_release(filled):
    """No guard forbids it, since it changes nothing; so nobody may be shown it."""
    forged = "INSERT INTO release (number, state, as_of, content) VALUES (4, 4, '2026-09-09', '[]')"
    with filled.database.writing() as connection:
        connection.exec_driver_sql(forged)
    assert [release.number for release in filled.releases()] == [3]
    assert filled.latest_release() == 3
    assert named(filled) == {("revision 4", "ledger_release_foreign")}


@pytest.mark.parametrize("change", ["as_of = '2025-12-24'", "state = 1", "content = '[1]'"])
def test_every_word_of_a_release_is_hashed(filled, change):
    unguarded(filled, f"UPDATE release SET {change}")
    assert named(filled) == {("revision 3", "ledger_release_changed")}


def test_rows_under_a_release_are_named(filled):
    names = "line, date, stage, research_group, host, talent_source, country, count, note"
    with filled.database.writing() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO entry (revision, {names}) SELECT 3, {names} FROM entry WHERE revision = 1"
        )
    assert named(filled) == {("revision 3", "ledger_rows_foreign")}


@pytest.mark.parametrize(
    ("statement", "place", "code"),
    [
        ("UPDATE entry SET count = 'many' WHERE revision = 1", "revision 1", "rows_changed"),
        ("UPDATE entry SET note = x'00ff' WHERE revision = 1", "revision 1", "rows_changed"),
        ("UPDATE revision SET reason = x'00ff' WHERE number = 1", "revision 1", "revision_changed"),
        ("UPDATE release SET content = x'00ff'", "revision 3", "release_changed"),
        ("UPDATE audit SET detail = x'00ff' WHERE id = 2", "audit line 2", "audit_changed"),
    ],
)
def test_values_of_another_type_are_named(filled, statement, place, code):
    if not filled.database.is_sqlite:
        pytest.skip("PostgreSQL takes no value of another type")
    unguarded(filled, statement)
    assert (place, f"ledger_{code}") in named(filled)


def test_a_gap_is_one_problem_however_wide(filled):
    unguarded(filled, "UPDATE revision SET number = 2000000000 WHERE number = 4")
    assert ("revision 4 - 1999999999", "ledger_revision_missing") in named(filled)


FORGED = (
    "INSERT INTO audit (id, at, actor, role, action, outcome, detail, previous_sha256, sha256) "
    "SELECT 5, at, 'boss', role, action, outcome, detail, sha256, sha256 FROM audit WHERE id = 4"
)


@pytest.mark.parametrize(
    ("statement", "number", "code"),
    [
        ("UPDATE audit SET actor = 'x' WHERE id = 2", 2, "changed"),
        ("UPDATE audit SET at = '2020' WHERE id = 1", 1, "changed"),
        ("UPDATE audit SET id = 9 WHERE id = 4", 9, "changed"),
        ("DELETE FROM audit WHERE id = 3", 4, "broken"),
        ("DELETE FROM audit WHERE id = 1", 2, "broken"),
        (FORGED, 5, "changed"),
    ],
)
def test_the_first_line_of_the_log_that_does_not_fit_is_named(filled, statement, number, code):
    unguarded(filled, statement)
    assert named(filled) == {(f"audit line {number}", f"ledger_audit_{code}")}


def test_a_line_written_anew_with_its_hash_breaks_the_link(filled):
    with filled.database.reading() as connection:
        query = sa.text("SELECT previous_sha256 FROM audit WHERE id = 2")
        previous = connection.scalar(query)
    sha256 = chain.audit_hash(2, line(7), previous)
    unguarded(filled, f"UPDATE audit SET actor = 'actor 7', sha256 = '{sha256}' WHERE id = 2")
    assert named(filled) == {("audit line 3", "ledger_audit_broken")}


def test_a_log_that_was_cut_off_is_noticed_by_a_noted_hash(filled):
    number, noted = filled.audit_head()
    assert number == 4
    filled.record(line(5))
    assert named(filled, "", noted) == set()
    unguarded(filled, "DELETE FROM audit WHERE id > 3")
    assert named(filled) == set()
    assert named(filled, "", noted) == {("", "ledger_audit_head")}


def test_noted_hashes_are_not_in_a_ledger_that_is_not_there(store):
    assert named(store, "a", "b") == {("", "ledger_head"), ("", "ledger_audit_head")}


def test_several_processes_at_once_leave_one_chain(filled, url):
    stores = [LedgerStore(Database(url, wait_seconds=30)) for _ in range(4)]

    def write(own: LedgerStore) -> None:
        for number in range(8):
            if number % 4:
                own.record(line(number))
            else:
                with own.writing() as writer:
                    writer.add_rows(draft(), rows(1))
                    writer.record(line(number))

    threads = [threading.Thread(target=write, args=[own]) for own in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for own in stores:
        own.database.close()
    assert filled.audit_head()[0] == 4 + 4 * 8
    assert filled.verify() == ()


@pytest.mark.parametrize("table", KEYS)
def test_guards_that_are_gone_or_foreign_are_named(filled, table):
    if filled.database.is_sqlite:
        name, gone = f"{table}_no_replace", f"DROP TRIGGER {table}_no_replace"
        foreign = f"CREATE TRIGGER spy AFTER INSERT ON {table} BEGIN SELECT 1; END"
    else:
        name = f"{table}_append_only"
        gone = f"ALTER TABLE {table} DISABLE TRIGGER {name}"
        foreign = (
            f"CREATE TRIGGER spy AFTER INSERT ON {table} EXECUTE FUNCTION ledger_append_only()"
        )
    with filled.database.writing() as connection:
        connection.exec_driver_sql(gone)
        connection.exec_driver_sql(foreign)
    found = [(p.file, p.code, p.given) for p in filled.verify()]
    place = f"table {table}"
    assert found == [(place, "ledger_guard", name), (place, "ledger_guard_foreign", "spy")]


def test_a_guard_that_does_nothing_is_named(filled):
    if filled.database.is_sqlite:
        change = (
            "DROP TRIGGER audit_no_delete",
            "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END",
        )
    else:
        change = (
            "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$",
        )
    with filled.database.writing() as connection:
        for statement in change:
            connection.exec_driver_sql(statement)
    assert ("table audit", "ledger_guard") in named(filled)


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("recursive", ["OFF", "ON"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_sqlite_replaces_nothing(tmp_path: Path, table, recursive, verb):
    path = _filled_file(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f"{verb} INTO {table} SELECT * FROM {table}")
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before
    connection.close()


def test_sqlite_replaces_no_row_by_its_hidden_number(tmp_path: Path):
    path = _filled_file(tmp_path)
    with sqlite3.connect(path) as connection:
        statement = (
            "INSERT OR REPLACE INTO entry (rowid, revision, line, date, stage, research_group, "
            "host, talent_source, country, count, note) SELECT rowid, 77, line, date, stage, "
            "research_group, host, talent_source, country, count, note FROM entry"
        )
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def _filled_file(folder: Path) -> Path:
    path = folder / "ledger.sqlite"
    store = LedgerStore(Database(f"sqlite:///{path}"))
    with store.writing() as writer:
        writer.add_rows(draft(), rows(2))
        writer.add_release(draft("release"), 1, "2026-01-02", "[]")
        writer.record(line())
    store.database.close()
    return path


@pytest.fixture
def earlier(store):
    """A ledger as the first form of the tables had it: a release whose counts alone are hashed."""
    store.database.upgrade("0001")
    lines = [
        f"INSERT INTO audit (id, at, actor, role, action, outcome, detail) "
        f"VALUES ({n}, '2026-01-02T03:04:05+00:00', 'a', 'admin', 'import', 'done', '{n}')"
        for n in (1, 2, 5)
    ]
    first = chain.link(draft(), 1, 0, chain.content_hash(iter(())), chain.GENESIS)
    counts = chain.content_hash(iter([b"[]"]))
    second = chain.link(draft("release"), 2, 0, counts, first.sha256)
    with store.database.writing() as connection:
        for statement in lines:
            connection.exec_driver_sql(statement)
        for revision in (first, second):
            values = asdict(revision)
            connection.execute(REVISION.insert().values(**values))
        connection.exec_driver_sql("INSERT INTO release VALUES (2, 1, '2026-01-02', '[]')")
    return store


def test_a_ledger_of_before_is_read_as_it_is(earlier):
    assert [r.kind for r in earlier.revisions()] == ["import", "release"]
    assert earlier.releases() == (StoredRelease(2, 1, "2026-01-02", "[]"),)
    assert [attempt.detail for attempt in earlier.attempts()] == ["5", "2", "1"]
    assert earlier.audit_head() == (0, "")
    assert named(earlier) == {("", "ledger_old_form")}


def test_who_may_only_read_a_ledger_of_before_reads_it(earlier, url):
    if earlier.database.is_sqlite:
        pytest.skip("SQLite has no users")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        try:
            reader = LedgerStore(Database(url.replace("postgres@", "reader@")))
            reader.record_reading(line())
            assert len(reader.revisions()) == 2
            reader.database.close()
        finally:
            connection.execute("DROP OWNED BY reader")
            connection.execute("DROP ROLE reader")


def test_a_ledger_of_before_is_chained_and_goes_on(earlier):
    earlier.record(line(6))
    assert earlier.audit_head()[0] == 6
    assert earlier.verify() == ()
    with earlier.writing() as writer:
        writer.add_release(draft("release"), 2, "2026-02-02", "[]")
    assert earlier.verify() == ()
    unguarded(earlier, "UPDATE audit SET detail = 'x' WHERE id = 2")
    assert named(earlier) == {("audit line 2", "ledger_audit_changed")}


@pytest.mark.parametrize("change", ["as_of = '2025-12-24'", "state = 0", "content = '[1]'"])
def test_a_release_of_before_fits_its_revision(earlier, change):
    earlier.database.upgrade()
    unguarded(earlier, f"UPDATE release SET {change}")
    assert named(earlier) == {("revision 2", "ledger_release_changed")}


def test_reading_is_recorded_once_an_hour_by_all_processes(filled, url):
    other = LedgerStore(Database(url))
    hours = ("2026-01-03T03:04", "2026-01-03T03:59", "2026-01-03T04:00")
    for own in (filled, other, filled):
        for hour in hours:
            own.record_reading(line(1, hour))
    other.database.close()
    assert [a.at for a in filled.attempts()][:2] == [hours[2], hours[0]]
    assert filled.audit_head()[0] == 6
    filled.record_reading(line(2, hours[0]))
    assert filled.audit_head()[0] == 7
    assert filled.verify() == ()


def test_a_line_about_reading_waits_for_another_writer_and_the_reader_does_not(filled, url):
    other = LedgerStore(Database(url))
    with filled.writing() as writer:
        writer.record(line(1))
        other.record_reading(line(8))
        other.record_reading(line(8))
    assert filled.audit_head()[0] == 5
    other.record_reading(line(9))
    other.database.close()
    assert [a.actor for a in filled.attempts()][:3] == ["actor 9", "actor 8", "actor 1"]


def test_reading_goes_on_where_postgresql_cannot_be_written(filled, url):
    if filled.database.is_sqlite:
        pytest.skip("files that may only be read are tried beside the crashes, by another user")
    with psycopg.connect(url, autocommit=True) as connection:
        name = url.rsplit("/", 1)[1]
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    reader = LedgerStore(Database(url))
    reader.record_reading(line(9))
    assert len(reader.revisions()) == 4
    assert reader.audit_head()[0] == 4
    with pytest.raises(LedgerError):
        reader.record(line(9))
    reader.database.close()
