"""XLSX, cell by cell: never more than what stands in it, whatever size it says it has."""

from __future__ import annotations

import io
import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

# The parser under openpyxl's own read-only rows, which would fill the space between the first
# cell and the last one that a file claims to have.
from openpyxl.worksheet._reader import WorkSheetParser

from innocore_metrics.errors import IntakeError, Problem
from innocore_metrics.intake.reading.delimited import encoded, too_wide
from innocore_metrics.intake.reading.sheet import (
    FIRST_ROWS,
    MOST_PROBLEMS,
    Limits,
    Sheet,
    find_header,
    finished,
    no_header,
)

# Strict Open XML has other namespaces for the same elements; openpyxl knows the usual ones only.
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = (
    (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
    (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"drawingml/main", b"drawingml/2006/main"),
)
_PROLOG = 64 * 1024
_BLANKS = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ELEMENT = re.compile(rb"<[^\s!?/]")
Row = tuple[int, dict[int, str]]


def read(raw: bytes, name: str, words: frozenset[str], limits: Limits) -> Sheet:
    """The cells of the one visible sheet that has a header.

    Raises:
        IntakeError: it is no such file, holds formulas, macros or links, or is beyond limits.
    """
    _check_archive(raw, name, limits)
    raw = _transitional(raw)
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    found = []
    hidden: list[str] = []
    looked: list[list[str]] = []
    for page in book.worksheets:
        first = _first_rows(page, f"{name}[{page.title}]", limits)
        header = find_header(first, words)
        if page.sheet_state != "visible":
            hidden += [page.title] if header else []
            continue
        looked = looked or first
        if header:
            found.append((page, header))
    if not found and hidden:
        raise IntakeError([Problem(name, code="upload_hidden", given=", ".join(hidden))])
    if not found:
        raise no_header(name, looked)
    if len(found) > 1:
        titles = ", ".join(page.title for page, _ in found)
        raise IntakeError([Problem(name, code="upload_sheets", given=titles)])
    page, header = found[0]
    sheet = _sheet(page, header.place + 1, header.cells, name, limits)
    return replace(sheet, hidden_sheets=tuple(hidden))


def _transitional(raw: bytes) -> bytes:
    """A workbook of Strict Open XML with the namespaces of the usual form; others as they are."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if _STRICT not in archive.read("xl/workbook.xml"):
            return raw
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
            for entry in archive.infolist():
                content = archive.read(entry)
                for strict, usual in _USUAL:
                    known = b"http://schemas.openxmlformats.org/" + usual
                    content = content.replace(_STRICT + strict, known)
                changed.writestr(entry.filename, content)
    return out.getvalue()


def _check_archive(raw: bytes, name: str, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        total = sum(entry.file_size for entry in entries)
        problems = []
        if "xl/workbook.xml" not in names:
            problems.append(Problem(name, code="upload_type", given="ZIP"))
        if any(n.endswith("vbaProject.bin") for n in names):
            problems.append(Problem(name, code="upload_macro"))
        if any("externalLinks/" in n for n in names):
            problems.append(Problem(name, code="upload_links"))
        strings = sum(e.file_size for e in entries if e.filename.endswith("sharedStrings.xml"))
        sizes = (len(entries), total, strings)
        most_ = (limits.archive_entries, limits.archive_bytes, limits.strings_bytes)
        if any(size > bound for size, bound in zip(sizes, most_, strict=True)):
            given, most = f"{total // 2**20:,} MB", f"{limits.archive_bytes // 2**20} MB"
            problems.append(Problem(name, code="upload_bomb", given=given, allowed=most))
        if problems:
            raise IntakeError(problems)
        for entry in entries:
            _check_prolog(archive, entry, name)


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    with archive.open(entry) as file:
        # Without its zeros UTF-16 reads like ASCII.
        start = file.read(_PROLOG).replace(b"\0", b"")
    declares = b"<!DOCTYPE" in start or b"<!ENTITY" in start
    # Comments and blanks that fill all that is looked at hide what follows them.
    is_markup = bool(start) and start.lstrip(_BLANKS)[:1] in (b"<", b"")
    if declares or (is_markup and not _ELEMENT.search(_COMMENT.sub(b"", start))):
        raise IntakeError([Problem(name, code="upload_entities", given=entry.filename)])


def _cells(
    page: Any, place: str, limits: Limits, hidden: _Hidden | None = None
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Rows as they stand in the file; only cells that are there. What is hidden is noted."""
    book = page.parent
    with page._get_source() as source:
        parser = WorkSheetParser(
            source,
            page._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        before = 0
        for number, cells in parser.parse():
            if cells and max(cell["column"] for cell in cells) > limits.columns:
                raise too_wide(place, number, limits)
            if number <= before:
                problem = Problem(place, number, code="upload_broken", given="row order")
                raise IntakeError([problem])
            before = number
            if hidden is not None:
                hidden.note(parser, number)
            yield number, cells


class _Hidden:
    """Rows and columns that the file does not show, as the parser comes by them."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: set[int] = set()

    def note(self, parser: Any, number: int) -> None:
        """Note row ``number``, which the parser has just read."""
        if _is_hidden(parser.row_dimensions.get(str(number), {})):
            self.rows.append(number)
        if not self.columns:
            for column in parser.column_dimensions.values():
                if _is_hidden(column):
                    self.columns |= set(range(int(column["min"]), int(column["max"]) + 1))


def _is_hidden(attributes: Any) -> bool:
    return str(attributes.get("hidden", "0")) in ("1", "true")


def _first_rows(page: Any, place: str, limits: Limits) -> list[list[str]]:
    """The first rows as lists of text, blank ones among them."""
    rows: list[list[str]] = []
    for number, cells in _cells(page, place, limits):
        if number > FIRST_ROWS + 1:
            break
        rows += [[] for _ in range(number - len(rows) - 1)]
        width = max((cell["column"] for cell in cells), default=0)
        row = [""] * width
        for cell in cells:
            row[cell["column"] - 1] = _text(cell["value"])
        rows.append(row)
    return rows


def _sheet(page: Any, header_row: int, header: tuple[str, ...], name: str, limits: Limits) -> Sheet:
    place, width = f"{name}[{page.title}]", len(header)
    numbers, codes = array("q"), [array("i") for _ in header]
    seen: list[dict[str, int]] = [{"": 0} for _ in header]
    problems: list[Problem] = []
    hidden = _Hidden()
    for number, cells in _cells(page, place, limits, hidden):
        problems += _refused(cells, place, header)
        if number <= header_row or len(problems) >= MOST_PROBLEMS:
            continue
        if len(numbers) >= limits.rows:
            raise IntakeError([Problem(place, code="upload_rows", allowed=f"{limits.rows:,}")])
        texts = {cell["column"] - 1: _text(cell["value"]) for cell in cells}
        beyond = [i for i, text in texts.items() if i >= width and text.strip()]
        if beyond:
            problems.append(
                Problem(place, number, "", "cell_count", str(max(beyond) + 1), str(width))
            )
        numbers.append(number)
        for i, (column, known) in enumerate(zip(codes, seen, strict=True)):
            column.append(known.setdefault(texts.get(i, ""), len(known)))
    if problems:
        raise IntakeError(problems[:MOST_PROBLEMS])
    table, rows = encoded(codes, seen), np.array(numbers, np.int64)
    sheet = finished(Sheet(name, page.title, "xlsx", header_row, header, table, rows), limits)
    filled = set(sheet.row_numbers.tolist())
    return replace(
        sheet,
        hidden_rows=tuple(number for number in hidden.rows if number in filled),
        hidden_columns=tuple(
            text for i, text in enumerate(header, 1) if i in hidden.columns and text
        ),
    )


def _refused(cells: list[dict[str, Any]], place: str, header: tuple[str, ...]) -> Iterator[Problem]:
    """Formulas and error values: what they stand for is not in the file, or not a value."""
    for cell in cells:
        code = {"f": "upload_formula", "e": "upload_cell"}.get(cell["data_type"])
        if code:
            number = cell["column"]
            column = header[number - 1] if number <= len(header) else get_column_letter(number)
            yield Problem(place, cell["row"], column, code, str(cell["value"])[:100])


def _text(value: object) -> str:
    """A value as an office would type it: 2025-09-29, 12, TRUE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
