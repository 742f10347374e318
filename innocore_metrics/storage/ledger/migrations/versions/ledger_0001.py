"""Revisions, their rows, releases, the audit log, and triggers that keep them append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
_APPEND_ONLY = ("revision", "entry", "release", "audit")


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _whole(name: str, *, key: bool = False, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, autoincrement=False, nullable=empty)


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "revision",
        _whole("number", key=True),
        *_text("kind", "at", "actor", "reason", "file_name", "file_sha256"),
        _whole("rows_count"),
        _whole("target", empty=True),
        *_text("content_sha256", "previous_sha256", "sha256"),
    )
    op.create_table(
        "entry",
        _whole("revision", key=True),
        _whole("line", key=True),
        *_text("date", "stage", "research_group", "host", "talent_source", "country"),
        _whole("count"),
        *_text("note"),
    )
    op.create_table(
        "release", _whole("number", key=True), _whole("state"), *_text("as_of", "content")
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *_text("at", "actor", "role", "action", "outcome", "detail"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in _APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
        )
