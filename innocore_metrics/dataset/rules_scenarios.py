"""What must hold for the parameters of scenarios; each rule yields every breach it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from innocore_metrics.errors import Problem
from innocore_metrics.schema import Row, Table

Tables = Mapping[str, Table]
NAME = "scenario_parameters"


def _problem(
    table: Table, row: Row, column: str, code: str, allowed: str = "", detail: str = ""
) -> Problem:
    value: Any = row[column]
    given = f"{value:g}" if isinstance(value, float) else str(value or "")
    return Problem(table.schema.path, row.line, column, code, given, allowed, detail)


def ranges_are_in_order(tables: Tables) -> Iterator[Problem]:
    """minimum <= low <= central <= high <= maximum."""
    table = tables[NAME]
    order = ("minimum", "low", "central", "high", "maximum")
    for row in table.rows:
        for below, above in pairwise(order):
            low: Any = row[below]
            high: Any = row[above]
            if low > high:
                yield _problem(table, row, above, "out_of_range", f">= {below} {low:g}")


def assumptions_have_a_range_and_a_reason(tables: Tables) -> Iterator[Problem]:
    """What is sourced cites its source and place; what is assumed says why, and how far it goes."""
    table = tables[NAME]
    for row in table.rows:
        needed = ("source", "locator") if row["status"] == "source" else ("note_ko", "note_en")
        for column in needed:
            if not row[column]:
                yield _problem(table, row, column, "required")
        if row["kind"] == "uncertain" and row["low"] == row["high"]:
            yield _problem(table, row, "high", "no_width")


def facts_are_those_observed(tables: Tables) -> Iterator[Problem]:
    """A parameter that names an observation has its value, unit and source."""
    table = tables[NAME]
    seen = {str(row["id"]): row for row in tables["observations"].rows}
    units = {("persons", "persons_per_year")}
    for row in table.rows:
        fact = seen.get(str(row["observation"]))
        if fact is None:
            continue
        for column, theirs in (("central", "value"), ("source", "source"), ("unit", "unit")):
            if row[column] != fact[theirs] and (fact[theirs], row[column]) not in units:
                allowed = str(fact[theirs])
                yield _problem(table, row, column, "not_as_observed", allowed, str(fact["id"]))


def values_fit_their_unit(tables: Tables) -> Iterator[Problem]:
    """Every bound of a parameter is one that its unit allows."""
    table = tables[NAME]
    units = {str(row["id"]): row for row in tables["units"].rows}
    for row in table.rows:
        unit = units.get(str(row["unit"]))
        for column in ("minimum", "maximum") if unit else ():
            value: Any = row[column]
            low: Any = unit["minimum"] if unit else None
            high: Any = unit["maximum"] if unit else None
            if (low is not None and value < low) or (high is not None and value > high):
                ends = f"{low if low is not None else '…'} - {high if high is not None else '…'}"
                yield _problem(table, row, column, "unit_range", ends, str(row["unit"]))


RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    ranges_are_in_order,
    assumptions_have_a_range_and_a_reason,
    facts_are_those_observed,
    values_fit_their_unit,
)
