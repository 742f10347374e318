"""The audit log gets hashes that chain its lines; SQLite refuses to replace what is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from innocore_metrics.storage.ledger import chain, guards
from innocore_metrics.storage.ledger.records import Attempt

revision = "0002"
down_revision = "0001"
_TABLES = ("revision", "entry", "release", "audit")
_TEXTS = ("at", "actor", "role", "action", "outcome", "detail")
_HASHES = ("previous_sha256", "sha256")
_AT_ONCE = 5000


def upgrade() -> None:
    """Chain the lines that are there, in the order in which they were written."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _sqlite(connection)
    else:
        _postgresql(connection)


def _sqlite(connection: sa.Connection) -> None:
    """A table made anew: SQLite can add no column that must be filled."""
    op.rename_table("audit", "audit_before")
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in (*_TEXTS, *_HASHES)),
    )
    names = ", ".join(("id", *_TEXTS, *_HASHES))
    marks = ", ".join(f":{name}" for name in ("id", *_TEXTS, *_HASHES))
    _chained(connection, "audit_before", f"INSERT INTO audit ({names}) VALUES ({marks})")  # noqa: S608
    # Its triggers, which refuse any deletion, go with the table.
    op.drop_table("audit_before")
    for table in _TABLES:
        for name, statement in guards.sqlite_triggers(table).items():
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
            op.execute(statement)


def _postgresql(connection: sa.Connection) -> None:
    for name in _HASHES:
        op.add_column("audit", sa.Column(name, sa.Text, nullable=True))
    op.execute("ALTER TABLE audit DISABLE TRIGGER audit_append_only")
    values = ", ".join(f"{name} = :{name}" for name in _HASHES)
    _chained(connection, "audit", f"UPDATE audit SET {values} WHERE id = :id")  # noqa: S608
    op.execute("ALTER TABLE audit ENABLE TRIGGER audit_append_only")
    for name in _HASHES:
        op.alter_column("audit", name, nullable=False)


def _chained(connection: sa.Connection, source: str, statement: str) -> None:
    """Run ``statement`` for each line of ``source`` with its hashes."""
    names = ", ".join(("id", *_TEXTS))
    lines = connection.execute(sa.text(f"SELECT {names} FROM {source} ORDER BY id")).all()  # noqa: S608
    previous, values = chain.GENESIS, []
    for line in lines:
        attempt = Attempt(*line[1:])
        sha256 = chain.audit_hash(line.id, attempt, previous)
        values.append({**line._mapping, "previous_sha256": previous, "sha256": sha256})
        previous = sha256
    for start in range(0, len(values), _AT_ONCE):
        connection.execute(sa.text(statement), values[start : start + _AT_ONCE])
