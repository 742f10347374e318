"""CSV in UTF-8 or CP949 with commas, semicolons or tabs: fast where it is regular."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from innocore_metrics.errors import IntakeError, Problem
from innocore_metrics.intake.reading.sheet import (
    FIRST_ROWS,
    MOST_PROBLEMS,
    Header,
    Limits,
    Sheet,
    find_header,
    finished,
    no_header,
)

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 512 * 1024
_TEXT = pa.dictionary(pa.int32(), pa.string())


def read(raw: bytes, name: str, words: frozenset[str], limits: Limits) -> Sheet:
    """The cells of a CSV file.

    Raises:
        IntakeError: it is no such file, or goes beyond ``limits``.
    """
    text, encoding = _decoded(raw, name)
    if text.count("\n") > limits.rows + FIRST_ROWS:
        raise IntakeError([Problem(name, code="upload_rows", allowed=f"{limits.rows:,}")])
    header, delimiter, line = _header(text, name, words, limits)
    if len(header.cells) > limits.columns:
        raise too_wide(name, line, limits)
    plain = raw.removeprefix(b"\xef\xbb\xbf") if encoding == "utf-8" else text.encode()
    found = _fast(plain, len(header.cells), delimiter, line)
    if found is None:
        found = _slow(text, name, header, delimiter, limits)
    table, numbers = found
    if table.num_rows > limits.rows:
        raise IntakeError([Problem(name, code="upload_rows", allowed=f"{limits.rows:,}")])
    sheet = Sheet(name, "", "csv", line, header.cells, table, numbers, encoding, delimiter)
    return finished(sheet, limits)


def too_wide(place: str, row: int, limits: Limits) -> IntakeError:
    """More columns than allowed."""
    return IntakeError([Problem(place, row, code="upload_columns", allowed=str(limits.columns))])


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise IntakeError([Problem(name, code="upload_encoding", given="UTF-16")])
    nul = raw.find(b"\0")
    if nul >= 0:
        raise IntakeError([Problem(name, raw.count(b"\n", 0, nul) + 1, code="upload_nul")])
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        first = error.start
    try:
        return raw.decode("cp949"), "cp949"
    except UnicodeDecodeError:
        row = raw.count(b"\n", 0, first) + 1
        raise IntakeError([Problem(name, row, code="upload_encoding", given="?")]) from None


def _header(text: str, name: str, words: frozenset[str], limits: Limits) -> tuple[Header, str, int]:
    """The header, the delimiter under which most of its names are known, and its line."""
    sample = text[:_SAMPLE]
    best: tuple[Header, str, int] | None = None
    first: list[list[str]] = []
    for delimiter in _DELIMITERS:
        records = list(_records(sample, name, delimiter, FIRST_ROWS + 1))
        rows = [cells for _, cells in records]
        if any(len(cells) > limits.columns and any(cells[limits.columns :]) for cells in rows):
            raise too_wide(name, 1, limits)
        first = first or rows
        found = find_header(rows, words)
        if found and (best is None or found.known > best[0].known):
            end = records[found.place][0]
            best = (found, delimiter, end)
    if best is None:
        raise no_header(name, first)
    return best


def _records(
    text: str, name: str, delimiter: str, most: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for number, cells in enumerate(reader):
            if most is not None and number >= most:
                return
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise IntakeError([Problem(name, line, code="upload_broken", given=str(error))]) from error


def _fast(raw: bytes, width: int, delimiter: str, line: int) -> tuple[pa.Table, np.ndarray] | None:
    """With Arrow, where every line is a record; else None, since lines could not be numbered."""
    if raw.count(b"\r") != raw.count(b"\r\n"):
        return None
    lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
    names = [str(i) for i in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(raw),
            read_options=arrow_csv.ReadOptions(
                column_names=names, skip_rows=line, use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != lines - line:
        return None
    return table, np.arange(line + 1, lines + 1, dtype=np.int64)


def _slow(
    text: str, name: str, header: Header, delimiter: str, limits: Limits
) -> tuple[pa.Table, np.ndarray]:
    """Record by record; rows with too many or too few cells are all named."""
    width = len(header.cells)
    numbers, codes = array("q"), [array("i") for _ in range(width)]
    seen: list[dict[str, int]] = [{} for _ in range(width)]
    problems: list[Problem] = []
    for number, (line, cells) in enumerate(_records(text, name, delimiter)):
        if number <= header.place or not any(cells):
            continue
        if len(numbers) > limits.rows or len(problems) >= MOST_PROBLEMS:
            break
        row = _fitted(cells, width)
        if row is None:
            given = str(len(cells))
            problems.append(Problem(name, line, "", "cell_count", given, str(width)))
            continue
        numbers.append(line)
        for cell, column, known in zip(row, codes, seen, strict=True):
            column.append(known.setdefault(cell, len(known)))
    if problems:
        raise IntakeError(problems)
    return encoded(codes, seen), np.array(numbers, np.int64)


def _fitted(cells: Sequence[str], width: int) -> Sequence[str] | None:
    """The cells without blank ones at the end; None where they are too many or too few."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    return cells if len(cells) == width else None


def encoded(codes: Sequence[array[int]], seen: Sequence[dict[str, int]]) -> pa.Table:
    """Columns as positions in the list of their different texts."""
    columns = [
        pa.DictionaryArray.from_arrays(
            pa.array(code, pa.int32()), pa.array(list(known), pa.string())
        )
        for code, known in zip(codes, seen, strict=True)
    ]
    return pa.table(columns, names=[str(i) for i in range(len(columns))])
