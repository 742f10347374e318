"""CSV that Excel opens: UTF-8 with a byte order mark, one row a figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.about import records
from innocore_metrics.exports.base import Document, Export

# A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = b"\xef\xbb\xbf"


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> safe("=1+1"), safe(-3.5), safe("KAIST")
    ("'=1+1", -3.5, 'KAIST')
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def rows(document: Document, exhibit: Exhibit) -> list[dict[str, Any]]:
    """The rows of an exhibit: its records, then version, day and address."""
    end = {
        "data_version": document.version,
        "exported": document.date,
        "url": document.link(exhibit),
    }
    found = []
    for record in records(document, exhibit):
        record["sources"] = " ".join(record["sources"])
        found.append({"title": exhibit.title} | record | end)
    return found


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Rows as CSV; a header stands there even without a row."""
    return as_table(rows, COLUMNS)


def as_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Rows with these columns as CSV; a header stands there even without a row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: safe(value) for key, value in row.items()} for row in rows)
    return BOM + text.getvalue().encode()


def write(document: Document) -> bytes:
    """All figures of the document, one under the other."""
    return as_csv([row for exhibit in document.exhibits for row in rows(document, exhibit)])


# Name, CSVW datatype.
TYPES = {
    "title": "string",
    "exhibit": "string",
    "id": "string",
    "indicator": "string",
    "name": "string",
    "entity": "string",
    "period": "string",
    "basis": "string",
    "group": "string",
    "value": "number",
    "unit": "string",
    "lower": "number",
    "upper": "number",
    "status": "string",
    "definition": "string",
    "formula": "string",
    "sources": "string",
    "note": "string",
    "few": "boolean",
    "who": "string",
    "detail": "string",
    "shown": "string",
    "range": "string",
    "status_name": "string",
    "data_version": "string",
    "exported": "date",
    "url": "anyURI",
}
COLUMNS = tuple(TYPES)
EXPORT = Export("csv", ".csv", "text/csv; charset=utf-8", write)
