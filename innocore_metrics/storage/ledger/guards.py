"""The triggers that keep the tables append-only: how they are made, and whether they still stand.

Whoever owns the database can drop them. What that person then changes is found by the hashes;
that the triggers are gone is found here.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from innocore_metrics.errors import Problem

# Each table with the columns of its key.
KEYS = {
    "revision": ("number",),
    "entry": ("revision", "line"),
    "release": ("number",),
    "audit": ("id",),
}
_REFUSAL = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
FUNCTION = "ledger_append_only"
FUNCTION_BODY = " BEGIN RAISE EXCEPTION 'the ledger is append-only'; END "
# How PostgreSQL writes "before update, delete or truncate, for each statement".
_TYPE_OF_TRIGGER = 2 + 8 + 16 + 32


def sqlite_triggers(table: str) -> dict[str, str]:
    """The triggers of a table by their names, as SQLite keeps them.

    INSERT OR REPLACE deletes without a DELETE trigger unless a connection asks for it
    (``recursive_triggers``). So keys that are there already are refused, and so is a hidden
    rowid that is there: replacing by that one would leave the key out of it. Where no rowid is
    given, SQLite shows -1 before the insert.
    """
    made = {
        f"{table}_no_{change.lower()}": f"BEFORE {change} ON {table} {_REFUSAL}"
        for change in ("UPDATE", "DELETE")
    }
    same = " AND ".join(f"{column} = NEW.{column}" for column in KEYS[table])
    taken = (
        f"EXISTS (SELECT 1 FROM {table} WHERE {same}) OR "  # noqa: S608
        f"(NEW.rowid > 0 AND EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid))"
    )
    made[f"{table}_no_replace"] = f"BEFORE INSERT ON {table} WHEN {taken} {_REFUSAL}"
    return {name: f"CREATE TRIGGER {name} {rest}" for name, rest in made.items()}


def postgresql_trigger(table: str) -> str:
    """The name of a table's one trigger; its primary key refuses what is there already."""
    return f"{table}_append_only"


def problems(connection: sa.Connection) -> Iterator[Problem]:
    """Triggers that are gone, switched off, changed, or not ours."""
    on_sqlite = connection.dialect.name == "sqlite"
    for table in KEYS:
        if on_sqlite:
            wanted, standing, there = _on_sqlite(connection, table)
        else:
            wanted, standing, there = _on_postgresql(connection, table)
        for name in sorted(wanted - standing):
            yield Problem(f"table {table}", code="ledger_guard", given=name)
        for name in sorted(there - wanted):
            yield Problem(f"table {table}", code="ledger_guard_foreign", given=name)


def _on_sqlite(connection: sa.Connection, table: str) -> tuple[set[str], set[str], set[str]]:
    """Names of the triggers that should be, of those that are as they should be, and of all."""
    expected = sqlite_triggers(table)
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = :t"
    found = {row.name: row.sql for row in connection.execute(sa.text(query), {"t": table})}
    standing = {name for name, sql in expected.items() if found.get(name) == sql}
    return set(expected), standing, set(found)


def _on_postgresql(connection: sa.Connection, table: str) -> tuple[set[str], set[str], set[str]]:
    query = (
        "SELECT t.tgname AS name, t.tgenabled IN ('O', 'A') AND t.tgtype = :type "
        "AND t.tgqual IS NULL AND t.tgattr::text = '' "
        "AND p.proname = :function AND p.prosrc = :body AS stands "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND t.tgrelid = to_regclass(:table)"
    )
    known = {"function": FUNCTION, "body": FUNCTION_BODY, "type": _TYPE_OF_TRIGGER}
    rows = connection.execute(sa.text(query), {**known, "table": table}).all()
    standing = {row.name for row in rows if row.stands}
    return {postgresql_trigger(table)}, standing, {row.name for row in rows}
