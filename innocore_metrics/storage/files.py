"""The data package in a folder: CSV files in UTF-8, read whole, every problem collected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from innocore_metrics.errors import DataError, Problem
from innocore_metrics.schema import (
    Descriptor,
    Table,
    TableSchema,
    check_references,
    parse_table,
    read_descriptor,
)
from innocore_metrics.schema.descriptor import DESCRIPTOR

MAX_FILE_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Package:
    """What stands in a folder: the tables that could be read, and what is wrong with them."""

    descriptor: Descriptor
    tables: Mapping[str, Table]
    problems: tuple[Problem, ...]


def read_package(folder: Path) -> Package:
    """Read and check the package in ``folder``.

    Raises:
        DataError: there is no readable datapackage.json.
    """
    text = _read_text(folder / DESCRIPTOR)
    if isinstance(text, Problem):
        raise DataError([text])
    descriptor = read_descriptor(text)
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for schema in descriptor.tables:
        tables[schema.name], found = _read_table(folder, schema)
        problems += found
    problems += check_references(tables)
    return Package(descriptor, tables, tuple(sorted(problems)))


def _read_table(folder: Path, schema: TableSchema) -> tuple[Table, list[Problem]]:
    text = _read_text(folder / schema.path)
    if isinstance(text, Problem):
        return Table(schema, ()), [text]
    try:
        reader = csv.reader(io.StringIO(text), strict=True)
        records = list(_records(reader))
    except csv.Error as error:
        line = reader.line_num
        return Table(schema, ()), [Problem(schema.path, line, "", "not_csv", str(error))]
    return parse_table(schema, records)


def _records(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins; lines without any cell are passed over."""
    line = 1
    for cells in reader:
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


def _read_text(path: Path) -> str | Problem:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            limit = f"{MAX_FILE_BYTES // 2**20} MiB"
            return Problem(path.name, 0, "", "too_large", str(path.stat().st_size), limit)
        raw = path.read_bytes()
    except OSError as error:
        return Problem(path.name, 0, "", "unreadable", error.strerror or str(error))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _encoding_problem(path.name, raw, error.start)


def _encoding_problem(name: str, raw: bytes, start: int) -> Problem:
    """Names the row and column of the first byte that is not UTF-8, and CP949 where it fits."""
    before = raw[:start]
    line = before.count(b"\n") + 1
    header = raw.split(b"\n", 1)[0].decode("ascii", "replace").strip().split(",")
    cell = before.rsplit(b"\n", 1)[-1].count(b",")
    column = header[cell] if cell < len(header) else ""
    try:
        raw.decode("cp949")
        guess = "CP949"
    except UnicodeDecodeError:
        guess = "?"
    return Problem(name, line, column, "not_utf8", guess, "UTF-8")
