"""Reading the ledger: revisions, states, rows, releases, the audit log, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from innocore_metrics.errors import Problem
from innocore_metrics.storage.ledger import chain
from innocore_metrics.storage.ledger.database import Database
from innocore_metrics.storage.ledger.records import (
    ENTRY_COLUMNS,
    Attempt,
    Revision,
    StoredRelease,
)
from innocore_metrics.storage.ledger.tables import AUDIT, ENTRY, RELEASE, REVISION
from innocore_metrics.storage.ledger.writing import Writer

TALLY_COLUMNS = ("month", "stage", "research_group", "host", "talent_source", "country")
_READ_ROWS = 50_000


class LedgerStore:
    """The ledger in one database. A state is named by the revision that made it; 0 is empty.

    All methods raise LedgerError where the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

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
        names = ("revision", *ENTRY_COLUMNS)
        query = (
            sa.select(*(ENTRY.c[name] for name in names))
            .where(ENTRY.c.revision.in_(active), ENTRY.c.date >= first, ENTRY.c.date <= last)
            .order_by(ENTRY.c.revision, ENTRY.c.line)
        )
        return self._table(query, names)

    def releases(self) -> tuple[StoredRelease, ...]:
        """All releases, oldest first."""
        if not self._ready():
            return ()
        query = sa.select(RELEASE).order_by(RELEASE.c.number)
        with self.database.reading() as connection:
            return tuple(StoredRelease(**row._mapping) for row in connection.execute(query))

    def latest_release(self) -> int:
        """The number of the newest release; 0 where there is none."""
        if not self._ready():
            return 0
        with self.database.reading() as connection:
            found = connection.scalar(sa.select(sa.func.max(RELEASE.c.number)))
        return int(found or 0)

    def attempts(self, most: int = 1000) -> tuple[Attempt, ...]:
        """The newest lines of the audit log, newest first."""
        if not self._ready():
            return ()
        columns = [AUDIT.c[name] for name in Attempt.__dataclass_fields__]
        query = sa.select(*columns).order_by(AUDIT.c.id.desc()).limit(most)
        with self.database.reading() as connection:
            return tuple(Attempt(**row._mapping) for row in connection.execute(query))

    def record(self, attempt: Attempt) -> None:
        """Add a line to the audit log."""
        self.database.upgrade()
        values = {name: getattr(attempt, name) for name in Attempt.__dataclass_fields__}
        with self.database.writing(locked=False) as connection:
            connection.execute(AUDIT.insert().values(**values))

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The one writer until it ends; everything it wrote counts, or nothing does."""
        self.database.upgrade()
        with self.database.writing() as connection:
            yield Writer(connection, self.database.is_sqlite, read_revisions(connection))

    def verify(self, expected_head: str = "") -> tuple[Problem, ...]:
        """Everything that does not fit the hashes: changed, missing or foreign revisions and rows.

        ``expected_head`` is a head hash noted earlier: without one, revisions cut off at the
        end cannot be noticed, since nothing that remains speaks of them.
        """
        revisions = self.revisions()
        found = [*_chain_problems(revisions)]
        for revision in revisions:
            found += self._content_problems(revision)
        found += self._foreign_problems({revision.number for revision in revisions})
        if expected_head and expected_head not in {revision.sha256 for revision in revisions}:
            found.append(Problem(code="ledger_head", given=expected_head))
        return tuple(found)

    def _content_problems(self, revision: Revision) -> list[Problem]:
        place = f"revision {revision.number}"
        if revision.kind == "release":
            stored = [r for r in self.releases() if r.number == revision.number]
            if not stored:
                return [Problem(place, code="ledger_release_missing")]
            content = chain.content_hash(iter([stored[0].content.encode()]))
            return _unless(content == revision.content_sha256, place, "ledger_release_changed")
        rows = self.entries([revision.number])
        if rows.num_rows != revision.rows_count:
            given, allowed = str(rows.num_rows), str(revision.rows_count)
            return [Problem(place, code="ledger_rows_missing", given=given, allowed=allowed)]
        content = chain.content_hash(chain.row_lines(rows, revision.number))
        return _unless(content == revision.content_sha256, place, "ledger_rows_changed")

    def _foreign_problems(self, known: set[int]) -> list[Problem]:
        if not self._ready():
            return []
        found = []
        with self.database.reading() as connection:
            for column in (ENTRY.c.revision, RELEASE.c.number):
                numbers = connection.scalars(sa.select(column).distinct())
                found += [n for n in numbers if n not in known]
        return [
            Problem(f"revision {n}", code="ledger_revision_missing") for n in sorted(set(found))
        ]

    def _table(self, query: sa.Select[Any], names: Sequence[str]) -> pa.Table:
        types = {"revision": pa.int32(), "line": pa.int32(), "count": pa.int64()}
        schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
        batches = []
        if self._ready():
            with self.database.reading() as connection:
                result = connection.execution_options(yield_per=_READ_ROWS).execute(query)
                for rows in result.partitions():
                    columns = [list(column) for column in zip(*rows, strict=True)]
                    batches.append(pa.RecordBatch.from_arrays(_arrays(columns, schema), names))
        # A column without any chunk is more than some of pandas can take.
        return pa.Table.from_batches(batches, schema) if batches else schema.empty_table()

    def _ready(self) -> bool:
        """Whether the tables are there; asked of the database once, then remembered."""
        if not getattr(self, "_has_tables", False):
            self._has_tables = False
            if self.database.exists:
                with self.database.reading() as connection:
                    self._has_tables = sa.inspect(connection).has_table(AUDIT.name)
        return self._has_tables


def _arrays(columns: list[list[Any]], schema: pa.Schema) -> list[pa.Array]:
    return [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]


def _unless(fits: bool, place: str, code: str) -> list[Problem]:
    return [] if fits else [Problem(place, code=code)]


def read_revisions(connection: sa.Connection) -> tuple[Revision, ...]:
    """All revisions as a connection sees them, oldest first."""
    rows = connection.execute(sa.select(REVISION).order_by(REVISION.c.number))
    return tuple(Revision(**row._mapping) for row in rows)


def _chain_problems(revisions: Sequence[Revision]) -> Iterator[Problem]:
    previous, expected = chain.GENESIS, 1
    for revision in revisions:
        place = f"revision {revision.number}"
        for number in range(expected, revision.number):
            yield Problem(f"revision {number}", code="ledger_revision_missing")
        if revision.previous_sha256 != previous:
            yield Problem(place, code="ledger_chain_broken")
        if chain.own_hash(revision) != revision.sha256:
            yield Problem(place, code="ledger_revision_changed")
        previous, expected = revision.sha256, revision.number + 1
