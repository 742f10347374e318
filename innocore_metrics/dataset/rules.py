"""What must hold between rows and tables; each rule yields every breach it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from innocore_metrics.errors import Problem
from innocore_metrics.geography import is_country
from innocore_metrics.schema import Row, Table

Tables = Mapping[str, Table]
_TALENT_SOURCES = ("domestic-new-phd", "returnee", "foreign", "other")
_PREVIOUS_POSTS = ("domestic", "overseas-korean", "overseas-foreign")
_COUNTRY_COLUMNS = {
    "institutions": ("country",),
    "group_partners": ("country",),
    "briefings": ("country",),
    "ppp": ("country",),
    "researcher_flows": ("country",),
    "bilateral_flows": ("origin", "destination"),
    "doctorate_stays": ("citizenship",),
    "observations": ("partner",),
}


def _ids(tables: Tables, name: str) -> dict[str, Row]:
    return {str(row["id"]): row for row in tables[name].rows}


def _problem(
    table: Table, row: Row, column: str, code: str, allowed: str = "", detail: str = ""
) -> Problem:
    return Problem(table.schema.path, row.line, column, code, as_text(row[column]), allowed, detail)


def values_fit_their_unit(tables: Tables) -> Iterator[Problem]:
    """A value and its bounds lie within what the unit allows; people are whole."""
    units = _ids(tables, "units")
    for name in ("observations", "doctorate_stays"):
        table = tables[name]
        for row in table.rows:
            unit = units.get(str(row["unit"]))
            if unit is None:
                continue
            for column in ("value", "lower", "upper"):
                yield from _unit_problems(table, row, column, unit)


def _unit_problems(table: Table, row: Row, column: str, unit: Row) -> Iterator[Problem]:
    value: Any = row[column]
    if value is None:
        return
    low: Any = unit["minimum"]
    high: Any = unit["maximum"]
    if (low is not None and value < low) or (high is not None and value > high):
        ends = [
            f">= {low:g}" if low is not None else "",
            f"<= {high:g}" if high is not None else "",
        ]
        allowed = ", ".join(end for end in ends if end)
        yield _problem(table, row, column, "unit_range", allowed, str(unit["id"]))
    if unit["whole"] and column == "value" and value != int(value):
        yield _problem(table, row, column, "whole", detail=str(unit["id"]))


def ranges_hold_their_value(tables: Tables) -> Iterator[Problem]:
    """lower <= value <= upper, and both ends or neither."""
    for name in ("observations", "doctorate_stays"):
        table = tables[name]
        for row in table.rows:
            low: Any = row["lower"]
            value: Any = row["value"]
            high: Any = row["upper"]
            if (low is None) != (high is None):
                yield _problem(table, row, "lower" if low is None else "upper", "half_range")
            elif low is not None and value is not None and not low <= value <= high:
                yield _problem(table, row, "value", "range", f"{low:g} - {high:g}")


def status_says_whether_there_is_a_value(tables: Tables) -> Iterator[Problem]:
    """An empty value is 'not published', and only that; an estimate has a range."""
    table = tables["observations"]
    for row in table.rows:
        if (row["value"] is None) != (row["status"] == "not published"):
            yield _problem(table, row, "status", "status_value")
        if row["status"] == "estimate" and row["lower"] is None:
            yield _problem(table, row, "lower", "estimate_range")


def units_fit_their_indicator(tables: Tables) -> Iterator[Problem]:
    """An observation has its indicator's unit; money may be in another currency."""
    table = tables["observations"]
    indicators = _ids(tables, "indicators")
    for row in table.rows:
        indicator = indicators.get(str(row["indicator"]))
        if indicator is None:
            continue
        expected, given = str(indicator["unit"]), str(row["unit"])
        both_money = expected.endswith("_per_year") and given.endswith("_per_year")
        if given != expected and not both_money:
            yield _problem(table, row, "unit", "indicator_unit", expected)


def entities_exist(tables: Tables) -> Iterator[Problem]:
    """An observation is about an institution, a research group or a country."""
    table = tables["observations"]
    known = [*_ids(tables, "institutions"), *_ids(tables, "research_groups")]
    for row in table.rows:
        entity = str(row["entity"])
        if entity not in known and not is_country(entity):
            yield _problem(table, row, "entity", "unknown_entity", ", ".join(known))


def countries_exist(tables: Tables) -> Iterator[Problem]:
    """Every country code is in ISO 3166-1."""
    for name, columns in _COUNTRY_COLUMNS.items():
        for row in tables[name].rows:
            for column in columns:
                if row[column] and not is_country(str(row[column])):
                    yield _problem(tables[name], row, column, "unknown_country")


def leads_and_members_exist(tables: Tables) -> Iterator[Problem]:
    """A group's lead and an aggregate's members are institutions."""
    institutions = _ids(tables, "institutions")
    groups = tables["research_groups"]
    for row in groups.rows:
        if row["lead"] not in institutions:
            yield _problem(groups, row, "lead", "unknown_entity", ", ".join(institutions))
    table = tables["institutions"]
    for row in table.rows:
        members = [part for part in str(row["members"] or "").split(";") if part]
        if (row["kind"] == "aggregate") != bool(members):
            yield _problem(table, row, "members", "aggregate_members")
        for member in members:
            if member not in institutions:
                yield _problem(table, row, "members", "unknown_entity", ", ".join(institutions))


def recruitment_categories_exist(tables: Tables) -> Iterator[Problem]:
    """Each dimension has its own list of categories."""
    table = tables["recruitment"]
    allowed = {
        "total": ("all",),
        "host": tuple(_ids(tables, "institutions")),
        "group": tuple(_ids(tables, "research_groups")),
        "talent-source": _TALENT_SOURCES,
        "previous-post": _PREVIOUS_POSTS,
    }
    for row in table.rows:
        dimension, category = str(row["dimension"]), str(row["category"])
        if dimension == "nationality":
            if not is_country(category):
                yield _problem(table, row, "category", "unknown_country")
        elif category not in allowed[dimension]:
            yield _problem(table, row, "category", "not_in_list", ", ".join(allowed[dimension]))


def recruitment_sums_agree(tables: Tables) -> Iterator[Problem]:
    """Hosts, groups and previous posts of a date sum to its total; sources do not exceed it."""
    table = tables["recruitment"]
    sums: dict[tuple[str, str], int] = defaultdict(int)
    first: dict[tuple[str, str], Row] = {}
    for row in table.rows:
        key = (str(row["date"]), str(row["dimension"]))
        count: Any = row["count"]
        sums[key] += count
        first.setdefault(key, row)
    for (day, dimension), total in sums.items():
        whole = sums.get((day, "total"))
        if whole is None or dimension in ("total", "nationality"):
            continue
        if total > whole or (total < whole and dimension != "talent-source"):
            row = first[day, dimension]
            given = f"{dimension} {day}: {total}"
            yield Problem(table.schema.path, row.line, "count", "sum", given, str(whole))


def flows_fit_their_population(tables: Tables) -> Iterator[Problem]:
    """No more scholars move than live in a country; no country flows into itself."""
    table = tables["researcher_flows"]
    for row in table.rows:
        for column in ("inflow_count", "outflow_count"):
            moves: Any = row[column]
            scholars: Any = row["scholars_count"]
            if moves > scholars:
                yield _problem(table, row, column, "more_than_population", str(scholars))
    pairs = tables["bilateral_flows"]
    for row in pairs.rows:
        if row["origin"] == row["destination"]:
            yield _problem(pairs, row, "destination", "same_country")


RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    values_fit_their_unit,
    ranges_hold_their_value,
    status_says_whether_there_is_a_value,
    units_fit_their_indicator,
    entities_exist,
    countries_exist,
    leads_and_members_exist,
    recruitment_categories_exist,
    recruitment_sums_agree,
    flows_fit_their_population,
)


def check_guards(tables: Tables) -> Iterator[Problem]:
    """Every known issue still finds the row, the column and the value it was written for."""
    issues = tables["known_issues"]
    for issue in issues.rows:
        target = tables.get(str(issue["table"]))
        if target is None:
            yield _problem(issues, issue, "table", "not_in_list", ", ".join(tables))
            continue
        column = str(issue["column"])
        if column not in {c.name for c in target.schema.columns}:
            yield _problem(issues, issue, "column", "unknown_column")
            continue
        found = [row for row in target.rows if target.key(row) == issue["row"]]
        if not found:
            yield _problem(issues, issue, "row", "guard_row", detail=target.schema.path)
        elif as_text(found[0][column]) != issue["expect"]:
            now = as_text(found[0][column])
            yield _problem(issues, issue, "expect", "guard_value", now, target.schema.path)


def as_text(value: object) -> str:
    """A cell as it stands in the file: 140, not 140.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
