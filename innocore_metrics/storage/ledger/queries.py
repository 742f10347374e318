"""What is asked of the tables over a connection that sees one state throughout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from innocore_metrics.storage.ledger.records import ENTRY_COLUMNS, Revision, StoredRelease
from innocore_metrics.storage.ledger.tables import ENTRY, RELEASE, REVISION

ENTRY_NAMES = ("revision", *ENTRY_COLUMNS)
# Only what a revision of the kind ``release`` speaks of has been released: a row added under the
# number of another revision would be shown to everybody.
RELEASED = RELEASE.join(
    REVISION, sa.and_(REVISION.c.number == RELEASE.c.number, REVISION.c.kind == "release")
)
_READ_ROWS = 50_000


def read_revisions(connection: sa.Connection) -> tuple[Revision, ...]:
    """All revisions as a connection sees them, oldest first."""
    rows = connection.execute(sa.select(REVISION).order_by(REVISION.c.number))
    return tuple(Revision(**row._mapping) for row in rows)


def read_releases(connection: sa.Connection) -> tuple[StoredRelease, ...]:
    """All releases as a connection sees them, oldest first."""
    query = sa.select(RELEASE).select_from(RELEASED).order_by(RELEASE.c.number)
    return tuple(StoredRelease(**row._mapping) for row in connection.execute(query))


def entries_query(numbers: Sequence[int]) -> sa.Select[Any]:
    """The rows of revisions, in the order in which they are hashed."""
    columns = (ENTRY.c[name] for name in ENTRY_NAMES)
    query = sa.select(*columns).where(ENTRY.c.revision.in_(numbers))
    return query.order_by(ENTRY.c.revision, ENTRY.c.line)


def read_table(connection: sa.Connection, query: sa.Select[Any], names: Sequence[str]) -> pa.Table:
    """The answer to a query as a table with the columns ``names``."""
    schema = _schema(names)
    batches = []
    result = connection.execute(query, execution_options={"yield_per": _READ_ROWS})
    for rows in result.partitions():
        columns = [list(column) for column in zip(*rows, strict=True)]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        batches.append(pa.RecordBatch.from_arrays(arrays, names))
    # A column without any chunk is more than some of pandas can take.
    return pa.Table.from_batches(batches, schema) if batches else schema.empty_table()


def empty_table(names: Sequence[str]) -> pa.Table:
    """A table without rows."""
    return _schema(names).empty_table()


def _schema(names: Sequence[str]) -> pa.Schema:
    types = {"revision": pa.int32(), "line": pa.int32(), "count": pa.int64()}
    return pa.schema([(name, types.get(name, pa.string())) for name in names])
