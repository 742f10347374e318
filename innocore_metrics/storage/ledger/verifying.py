"""Whether the ledger is whole: every record against the hashes, and the guards of the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pyarrow as pa
import sqlalchemy as sa

from innocore_metrics.errors import Problem
from innocore_metrics.storage.ledger import audit, chain, guards
from innocore_metrics.storage.ledger.queries import (
    ENTRY_NAMES,
    entries_query,
    read_revisions,
    read_table,
)
from innocore_metrics.storage.ledger.records import Revision, StoredRelease
from innocore_metrics.storage.ledger.tables import ENTRY, RELEASE


def check(
    connection: sa.Connection, expected_head: str = "", expected_audit_head: str = ""
) -> Iterator[Problem]:
    """Everything that does not fit, as one connection sees it.

    The order is that of the tables: revisions with their contents, what belongs to none of them,
    the audit log, the guards.
    """
    revisions = read_revisions(connection)
    yield from _chain_problems(revisions)
    rows = sa.select(RELEASE)
    releases = {row.number: StoredRelease(**row._mapping) for row in connection.execute(rows)}
    for revision in revisions:
        if revision.kind == "release":
            yield from _release_problems(revision, releases.get(revision.number))
        else:
            yield from _rows_problems(connection, revision)
    yield from _foreign_problems(connection, revisions, releases)
    heads = {revision.sha256 for revision in revisions}
    yield from _missing(expected_head, heads, "ledger_head")
    if audit.is_chained(connection):
        yield from audit.problems(connection, expected_audit_head)
        yield from guards.problems(connection)
    else:
        yield Problem(code="ledger_old_form")
        yield from _missing(expected_audit_head, (), "ledger_audit_head")


def missing_heads(expected_head: str, expected_audit_head: str) -> tuple[Problem, ...]:
    """What is wrong with a ledger that is not there: the noted heads are not in it."""
    revision = _missing(expected_head, (), "ledger_head")
    return (*revision, *_missing(expected_audit_head, (), "ledger_audit_head"))


def _missing(expected: str, known: Collection[str], code: str) -> list[Problem]:
    return [Problem(code=code, given=expected)] if expected and expected not in known else []


def _chain_problems(revisions: Sequence[Revision]) -> Iterator[Problem]:
    previous, expected = chain.GENESIS, 1
    for revision in revisions:
        place = _place(revision.number)
        if revision.number > expected:
            # One for all of a gap: a made-up number may be as large as it likes.
            last = f" - {revision.number - 1}" if revision.number - 1 > expected else ""
            yield Problem(_place(expected) + last, code="ledger_revision_missing")
        if revision.previous_sha256 != previous:
            yield Problem(place, code="ledger_chain_broken")
        if chain.own_hash(revision) != revision.sha256:
            yield Problem(place, code="ledger_revision_changed")
        previous, expected = revision.sha256, revision.number + 1


def _release_problems(revision: Revision, release: StoredRelease | None) -> Iterator[Problem]:
    if release is None:
        yield Problem(_place(revision.number), code="ledger_release_missing")
    elif not chain.release_fits(release, revision):
        yield Problem(_place(revision.number), code="ledger_release_changed")


def _rows_problems(connection: sa.Connection, revision: Revision) -> Iterator[Problem]:
    place = _place(revision.number)
    try:
        rows = read_table(connection, entries_query([revision.number]), ENTRY_NAMES)
    except (pa.ArrowException, TypeError):
        # SQLite keeps values of any type in any column; none that was committed is of another.
        yield Problem(place, code="ledger_rows_changed")
        return
    if rows.num_rows != revision.rows_count:
        given, allowed = str(rows.num_rows), str(revision.rows_count)
        yield Problem(place, code="ledger_rows_missing", given=given, allowed=allowed)
    elif chain.content_hash(chain.row_lines(rows, revision.number)) != revision.content_sha256:
        yield Problem(place, code="ledger_rows_changed")


def _foreign_problems(
    connection: sa.Connection, revisions: Sequence[Revision], releases: Collection[int]
) -> Iterator[Problem]:
    """Rows and releases under numbers that have none: of no revision, or of one of another kind."""
    kinds = {revision.number: revision.kind for revision in revisions}
    counted = sa.select(ENTRY.c.revision, sa.func.count()).group_by(ENTRY.c.revision)
    rows = {row[0]: row[1] for row in connection.execute(counted)}
    for number in sorted({*rows, *releases} - set(kinds)):
        yield Problem(_place(number), code="ledger_revision_missing")
    for number in sorted(rows):
        if kinds.get(number) == "release":
            given = str(rows[number])
            yield Problem(_place(number), code="ledger_rows_foreign", given=given)
    for number in sorted(releases):
        if kinds.get(number, "release") != "release":
            yield Problem(_place(number), code="ledger_release_foreign", given=kinds[number])


def _place(number: int) -> str:
    return f"revision {number}"
