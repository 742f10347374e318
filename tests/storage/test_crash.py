"""The ledger when processes are killed, disks are full and others read and write meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from innocore_metrics.storage.ledger import Database, LedgerStore
from tests import ledger_workers
from tests.ledger_rows import draft, rows
from tests.processes import CONTEXT, start

KILLS = 100
ROWS = 1500
NOBODY = 65534


@pytest.fixture
def store(url: str) -> Iterator[LedgerStore]:
    database = Database(url, wait_seconds=20)
    yield LedgerStore(database)
    database.close()


def started(target, *arguments):
    """A process with a pipe to it, when it has told that it is ready."""
    here, there = CONTEXT.Pipe()
    process = start(target, *arguments, there)
    there.close()
    assert here.poll(60)
    assert here.recv() == "ready"
    return process, here


def time_of_an_import(store) -> float:
    with store.writing() as writer:
        writer.add_rows(draft(), rows(ROWS))
    begun = time.perf_counter()
    with store.writing() as writer:
        writer.add_rows(draft(), rows(ROWS))
    return time.perf_counter() - begun


def test_a_hundred_kills_tear_nothing_and_lose_nothing_confirmed(store, url):
    chance = random.Random(20260101)
    longest = 3 * time_of_an_import(store)
    confirmed = {}
    for _ in range(KILLS):
        process, pipe = started(ledger_workers.import_until_killed, url, ROWS)
        time.sleep(chance.uniform(0, longest))
        process.kill()
        process.join(10)
        try:
            while pipe.poll():
                number, sha256 = pipe.recv()
                confirmed[number] = sha256
        except EOFError:
            pass
        pipe.close()
    # A server may still be finishing what a killed client had asked for: wait for it.
    with store.writing():
        pass
    revisions = {revision.number: revision for revision in store.revisions()}
    assert len(confirmed) > KILLS / 4
    assert {number: revisions[number].sha256 for number in confirmed} == confirmed
    assert store.verify() == ()
    # Whole imports only: what was written without being confirmed may be there, but never a part.
    counts = [row["count"] for row in store.tally(sorted(revisions)).to_pylist()]
    assert sum(counts) == ROWS * len(revisions)
    # And the ledger goes on.
    with store.writing() as writer:
        revision = writer.add_rows(draft(), rows(1))
    assert revision.number == max(revisions) + 1


def test_readers_see_the_old_state_or_the_new_one(store, url):
    with store.writing() as writer:
        writer.add_rows(draft(), rows(ROWS))
    readers = [started(ledger_workers.read_until_told, url) for _ in range(3)]
    states = {ROWS}
    for number in range(2, 5):
        with store.writing() as writer:
            for piece in range(3):
                # Three revisions in one transaction: none of them may be seen alone.
                writer.add_rows(draft(name=f"{number}-{piece}"), rows(ROWS))
        states.add(ROWS * (1 + 3 * (number - 1)))
        time.sleep(0.05)
    for process, pipe in readers:
        pipe.send("enough")
        assert pipe.poll(60)
        seen = pipe.recv()
        process.join(10)
        assert {total for total, _, _ in seen} <= states
        assert all(whole for _, whole, _ in seen)
        assert {entries for _, _, entries in seen} <= states


def ended(url, count=ROWS, user=0, most_bytes=0):
    """How an import in a process of its own ends: a number, or what is wrong."""
    here, there = CONTEXT.Pipe()
    process = start(ledger_workers.import_as, url, count, user, most_bytes, there)
    there.close()
    assert here.poll(60), "the process ended without an answer"
    found = here.recv()
    process.join(10)
    return found


def test_a_file_that_may_not_grow_keeps_the_old_state(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    assert ended(url, 10) == 1
    assert ended(url, 50_000, most_bytes=1_000_000) == ["ledger_disk_full"]
    store = LedgerStore(Database(url))
    assert [r.rows_count for r in store.revisions()] == [10]
    assert store.verify() == ()
    assert ended(url, 10) == 2
    store.database.close()


def opened(folder: Path) -> None:
    """Lets other users pass through to a folder of this test."""
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid() and "pytest" in str(path):
            path.chmod(path.stat().st_mode | 0o005)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB of its own, where this machine allows to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    asked = [mount or "mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if os.getuid() != 0 or mount is None or subprocess.run(asked, check=False).returncode:
        pytest.skip("no right to mount a small file system (needs root)")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def filled(place: Path, left: int) -> Path:
    """Fills a disk up to ``left`` free bytes."""
    path = place / "ballast"
    path.write_bytes(b"0" * max(shutil.disk_usage(place).free - left, 0))
    return path


def test_a_full_disk_keeps_the_old_state(small_disk):
    url = f"sqlite:///{small_disk / 'ledger.sqlite'}"
    assert ended(url, 10) == 1
    ballast = filled(small_disk, 500_000)
    assert ended(url, 50_000) == ["ledger_disk_full"]
    store = LedgerStore(Database(url))
    assert [r.rows_count for r in store.revisions()] == [10]
    assert store.verify() == ()
    ballast.unlink()
    assert ended(url, 50_000) == 2
    assert store.verify() == ()
    store.database.close()


def test_a_full_disk_under_postgresql_keeps_the_old_state(small_disk, postgresql):
    place = small_disk / "space"
    place.mkdir()
    shutil.chown(place, "postgres", "postgres")
    small_disk.chmod(0o755)
    opened(small_disk)
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
        connection.execute("CREATE DATABASE full_disk TABLESPACE small")
    url = postgresql.rsplit("/", 1)[0] + "/full_disk"
    try:
        assert ended(url, 10) == 1
        ballast = filled(small_disk, 500_000)
        assert ended(url, 50_000) == ["ledger_disk_full"]
        store = LedgerStore(Database(url))
        assert [r.rows_count for r in store.revisions()] == [10]
        assert store.verify() == ()
        ballast.unlink()
        assert ended(url, 20_000) == 2
        store.database.close()
    finally:
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute("DROP DATABASE full_disk WITH (FORCE)")
            connection.execute("DROP TABLESPACE small")


def test_reading_goes_on_where_nothing_can_be_written(tmp_path: Path):
    """What reads would be recorded; who may not write is let read without a line."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    store = LedgerStore(Database(url))
    with store.writing() as writer:
        writer.add_rows(draft(), rows(10))
    opened(tmp_path)
    here, there = CONTEXT.Pipe()
    process = start(ledger_workers.read_as, url, NOBODY, there)
    there.close()
    assert here.poll(60)
    assert here.recv() == 1
    process.join(10)
    assert store.attempts() == ()
    store.database.close()


def test_a_database_that_may_only_be_read_says_so(store, url, tmp_path):
    with store.writing() as writer:
        writer.add_rows(draft(), rows(10))
    if store.database.is_sqlite:
        if os.getuid() != 0:
            pytest.skip("only root can become another user")
        store.database.close()
        opened(tmp_path)
        assert ended(url, 10, user=NOBODY) == ["ledger_read_only"]
    else:
        name = url.rsplit("/", 1)[1]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        assert ended(url, 10) == ["ledger_read_only"]
    assert [r.rows_count for r in store.revisions()] == [10]
    assert store.verify() == ()
