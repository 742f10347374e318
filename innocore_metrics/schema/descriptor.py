"""datapackage.json as records (Frictionless Data Package v2, Table Schema)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from innocore_metrics.errors import DataError, Problem
from innocore_metrics.text.characters import unusable

DESCRIPTOR = "datapackage.json"
# Escaped backslashes come along, so that none of them begins an escape by mistake.
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}|\\[bf\\])+")
_KEY = re.compile(r'\s*"([^"]+)"\s*:')


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type and what it allows."""

    name: str
    type: str
    required: bool
    enum: tuple[str, ...]
    pattern: str
    minimum: float | None
    maximum: float | None
    above: float | None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: its file, columns, key, and the tables its columns refer to."""

    name: str
    path: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Descriptor:
    """The whole package as declared."""

    title: str
    version: str
    tables: tuple[TableSchema, ...]


def read_descriptor(text: str) -> Descriptor:
    """Read datapackage.json; DataError where it is not JSON or lacks what is needed."""
    problems = list(_unusable(text))
    if problems:
        raise DataError(problems)
    try:
        tree = json.loads(text)
        tables = tuple(_table(resource) for resource in tree["resources"])
        return Descriptor(tree["title"], tree["version"], tables)
    except json.JSONDecodeError as error:
        raise DataError([Problem(DESCRIPTOR, error.lineno, "", "not_json", error.msg)]) from error
    except (KeyError, TypeError, re.error) as error:
        raise DataError([Problem(DESCRIPTOR, 0, "", "descriptor", str(error))]) from error


def _unusable(text: str) -> Iterator[Problem]:
    """The first character of each line that no text may hold, as it is or as an escape."""
    for row, line in enumerate(text.split("\n"), 1):
        plain = _ESCAPES.sub(_decoded, line)
        found = next(unusable(plain, allowed="\t\r"), None)
        if found:
            key = _KEY.match(line)
            column = key[1] if key else ""
            yield Problem(
                DESCRIPTOR, row, column, "unusable_character", found[1], detail=str(found[0])
            )


def _decoded(escapes: re.Match[str]) -> str:
    """A run of escapes as the characters they stand for: pairs of halves become one."""
    return str(json.loads(f'"{escapes[0]}"'))


def _table(resource: dict[str, Any]) -> TableSchema:
    schema = resource["schema"]
    references = tuple(
        (key["fields"][0], key["reference"]["resource"]) for key in schema.get("foreignKeys", ())
    )
    columns = tuple(_column(field) for field in schema["fields"])
    return TableSchema(
        resource["name"], resource["path"], columns, tuple(schema["primaryKey"]), references
    )


def _column(field: dict[str, Any]) -> Column:
    rules = field.get("constraints", {})
    pattern = rules.get("pattern", "")
    re.compile(pattern)
    return Column(
        name=field["name"],
        type=field["type"],
        required=rules.get("required", False),
        enum=tuple(rules.get("enum", ())),
        pattern=pattern,
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        above=rules.get("exclusiveMinimum"),
    )
