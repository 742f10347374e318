"""CSV on the Web: every table, column, type, key and reference of the data package."""

from __future__ import annotations

import re
from typing import Any

from innocore_metrics.dataset.versions import Edition
from innocore_metrics.schema import Table

_TYPES = {"string": "string", "number": "number", "integer": "integer", "boolean": "boolean"}


def csvw(edition: Edition, folder: str = "") -> dict[str, Any]:
    """The tables as a CSVW table group; ``folder`` goes before the name of each file."""
    package = edition.descriptor
    paths = {resource["name"]: f"{folder}{resource['path']}" for resource in package["resources"]}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": package["title"],
        "dc:description": package["description"],
        "dc:license": {"@id": package["licenses"][0]["path"]},
        "dc:identifier": edition.dataset.version,
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [
            _table(resource, paths, _columns_with_gaps(edition.tables[resource["name"]]))
            for resource in package["resources"]
        ],
    }


def _columns_with_gaps(table: Table) -> frozenset[str]:
    """Columns in which some cell is empty."""
    names = [column.name for column in table.schema.columns]
    return frozenset(name for name in names if any(row[name] in ("", None) for row in table.rows))


def _table(resource: dict[str, Any], paths: dict[str, str], gaps: frozenset[str]) -> dict[str, Any]:
    """A table with its keys.

    A reference may be empty in a Data Package, but not in CSV on the Web, where every row must find
    its row in the other table: those of columns with empty cells stand in datapackage.json only.
    """
    schema = resource["schema"]
    described: dict[str, Any] = {
        "columns": [_column(field) for field in schema["fields"]],
        "primaryKey": list(schema["primaryKey"]),
    }
    references = [
        {
            "columnReference": list(key["fields"]),
            "reference": {
                "resource": paths[key["reference"]["resource"]],
                "columnReference": list(key["reference"]["fields"]),
            },
        }
        for key in schema.get("foreignKeys", ())
        if not gaps & set(key["fields"])
    ]
    if references:
        described["foreignKeys"] = references
    return {
        "url": paths[resource["name"]],
        "dc:title": resource["title"],
        "tableSchema": described,
    }


def _column(field: dict[str, Any]) -> dict[str, Any]:
    rules = field.get("constraints", {})
    described: dict[str, Any] = {
        "name": field["name"],
        "titles": field["name"],
        "datatype": _datatype(field["type"], rules),
    }
    if rules.get("required"):
        described["required"] = True
    return described


def _datatype(type_: str, rules: dict[str, Any]) -> Any:
    base = _TYPES[type_]
    found: dict[str, Any] = {"base": base}
    if "enum" in rules:
        found["format"] = "|".join(re.escape(str(value)) for value in rules["enum"])
    elif "pattern" in rules:
        found["format"] = rules["pattern"]
    elif type_ == "boolean":
        found["format"] = "true|false"
    for name, ours in (
        ("minimum", "minimum"),
        ("maximum", "maximum"),
        ("minExclusive", "exclusiveMinimum"),
    ):
        if ours in rules:
            found[name] = rules[ours]
    return base if len(found) == 1 else found
