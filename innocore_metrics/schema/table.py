"""Cells against their column, keys against each other, references against their table."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from innocore_metrics.errors import Problem
from innocore_metrics.schema.descriptor import Column, TableSchema
from innocore_metrics.text.characters import unusable

_NUMBER = re.compile(r"[-+.0-9eE]+")
Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the line of the file it stands on (the header is line 1)."""

    line: int
    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A parsed table; rows with a bad cell are left out of it and reported instead."""

    schema: TableSchema
    rows: tuple[Row, ...]

    def key(self, row: Row) -> str:
        """The primary key of a row as one string."""
        return ";".join("" if row[c] is None else str(row[c]) for c in self.schema.key)


def parse_table(
    schema: TableSchema, records: Sequence[tuple[int, Sequence[str]]]
) -> tuple[Table, list[Problem]]:
    """Records (line, cells; the first is the header) as a typed table, with every problem."""
    if not records:
        return Table(schema, ()), [Problem(schema.path, 1, "", "no_header")]
    header = list(records[0][1])
    problems = list(_unusable(schema.path, 1, header, header))
    problems = problems or list(_header_problems(schema, header))
    if problems:
        return Table(schema, ()), problems
    rows: list[Row] = []
    for line, cells in records[1:]:
        found = _parse_row(schema, header, line, cells)
        if isinstance(found, Row):
            rows.append(found)
        else:
            problems += found
    table = Table(schema, tuple(rows))
    return table, problems + list(_key_problems(table))


def _header_problems(schema: TableSchema, header: list[str]) -> Iterator[Problem]:
    expected = [column.name for column in schema.columns]
    for name in header:
        if name not in expected:
            yield Problem(schema.path, 1, name, "unknown_column", name, ", ".join(expected))
        elif header.count(name) > 1:
            yield Problem(schema.path, 1, name, "column_twice", name)
    for name in expected:
        if name not in header:
            yield Problem(schema.path, 1, name, "missing_column", name, ", ".join(expected))


def _unusable(
    path: str, line: int, header: Sequence[str], cells: Sequence[str]
) -> Iterator[Problem]:
    """The first character of each cell that no text of the package may hold."""
    for place, cell in enumerate(cells):
        found = next(unusable(cell), None)
        if found:
            at, given = found
            column = header[place] if place < len(header) and cells is not header else ""
            yield Problem(path, line, column, "unusable_character", given, detail=str(at))


def _parse_row(
    schema: TableSchema, header: list[str], line: int, cells: Sequence[str]
) -> Row | list[Problem]:
    problems = list(_unusable(schema.path, line, header, cells))
    if len(cells) != len(header):
        given, allowed = str(len(cells)), str(len(header))
        return [*problems, Problem(schema.path, line, "", "cell_count", given, allowed)]
    refused = {problem.column for problem in problems}
    texts = dict(zip(header, cells, strict=True))
    values: dict[str, Cell] = {}
    for column in schema.columns:
        if column.name in refused:
            continue
        given = texts[column.name]
        found = _parse_cell(column, given.strip())
        if isinstance(found, Problem):
            problems.append(
                Problem(schema.path, line, column.name, found.code, given, found.allowed)
            )
        else:
            values[column.name] = found
    return problems or Row(line, values)


def _parse_cell(column: Column, text: str) -> Cell | Problem:
    if text == "":
        if column.required:
            return Problem(code="required")
        return None if column.type != "string" else ""
    if column.enum and text not in column.enum:
        return Problem(code="not_in_list", allowed=_suggest(text, column.enum))
    if column.pattern and not re.fullmatch(column.pattern, text, re.ASCII):
        return Problem(code="pattern", allowed=column.pattern)
    if column.type == "string":
        return text
    if column.type == "boolean":
        return text == "true" if text in ("true", "false") else Problem(code="boolean")
    return _parse_number(column, text)


def _parse_number(column: Column, text: str) -> Cell | Problem:
    if not _NUMBER.fullmatch(text):
        # Python reads digits of other scripts and underscores between them; other programs do not.
        return Problem(code=column.type)
    try:
        value: float = int(text) if column.type == "integer" else float(text)
    except ValueError:
        return Problem(code=column.type)
    if not math.isfinite(value):
        return Problem(code=column.type)
    too_low = column.minimum is not None and value < column.minimum
    too_low = too_low or (column.above is not None and value <= column.above)
    too_high = column.maximum is not None and value > column.maximum
    if too_low or too_high:
        return Problem(code="out_of_range", allowed=_range(column))
    return value


def _range(column: Column) -> str:
    low = f"> {column.above:g}" if column.above is not None else ""
    low = f">= {column.minimum:g}" if column.minimum is not None else low
    high = f"<= {column.maximum:g}" if column.maximum is not None else ""
    return ", ".join(part for part in (low, high) if part)


def _suggest(given: str, allowed: Sequence[str]) -> str:
    """The allowed values, the likeliest first; a long list is cut to its nearest."""
    near = difflib.get_close_matches(given, allowed, n=3)
    if len(allowed) <= 30:
        return ", ".join(near + [value for value in allowed if value not in near])
    return ", ".join(near) + (", …" if near else "…")


def _key_problems(table: Table) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in table.rows:
        key = table.key(row)
        if key in first:
            column = table.schema.key[0]
            yield Problem(table.schema.path, row.line, column, "twice", key, str(first[key]))
        first.setdefault(key, row.line)


def check_references(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Every cell that names a row of another table must find it."""
    for table in tables.values():
        for column, target in table.schema.references:
            known = {str(row["id"]): None for row in tables[target].rows}
            for row in table.rows:
                given = str(row[column] or "")
                if given and given not in known:
                    allowed = _suggest(given, tuple(known))
                    path = table.schema.path
                    place = f"{tables[target].schema.path}"
                    yield Problem(path, row.line, column, "unknown_id", given, allowed, place)
