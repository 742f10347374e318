"""From exact counts to those of a release.

1. Nothing of a cohort moves while its started total has changed by fewer than 5.
2. A count of 1 to 4 is shown as "fewer than 5"; small countries are put together first.
3. A count that changed by fewer than 5 since it was last shown exactly stays as it was shown.
4. More counts are withheld, the smallest first, until nothing can be computed (see audit).
5. Where that does not help, the tables stay as they were in the release before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from innocore_metrics.desk.disclosure.audit import exposed
from innocore_metrics.desk.disclosure.families import (
    FAMILIES,
    SMALL,
    GroupKey,
    Key,
    Picture,
    family_of,
    key,
    started_total,
)
from innocore_metrics.desk.disclosure.series import months
from innocore_metrics.model import LedgerCount, LedgerView
from innocore_metrics.model.ledger import NO_COUNTRY, OTHER_COUNTRIES

Rows = dict[Key, LedgerCount]


def protect(
    exact: Sequence[LedgerCount],
    earlier: Sequence[LedgerView],
    groups: Mapping[str, GroupKey],
    day: str,
) -> tuple[LedgerCount, ...]:
    """The counts of a release made on ``day`` (ISO 8601).

    ``exact`` are the counts of the state; ``earlier`` all releases so far, oldest first;
    ``groups`` tells lead and field of each research group. The result depends on nothing else.
    """
    result: list[LedgerCount] = []
    for cohort in sorted({row.cohort for row in exact}):
        own = {key(row): replace(row, as_of=day) for row in exact if row.cohort == cohort}
        past = [
            (view.date, {key(row): row for row in view.counts if row.cohort == cohort})
            for view in earlier
        ]
        result += _cohort(own, [(date, rows) for date, rows in past if rows], groups, day)
    return tuple(result)


def _cohort(
    exact: Rows, past: Sequence[tuple[str, Rows]], groups: Mapping[str, GroupKey], day: str
) -> Iterable[LedgerCount]:
    total = started_total(exact)
    advanced = [rows for date, rows in past if started_total(rows).as_of == date]
    if past and not _may_move(total, past):
        return past[-1][1].values()
    if _is_small(total.count):
        return _nothing(exact)
    shown: Rows = {}
    for family, dimensions in FAMILIES.items():
        table = {k: row for k, row in exact.items() if k[1] in dimensions}
        before = _pictures(family, past)
        last = {k: r for k, r in past[-1][1].items() if family_of(r) == family} if past else {}
        shown |= _family(family, table, before, last, int(total.count or 0), groups, day)
    series = [row for row in exact.values() if row.dimension == "month"]
    return [*shown.values(), *months(series, total, advanced)]


def _is_small(count: int | None) -> bool:
    return count is not None and 1 <= abs(count) <= SMALL


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
    return not any(_is_small((total.count or 0) - count) for count in known)


def _nothing(exact: Rows) -> Iterator[LedgerCount]:
    """A first release with fewer than 5 people: that it is so, and nothing else."""
    for (measure, dimension, _), row in exact.items():
        if dimension == "month":
            continue
        if row.count == 0 and measure == "left":
            yield row
        elif measure == "started" and dimension == "total":
            yield _fewer(row)
        else:
            yield _withheld(row, 0)


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


def _family(
    family: str,
    exact: Rows,
    before: Sequence[Picture],
    last: Rows,
    total: int,
    groups: Mapping[str, GroupKey],
    day: str,
) -> Rows:
    """The rows of a family as shown: as much as the audit allows."""
    table = _collapsed(exact, before) if family == "countries" else exact
    rows = {k: _primary(row, before) for k, row in table.items()}
    if not _fails(family, rows, before, total, groups):
        return rows
    withheld = _withheld_until_safe(family, rows, before, total, groups)
    if withheld is None:
        return dict(last) or {k: _withheld(row, 0) for k, row in table.items()}
    # Groups first, the greatest first: they say more than sums of them.
    order = sorted(withheld, key=lambda k: (k[1] in ("lead", "field"), -(table[k].count or 0), k))
    for spared in order:
        trial = _with_sums({**rows, spared: table[spared]}, table, groups)
        if not _fails(family, trial, before, total, groups):
            rows = trial
    # Where nothing is shown anew, the tables may as well stay as they were.
    return rows if _is_new(rows.values(), day) else dict(last) or rows


def _with_sums(rows: Rows, table: Rows, groups: Mapping[str, GroupKey]) -> Rows:
    """Shows leads and fields too of which every group is shown: they are no secret then."""
    for (measure, dimension, category), row in rows.items():
        if row.mark != "withheld" or dimension not in ("lead", "field"):
            continue
        members = [id for id in groups if getattr(groups[id], dimension) == category]
        shown = [rows.get((measure, "group", id)) for id in members]
        if all(one.mark == "exact" for one in shown if one is not None):
            rows = {**rows, (measure, dimension, category): table[measure, dimension, category]}
    return rows


def _withheld_until_safe(
    family: str,
    rows: Rows,
    before: Sequence[Picture],
    total: int,
    groups: Mapping[str, GroupKey],
) -> list[Key] | None:
    """Withholds rows until the audit passes, and names them; None where nothing helps."""
    candidates = _candidates(rows, before)
    # Where tables hang together, only all of them leave every way of sparing some open.
    at_once = len(candidates) if family == "groups" else 1
    withheld: list[Key] = []
    while candidates:
        chosen, candidates = candidates[:at_once], candidates[at_once:]
        for k in chosen:
            rows[k] = _withheld(rows[k], SMALL + 1)
        withheld += chosen
        if not _fails(family, rows, before, total, groups):
            return withheld
    return None


def _fails(
    family: str,
    rows: Rows,
    before: Sequence[Picture],
    total: int,
    groups: Mapping[str, GroupKey],
) -> bool:
    if all(row.mark == "exact" for row in rows.values()) and not before:
        return False
    return exposed(family, [*before, Picture(rows, total)], groups)


def _candidates(rows: Rows, before: Sequence[Picture]) -> list[Key]:
    """Rows that may be withheld too: those withheld before, then the smallest.

    The started total stays: every other table rests on it.
    """
    last = before[-1].rows if before else {}
    free = [
        k
        for k, row in rows.items()
        if row.mark == "exact" and row.count and k[:2] != ("started", "total")
    ]
    return sorted(
        free, key=lambda k: (not (k in last and last[k].mark == "withheld"), rows[k].count, k)
    )


def _primary(row: LedgerCount, before: Sequence[Picture]) -> LedgerCount:
    """The row by itself: fewer than 5, held, or exact."""
    if _is_small(row.count):
        return _fewer(row)
    for picture in reversed(before):
        old = picture.rows.get(key(row))
        if old is not None and old.mark == "exact":
            change = (row.count or 0) - (old.count or 0)
            return _held(row, old) if _is_small(change) and old.count else row
    return row


def _fewer(row: LedgerCount) -> LedgerCount:
    return replace(row, count=None, lower=1, upper=SMALL, mark="fewer-than-5")


def _withheld(row: LedgerCount, lower: int) -> LedgerCount:
    return replace(row, count=None, lower=lower, upper=None, mark="withheld")


def _held(row: LedgerCount, old: LedgerCount) -> LedgerCount:
    count = old.count or 0
    low = max(0, count - SMALL)
    return replace(old, lower=low, upper=count + SMALL, mark="held")


def _collapsed(exact: Rows, before: Sequence[Picture]) -> Rows:
    """Countries with 1 to 4 people put together, unless they were shown on their own before."""
    known = {k for picture in before for k in picture.rows}
    kept, other = {}, 0
    sample = next(iter(exact.values()))
    for k, row in exact.items():
        if _is_small(row.count) and k[2] != NO_COUNTRY and k not in known:
            other += row.count or 0
        else:
            kept[k] = row
    for k in known - kept.keys() - {("started", "country", OTHER_COUNTRIES)}:
        kept[k] = replace(sample, category=k[2], count=0)
    kept["started", "country", OTHER_COUNTRIES] = replace(
        sample, category=OTHER_COUNTRIES, count=other
    )
    return kept
