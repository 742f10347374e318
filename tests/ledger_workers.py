"""What other processes do to a ledger while a test looks on."""

from __future__ import annotations

import os
import resource
import sqlite3
import time
from multiprocessing.connection import Connection

import psycopg

from innocore_metrics.errors import LedgerError
from innocore_metrics.storage.ledger import Attempt, Database, LedgerStore
from tests.ledger_rows import draft, rows

# Loaded now: another user may not be able to.
LOADED = (sqlite3, psycopg)


def import_until_killed(url: str, count: int, told: Connection) -> None:
    """Imports one after the other; each is told only when it has been committed."""
    store = LedgerStore(Database(url))
    with store.writing() as writer:
        # The first one warms up, so that the moments of the kills fall into imports.
        writer.add_rows(draft(name=f"{os.getpid()}-0"), rows(count))
    told.send("ready")
    number = 0
    while True:
        number += 1
        with store.writing() as writer:
            revision = writer.add_rows(draft(name=f"{os.getpid()}-{number}"), rows(count))
        told.send((revision.number, revision.sha256))


def read_until_told(url: str, told: Connection) -> None:
    """Looks at the ledger again and again; at the end tells all different states it saw."""
    store = LedgerStore(Database(url))
    seen = set()
    told.send("ready")
    while not told.poll():
        number, _ = store.head()
        numbers = [revision.number for revision in store.revisions()]
        tally = store.tally(range(1, 1000)).column("count").to_pylist()
        again = store.entries(numbers)
        seen.add((sum(tally), number <= len(numbers), again.num_rows))
        time.sleep(0.002)
    told.send(sorted(seen))


def import_as(url: str, count: int, user: int, most_bytes: int, told: Connection) -> None:
    """One import under another user, or with files limited in size; tells how it ended."""
    _become(user)
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    store = LedgerStore(Database(url, wait_seconds=2))
    try:
        with store.writing() as writer:
            revision = writer.add_rows(draft(), rows(count))
    except LedgerError as error:
        told.send([problem.code for problem in error.problems])
    else:
        told.send(revision.number)


def read_as(url: str, user: int, told: Connection) -> None:
    """Reading that asks for a line in the audit log; tells how many revisions it saw."""
    _become(user)
    store = LedgerStore(Database(url, wait_seconds=2))
    try:
        store.record_reading(Attempt("2026-01-02T03:04", "reader", "editor", "history", "done", ""))
        told.send(len(store.revisions()))
    except LedgerError as error:
        told.send([problem.code for problem in error.problems])


def _become(user: int) -> None:
    if user:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
