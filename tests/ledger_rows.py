"""Rows of made-up recruitment for tests of the ledger."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from innocore_metrics.storage.ledger import Draft, LedgerStore

STAGES = ("applied", "offered", "accepted", "started")


def rows(count: int, day: str = "2025-09-01", group: str = "ai-llm", first: int = 2) -> pa.Table:
    """``count`` rows of one person each, one a country and host, all of one stage and day."""
    text = pa.string()
    return pa.table(
        {
            "line": pa.array(np.arange(first, first + count), pa.int32()),
            "date": pa.array([day] * count, text),
            "stage": pa.array(["applied"] * count, text),
            "research_group": pa.array([group] * count, text),
            "host": pa.array(["kaist"] * count, text),
            "talent_source": pa.array(["foreign"] * count, text),
            "country": pa.array(["US"] * count, text),
            "count": pa.array([1] * count, pa.int32()),
            "note": pa.array(["한글 \\ note"] * count, text),
        }
    )


def draft(kind: str = "import", target: int | None = None, name: str = "a.csv") -> Draft:
    """A revision as made-up somebody would make it."""
    return Draft(kind, "2026-01-02T03:04:05+00:00", "editor", "a reason", name, "0" * 64, target)


def unguarded(store: LedgerStore, *statements: str) -> None:
    """What somebody with full rights on the database could do without leaving the guards down."""
    with store.database.writing() as connection:
        guards = []
        if store.database.is_sqlite:
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            guards = connection.execute(sa.text(query)).all()
            for name, _ in guards:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)
        for _, sql in guards:
            connection.exec_driver_sql(sql)
