"""The audit log: lines that are chained by hashes like the revisions are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields

import sqlalchemy as sa

from innocore_metrics.errors import Problem
from innocore_metrics.storage.ledger import chain
from innocore_metrics.storage.ledger.records import Attempt
from innocore_metrics.storage.ledger.tables import AUDIT

_LOCK_ID = 4_107_401
_READ_LINES = 5000
_WORDS = [AUDIT.c[field.name] for field in fields(Attempt)]


def append(connection: sa.Connection, attempts: Sequence[Attempt]) -> None:
    """Add lines after the newest one. Until the transaction ends nobody else can add any."""
    lock(connection)
    number, previous = head(connection)
    previous = previous or chain.GENESIS
    for attempt in attempts:
        number += 1
        sha256 = chain.audit_hash(number, attempt, previous)
        values = {"id": number, "previous_sha256": previous, "sha256": sha256}
        connection.execute(AUDIT.insert().values(**asdict(attempt), **values))
        previous = sha256


def lock(connection: sa.Connection) -> None:
    """Wait until nobody else adds lines. SQLite has one writer anyway.

    A lock of the table would need more rights than adding to it does.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_ID})")


def head(connection: sa.Connection) -> tuple[int, str]:
    """Number and hash of the newest line; ``(0, "")`` where there is none."""
    query = sa.select(AUDIT.c.id, AUDIT.c.sha256).order_by(AUDIT.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return (row.id, row.sha256) if row else (0, "")


def newest(connection: sa.Connection, most: int) -> tuple[Attempt, ...]:
    """The newest lines, newest first."""
    query = sa.select(*_WORDS).order_by(AUDIT.c.id.desc()).limit(most)
    return tuple(Attempt(**row._mapping) for row in connection.execute(query))


def is_there(connection: sa.Connection, attempt: Attempt) -> bool:
    """Whether there is such a line of the same hour."""
    hour = attempt.at[: len("2026-01-02T03")]
    same = [AUDIT.c[name] == value for name, value in asdict(attempt).items() if name != "at"]
    within = AUDIT.c.at.startswith(hour, autoescape=True)
    query = sa.select(AUDIT.c.id).where(within, *same).limit(1)
    return connection.scalar(query) is not None


def is_chained(connection: sa.Connection) -> bool:
    """Whether the log has hashes: a database that nobody opened to write may be of before."""
    return any(column["name"] == "sha256" for column in sa.inspect(connection).get_columns("audit"))


def problems(connection: sa.Connection, expected_head: str = "") -> Iterator[Problem]:
    """The first line that does not fit and what is wrong with it; then, a head that is not there.

    What follows a line that does not fit is not looked at for links: nothing holds it any more.
    """
    known, broken, previous = not expected_head, False, chain.GENESIS
    query = sa.select(AUDIT).order_by(AUDIT.c.id)
    for row in connection.execute(query, execution_options={"yield_per": _READ_LINES}):
        known = known or row.sha256 == expected_head
        if not broken:
            attempt = Attempt(*(row._mapping[column] for column in _WORDS))
            code = _wrong(row, attempt, previous)
            if code:
                broken = True
                yield Problem(f"audit line {row.id}", code=code)
        previous = row.sha256
    if not known:
        yield Problem(code="ledger_audit_head", given=expected_head)


def _wrong(row: sa.Row[tuple[object, ...]], attempt: Attempt, previous: str) -> str:
    """What does not fit: the words of the line, or its link to the line before."""
    if chain.audit_hash(row.id, attempt, row.previous_sha256) != row.sha256:
        return "ledger_audit_changed"
    return "" if row.previous_sha256 == previous else "ledger_audit_broken"
