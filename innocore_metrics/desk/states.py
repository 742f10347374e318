"""States of the ledger: which imports count after a revision, and how two states differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from innocore_metrics.errors import LedgerError, Problem
from innocore_metrics.storage.ledger import Revision


def active(revisions: Sequence[Revision], number: int | None = None) -> tuple[int, ...]:
    """The imports that make up the state after revision ``number`` (None: the newest, 0: none).

    An import adds itself, and takes out the one that it replaces; a roll back brings a state
    back; a release changes nothing.

    Raises:
        LedgerError: there is no such revision.
    """
    states: dict[int, tuple[int, ...]] = {0: ()}
    current: tuple[int, ...] = ()
    for revision in revisions:
        if revision.kind == "import":
            kept = tuple(n for n in current if n != revision.target)
            current = (*kept, revision.number)
        elif revision.kind == "rollback":
            current = states[revision.target or 0]
        states[revision.number] = current
    if number is None:
        return current
    if number not in states:
        raise LedgerError([no_such_revision(number, revisions)])
    return states[number]


def no_such_revision(number: int, revisions: Sequence[Revision]) -> Problem:
    """The problem of a revision that does not exist."""
    newest = revisions[-1].number if revisions else 0
    return Problem(code="ledger_no_revision", given=str(number), allowed=f"0 - {newest}")


def difference(before: pa.Table, after: pa.Table) -> pd.DataFrame:
    """Cells of two tallies that differ: the key columns, ``before_count`` and ``after_count``."""
    keys = [name for name in before.column_names if name != "count"]
    frames = [table.to_pandas() for table in (before, after)]
    merged = frames[0].merge(frames[1], on=keys, how="outer", suffixes=("_before", "_after"))
    merged = merged.fillna({"count_before": 0, "count_after": 0})
    merged = merged.rename(columns={"count_before": "before_count", "count_after": "after_count"})
    counts = ["before_count", "after_count"]
    merged[counts] = merged[counts].astype(int)
    changed: pd.DataFrame = merged[merged["before_count"] != merged["after_count"]]
    ordered: pd.DataFrame = changed.sort_values(keys).reset_index(drop=True)
    return ordered
