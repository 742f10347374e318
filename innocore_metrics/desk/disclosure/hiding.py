"""What a family of tables shows: as much as the audit allows, chosen so that the choice is mute.

Which counts are withheld follows from an order that nobody outside knows and from the marks, never
from how large a count is, and now and then one more is withheld than is needed. Otherwise whoever
has this code could tell from what is withheld which values would have made that necessary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from innocore_metrics.desk.disclosure.audit import exposed
from innocore_metrics.desk.disclosure.families import (
    SMALL,
    GroupKey,
    Key,
    Picture,
    Rows,
    is_small,
    key,
)
from innocore_metrics.model import LedgerCount
from innocore_metrics.model.ledger import ALL, NO_COUNTRY, OTHER_COUNTRIES

_TOTAL = ("started", "total", ALL)


@dataclass(frozen=True)
class Task:
    """A family's exact rows, what earlier releases said of it, and the secret of the choice."""

    family: str
    exact: Rows
    before: Sequence[Picture]
    total: int
    groups: Mapping[str, GroupKey]
    secret: str

    def rank(self, what: object) -> int:
        """A number that looks drawn by lot to everybody without the secret."""
        text = f"{self.secret}|{self.family}|{what}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])

    def fails(self, rows: Rows) -> bool:
        """Whether these rows would give something away."""
        if all(row.mark == "exact" for row in rows.values()) and not self.before:
            return False
        return exposed(self.family, [*self.before, Picture(rows, self.total)], self.groups)


def protected(task: Task) -> Rows | None:
    """The rows of a family as shown; None where nothing helps."""
    table = _collapsed(task.exact, task.before) if task.family == "countries" else task.exact
    rows = {k: _primary(row, task.before) for k, row in table.items()}
    order = _order(rows, task)
    if task.fails(rows):
        found = _withheld_until_safe(rows, table, order, task)
        if found is None:
            return None
        rows = _spared(found, rows, table, task)
    return _one_more(rows, table, order, task)


def _order(rows: Rows, task: Task) -> list[Key]:
    """Rows that may be withheld too: those withheld before, then by lot.

    The started total stays: every other table rests on it. The net of those who left comes last:
    it is no secret while both of its parts are shown.
    """
    last = task.before[-1].rows if task.before else {}
    nobody_left = all(row.count == 0 for k, row in rows.items() if k[0] == "left")
    free = [
        k
        for k, row in rows.items()
        if row.count and k != _TOTAL and not (k[0] == "net" and nobody_left)
    ]
    return sorted(
        free,
        key=lambda k: (
            k[0] == "net",
            not (k in last and last[k].mark == "withheld"),
            task.rank(k),
        ),
    )


def _withheld_until_safe(rows: Rows, table: Rows, order: list[Key], task: Task) -> Rows | None:
    # Where tables hang together, only all of them leave every way of sparing some open.
    at_once = max(len(order), 1) if task.family == "groups" else 1
    for first in range(0, len(order), at_once):
        chosen = order[first : first + at_once]
        rows = rows | {k: withheld(table[k], SMALL + 1) for k in chosen}
        if not task.fails(rows):
            return rows
    return None


def _spared(rows: Rows, primary: Rows, table: Rows, task: Task) -> Rows:
    """Shows again what need not be withheld; groups first, they say more than sums of them."""
    hidden = [k for k, row in rows.items() if row.mark == "withheld"]
    for k in sorted(hidden, key=lambda k: (k[1] in ("lead", "field"), task.rank(("spare", k)))):
        trial = _with_sums({**rows, k: primary[k]}, table, task.groups)
        if not task.fails(trial):
            rows = trial
    return rows


def _one_more(rows: Rows, table: Rows, order: list[Key], task: Task) -> Rows:
    """Withholds one more by the toss of a coin where anything is protected."""
    if all(row.mark == "exact" for row in rows.values()) or task.rank("coin") % 2:
        return rows
    for k in order:
        if rows[k].mark != "withheld":
            trial = rows | {k: withheld(table[k], SMALL + 1)}
            if not task.fails(trial):
                return trial
    return rows


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


def _primary(row: LedgerCount, before: Sequence[Picture]) -> LedgerCount:
    """The row by itself: fewer than 5, held, or exact."""
    if is_small(row.count):
        return fewer(row)
    for picture in reversed(before):
        old = picture.rows.get(key(row))
        if old is not None and old.mark == "exact" and key(row) != _TOTAL:
            near = abs((row.count or 0) - (old.count or 0)) <= SMALL
            return _held(old) if near and old.count else row
    return row


def fewer(row: LedgerCount) -> LedgerCount:
    """The row as "fewer than 5"."""
    return replace(row, count=None, lower=1, upper=SMALL, mark="fewer-than-5")


def withheld(row: LedgerCount, lower: int) -> LedgerCount:
    """The row without its number, of which no more is said than that it is ``lower`` or more."""
    return replace(row, count=None, lower=lower, upper=None, mark="withheld")


def _held(old: LedgerCount) -> LedgerCount:
    count = old.count or 0
    # What has become smaller than 5 is marked so, which leaves 5 or more here.
    return replace(old, lower=max(SMALL + 1, count - SMALL), upper=count + SMALL, mark="held")


def _collapsed(exact: Rows, before: Sequence[Picture]) -> Rows:
    """Countries with 1 to 4 people put together, unless they were shown on their own before."""
    known = {k for picture in before for k in picture.rows}
    kept, other = {}, 0
    sample = next(iter(exact.values()))
    for k, row in exact.items():
        if is_small(row.count) and k[2] != NO_COUNTRY and k not in known:
            other += row.count or 0
        else:
            kept[k] = row
    for k in known - kept.keys() - {("started", "country", OTHER_COUNTRIES)}:
        kept[k] = replace(sample, category=k[2], count=0)
    kept["started", "country", OTHER_COUNTRIES] = replace(
        sample, category=OTHER_COUNTRIES, count=other
    )
    return kept
