"""The ledger: revisions, states, rows, releases, the audit log, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from innocore_metrics.errors import Problem
from innocore_metrics.storage.ledger import audit
from innocore_metrics.storage.ledger.database import Database
from innocore_metrics.storage.ledger.queries import (
    ENTRY_NAMES,
    RELEASED,
    empty_table,
    entries_query,
    read_releases,
    read_revisions,
    read_table,
)
from innocore_metrics.storage.ledger.readings import Readings
from innocore_metrics.storage.ledger.records import Attempt, Revision, StoredRelease
from innocore_metrics.storage.ledger.tables import AUDIT, ENTRY, RELEASE, REVISION
from innocore_metrics.storage.ledger.verifying import check, missing_heads
from innocore_metrics.storage.ledger.writing import Writer

TALLY_COLUMNS = ("month", "stage", "research_group", "host", "talent_source", "country")


class LedgerStore:
    """The ledger in one database. A state is named by the revision that made it; 0 is empty.

    All methods raise LedgerError where the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._readings = Readings(database)

    def revisions(self) -> tuple[Revision, ...]:
        """All revisions, oldest first; none where there is no ledger yet."""
        if not self._ready():
            return ()
        with self.database.reading() as connection:
            return read_revisions(connection)

    def head(self) -> tuple[int, str]:
        """Number and hash of the newest revision; ``(0, "")`` where there is none."""
        if not self._ready():
            return 0, ""
        query = sa.select(REVISION.c.number, REVISION.c.sha256)
        query = query.order_by(REVISION.c.number.desc()).limit(1)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return (row.number, row.sha256) if row else (0, "")

    def tally(self, active: Sequence[int]) -> pa.Table:
        """Sums of ``count`` by month, stage, group, host, source and country."""
        month = sa.func.substr(ENTRY.c.date, 1, 7).label("month")
        keys = [month, *(ENTRY.c[name] for name in TALLY_COLUMNS[1:])]
        total = sa.cast(sa.func.sum(ENTRY.c.count), sa.Integer).label("count")
        query = sa.select(*keys, total).where(ENTRY.c.revision.in_(active)).group_by(*keys)
        return self._table(query, (*TALLY_COLUMNS, "count"))

    def daily(self, active: Sequence[int]) -> pa.Table:
        """Sums of ``count`` by date, stage, group and host, in the order of dates."""
        names = ("date", "stage", "research_group", "host")
        keys = [ENTRY.c[name] for name in names]
        total = sa.cast(sa.func.sum(ENTRY.c.count), sa.Integer).label("count")
        query = sa.select(*keys, total).where(ENTRY.c.revision.in_(active))
        return self._table(query.group_by(*keys).order_by(*keys), (*names, "count"))

    def entries(self, active: Sequence[int], first: str = "", last: str = "9999") -> pa.Table:
        """Rows of the revisions in ``active`` dated ``first`` to ``last``, with ``revision``."""
        query = entries_query(active).where(ENTRY.c.date >= first, ENTRY.c.date <= last)
        return self._table(query, ENTRY_NAMES)

    def releases(self) -> tuple[StoredRelease, ...]:
        """All releases, oldest first. What is no revision of that kind is none."""
        if not self._ready():
            return ()
        with self.database.reading() as connection:
            return read_releases(connection)

    def latest_release(self) -> int:
        """The number of the newest release; 0 where there is none."""
        if not self._ready():
            return 0
        with self.database.reading() as connection:
            released = sa.select(sa.func.max(RELEASE.c.number)).select_from(RELEASED)
            return int(connection.scalar(released) or 0)

    def attempts(self, most: int = 1000) -> tuple[Attempt, ...]:
        """The newest lines of the audit log, newest first."""
        if not self._ready():
            return ()
        with self.database.reading() as connection:
            return audit.newest(connection, most)

    def audit_head(self) -> tuple[int, str]:
        """Number and hash of the newest line of the audit log; ``(0, "")`` where there is none."""
        if not self._ready():
            return 0, ""
        with self.database.reading() as connection:
            return audit.head(connection) if audit.is_chained(connection) else (0, "")

    def record(self, attempt: Attempt) -> None:
        """Add a line to the audit log."""
        self.database.upgrade()
        with self.database.writing(locked=False) as connection:
            audit.append(connection, [attempt])

    def record_reading(self, attempt: Attempt) -> None:
        """Add a line about reading, unless there is the same one of the same hour.

        Reading goes on where the database cannot be written: one that this process may only read
        gets no line. Where another writer holds it, the line is kept and written with the next
        one about reading.
        """
        self._readings.record(attempt)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The one writer until it ends; everything it wrote counts, or nothing does."""
        self.database.upgrade()
        with self.database.writing() as connection:
            yield Writer(connection, self.database.is_sqlite, read_revisions(connection))

    def verify(self, expected_head: str = "", expected_audit_head: str = "") -> tuple[Problem, ...]:
        """Everything that does not fit the hashes: changed, missing or foreign records.

        The expected heads are hashes noted earlier, of a revision and of a line of the audit
        log: without them, what was cut off at the end cannot be noticed, since nothing that
        remains speaks of it.
        """
        if not self._ready():
            return missing_heads(expected_head, expected_audit_head)
        with self.database.reading() as connection:
            return tuple(check(connection, expected_head, expected_audit_head))

    def _table(self, query: sa.Select[Any], names: Sequence[str]) -> pa.Table:
        if not self._ready():
            return empty_table(names)
        with self.database.reading() as connection:
            return read_table(connection, query, names)

    def _ready(self) -> bool:
        """Whether the tables are there; asked of the database once, then remembered."""
        if not getattr(self, "_has_tables", False):
            self._has_tables = False
            if self.database.exists:
                with self.database.reading() as connection:
                    self._has_tables = sa.inspect(connection).has_table(AUDIT.name)
        return self._has_tables
