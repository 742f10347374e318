"""What must hold for the parameters of scenarios; each rule yields every breach it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
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


def completed(tables: Tables) -> Table:
    """The parameters with what an observation knows: its value, and its range where none is set.

    A figure stands in one place: a parameter that names an observation leaves ``central`` empty.
    """
    table = tables[NAME]
    seen = {str(row["id"]): row for row in tables["observations"].rows}
    return replace(table, rows=tuple(_filled(row, seen) for row in table.rows))


def _filled(row: Row, seen: Mapping[str, Row]) -> Row:
    fact = seen.get(str(row["observation"]))
    central: Any = fact["value"] if fact is not None else row["central"]
    if central is None:
        return row
    ends: dict[str, Any] = {"central": float(central)}
    for column, theirs in (("low", "lower"), ("high", "upper")):
        known: Any = fact[theirs] if fact is not None else None
        ends[column] = row[column] if row[column] is not None else float(known or central)
    return Row(row.line, {**row.cells, **ends})


def values_are_given_once(tables: Tables) -> Iterator[Problem]:
    """``central`` stands here or in an observation with a value, never in both or neither."""
    table = tables[NAME]
    seen = {str(row["id"]): row for row in tables["observations"].rows}
    for row in table.rows:
        fact = seen.get(str(row["observation"]))
        if fact is None and row["central"] is None:
            yield _problem(table, row, "central", "required")
        if fact is not None and row["central"] is not None:
            yield _problem(table, row, "central", "given_twice", detail=str(fact["id"]))
        if fact is not None and fact["value"] is None:
            yield _problem(table, row, "observation", "required", detail=str(fact["id"]))


def ranges_are_in_order(tables: Tables) -> Iterator[Problem]:
    """minimum <= low <= central <= high <= maximum."""
    order = ("minimum", "low", "central", "high", "maximum")
    table = completed(tables)
    for row in table.rows:
        if row["central"] is None:
            continue
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
    for row in completed(tables).rows:
        if row["kind"] == "uncertain" and row["low"] == row["high"]:
            yield _problem(table, row, "high", "no_width")


def facts_are_those_observed(tables: Tables) -> Iterator[Problem]:
    """A parameter that names an observation has its unit and source."""
    table = tables[NAME]
    seen = {str(row["id"]): row for row in tables["observations"].rows}
    units = {("persons", "persons_per_year")}
    for row in table.rows:
        fact = seen.get(str(row["observation"]))
        if fact is None:
            continue
        for column, theirs in (("source", "source"), ("unit", "unit")):
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
    values_are_given_once,
    ranges_are_in_order,
    assumptions_have_a_range_and_a_reason,
    facts_are_those_observed,
    values_fit_their_unit,
)
