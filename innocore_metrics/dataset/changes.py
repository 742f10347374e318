"""What changed between two versions of the facts, row by row, with the reasons given for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from innocore_metrics.dataset.rules import as_text
from innocore_metrics.dataset.versions import Edition
from innocore_metrics.model import KnownIssue
from innocore_metrics.schema import Row, Table

KINDS = ("added", "corrected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that came or went, or a cell that differs; cells as they stand in the file.

    ``column`` is empty for whole rows. Reason and source are those of the known issue about
    this row, empty where there is none.
    """

    kind: str
    table: str
    row: str
    column: str
    before: str
    after: str
    reason_ko: str = ""
    reason_en: str = ""
    source: str = ""


def compare(before: Edition, after: Edition) -> tuple[Change, ...]:
    """Every difference, table by table in the order of the later version."""
    names = dict.fromkeys((*after.tables, *before.tables))
    reasons = _Reasons(before, after)
    found: list[Change] = []
    for name in names:
        old, new = _rows(before.tables.get(name)), _rows(after.tables.get(name))
        for change in (*_came(name, old, new), *_differs(name, old, new), *_went(name, old, new)):
            found.append(reasons.of(change))
    return tuple(found)


def _rows(table: Table | None) -> dict[str, Row]:
    return {table.key(row): row for row in table.rows} if table else {}


def _came(name: str, old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for key, row in new.items():
        if key not in old:
            yield Change("added", name, key, "", "", _value(row))


def _went(name: str, old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for key, row in old.items():
        if key not in new:
            yield Change("withdrawn", name, key, "", _value(row), "")


def _differs(name: str, old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for key, row in new.items():
        for column in row.cells if key in old else ():
            before = as_text(old[key].cells.get(column))
            after = as_text(row[column])
            if before != after:
                yield Change("corrected", name, key, column, before, after)


_VALUES = ("value", "count", "rate", "moves_count", "scholars_count", "stated_value")


def _value(row: Row) -> str:
    """The number a row is about, where it is about one."""
    return next((as_text(row[name]) for name in _VALUES if name in row.cells), "")


class _Reasons:
    """Known issues of both versions by table and row; the later version's come first."""

    def __init__(self, before: Edition, after: Edition) -> None:
        issues = (*after.dataset.known_issues, *before.dataset.known_issues)
        self._issues: dict[tuple[str, str], list[KnownIssue]] = {}
        for issue in issues:
            self._issues.setdefault((issue.table, issue.row), []).append(issue)

    def of(self, change: Change) -> Change:
        """The change with the reason given for it; the issue about its cell wins."""
        found = self._issues.get((change.table, change.row), [])
        if not found:
            return change
        issue = next((one for one in found if one.column == change.column), found[0])
        return Change(
            change.kind,
            change.table,
            change.row,
            change.column,
            change.before,
            change.after,
            issue.reason_ko,
            issue.reason_en,
            issue.source,
        )
