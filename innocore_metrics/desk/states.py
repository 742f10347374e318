"""States of the ledger: which imports count after a revision, and how two states differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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
    sides = pa.concat_tables([_on_side(before, keys, 0), _on_side(after, keys, 1)])
    counts = ["before_count", "after_count"]
    summed = sides.group_by(keys).aggregate([(name, "sum") for name in counts])
    frame: pd.DataFrame = summed.rename_columns([*keys, *counts]).to_pandas()
    changed = frame[frame["before_count"] != frame["after_count"]]
    ordered: pd.DataFrame = changed.sort_values(keys).reset_index(drop=True)
    return ordered


def _on_side(tally: pa.Table, keys: list[str], side: int) -> pa.Table:
    """A tally with its counts in the first or in the second of two columns."""
    count = tally.column("count").cast(pa.int64())
    nothing = pa.chunked_array([pa.array(np.zeros(tally.num_rows, np.int64))])
    columns = [count, nothing] if side == 0 else [nothing, count]
    table = tally.select(keys)
    for name, column in zip(("before_count", "after_count"), columns, strict=True):
        table = table.append_column(name, column)
    return table
