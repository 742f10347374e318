"""From exact counts to those of a release.

1. Nothing of a cohort moves while its started total has changed by fewer than 5; tables of the
   people who started stay as they were while it has not changed at all.
2. A count of 1 to 4 is shown as "fewer than 5"; small countries are put together first.
3. A count that changed by fewer than 5 since it was last shown exactly, or not at all, stays as it
   was shown: that it stays tells nothing.
4. More counts are withheld until nothing can be computed (see hiding and audit).
5. Where that does not help, the tables stay as they were in the release before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from innocore_metrics.desk.disclosure.families import (
    FAMILIES,
    GroupKey,
    Picture,
    Rows,
    family_of,
    is_small,
    key,
    started_total,
)
from innocore_metrics.desk.disclosure.hiding import Task, fewer, protected, withheld
from innocore_metrics.desk.disclosure.series import months
from innocore_metrics.model import LedgerCount, LedgerView


def protect(
    exact: Sequence[LedgerCount],
    earlier: Sequence[LedgerView],
    groups: Mapping[str, GroupKey],
    day: str,
    secret: str,
) -> tuple[LedgerCount, ...]:
    """The counts of a release made on ``day`` (ISO 8601).

    ``exact`` are the counts of the state; ``earlier`` all releases so far, oldest first;
    ``groups`` tells lead and field of each research group; ``secret`` is known to no reader and
    decides what is withheld where there is a choice. The result depends on nothing else.
    """
    result: list[LedgerCount] = []
    for cohort in sorted({row.cohort for row in exact}):
        own = {key(row): replace(row, as_of=day) for row in exact if row.cohort == cohort}
        past = [
            (view.date, {key(row): row for row in view.counts if row.cohort == cohort})
            for view in earlier
        ]
        told = [(date, rows) for date, rows in past if rows]
        result += _cohort(own, told, groups, day, f"{secret}|{cohort}")
    return tuple(result)


def _cohort(
    exact: Rows,
    past: Sequence[tuple[str, Rows]],
    groups: Mapping[str, GroupKey],
    day: str,
    secret: str,
) -> Iterable[LedgerCount]:
    total = started_total(exact)
    last = past[-1][1] if past else {}
    if past and not _may_move(total, past):
        return last.values()
    if is_small(total.count):
        return _nothing(exact)
    shown: Rows = {}
    for family in FAMILIES:
        old = {k: r for k, r in last.items() if family_of(r) == family}
        if family != "stages" and old and started_total(last).count == total.count:
            # The same people: what was said of them holds, and a correction waits.
            shown |= old
            continue
        table = {k: row for k, row in exact.items() if family_of(row) == family}
        task = Task(family, table, _pictures(family, past), int(total.count or 0), groups, secret)
        rows = protected(task)
        if rows is None and family == "stages":
            # All other tables rest on the total: without it nothing is said anew.
            return last.values() or [withheld(row, 0) for row in exact.values() if family_of(row)]
        if rows is None or not _is_new(rows.values(), day):
            rows = old or {k: withheld(row, 0) for k, row in table.items()}
        shown |= rows
    advanced = [rows for date, rows in past if started_total(rows).as_of == date]
    series = [row for row in exact.values() if row.dimension == "month"]
    return [*shown.values(), *months(series, total, advanced, day)]


def _may_move(total: LedgerCount, past: Sequence[tuple[str, Rows]]) -> bool:
    """Whether the total is far enough from every total and point that is known already."""
    known = {
        row.count
        for _, rows in past
        for row in rows.values()
        if row.count is not None
        and row.measure == "started"
        and row.dimension in ("total", "month")
    }
    return not any(is_small((total.count or 0) - count) for count in known)


def _nothing(exact: Rows) -> Iterator[LedgerCount]:
    """A first release with fewer than 5 people: that it is so, and nothing else."""
    for (measure, dimension, _), row in exact.items():
        if dimension == "month":
            continue
        if row.count == 0 and measure == "left":
            yield row
        elif measure == "started" and dimension == "total":
            yield fewer(row)
        else:
            yield withheld(row, 0)


def _pictures(family: str, past: Sequence[tuple[str, Rows]]) -> list[Picture]:
    """What earlier releases said anew of a family; repeated tables say nothing new."""
    pictures = []
    for date, rows in past:
        own = {k: row for k, row in rows.items() if family_of(row) == family}
        total = started_total(rows)
        if total.count is not None and total.as_of == date and _is_new(own.values(), date):
            pictures.append(Picture(own, total.count))
    return pictures


def _is_new(rows: Iterable[LedgerCount], date: str) -> bool:
    return any(row.as_of == date for row in rows)
