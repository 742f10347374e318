"""The file that was sent, with a column of remarks: what its sender mends and sends again."""

from __future__ import annotations

import io

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from pyarrow import csv

from innocore_metrics.intake.columns import NAMES
from innocore_metrics.intake.findings import Findings
from innocore_metrics.intake.reading import Sheet
from innocore_metrics.intake.tables import harmless
from innocore_metrics.text import Words, render

_BOM = b"\xef\xbb\xbf"


def file_name(sheet: Sheet) -> str:
    """A name for the returned file: ``list.csv`` becomes ``list-remarks.csv``."""
    stem, _, ending = sheet.file.rpartition(".")
    return f"{stem or sheet.file}-remarks.{ending or sheet.kind}"


def with_remarks(sheet: Sheet, findings: Findings, words: Words) -> bytes:
    """The rows as they were given and a last column that says what is wrong with each.

    What concerns the header or the file as a whole stands in the header of that column. Texts
    cannot become formulas. CSV is UTF-8 with a byte order mark, a workbook stays a workbook.
    """
    title = NAMES["remarks"][0 if words.lang == "ko" else 1]
    general = [p for p in findings.problems(10_000) if p.row <= sheet.header_row]
    header = "; ".join([title, *(render(problem, words) for problem in general)])
    remarks = pa.array(findings.remarks(sheet.row_numbers, words).tolist(), pa.string())
    columns = [harmless(column) for column in (*sheet.rows.columns, pa.chunked_array([remarks]))]
    names = [*sheet.header, header]
    return _workbook(columns, names) if sheet.kind == "xlsx" else _csv(columns, names)


def _csv(columns: list[pa.ChunkedArray], names: list[str]) -> bytes:
    head = io.BytesIO()
    table = pa.table(
        [pa.array([name]) for name in names], names=[str(i) for i in range(len(names))]
    )
    plain = csv.WriteOptions(include_header=False)
    csv.write_csv(
        pa.table([harmless(c) for c in table.columns], names=table.column_names), head, plain
    )
    csv.write_csv(pa.table(columns, names=table.column_names), head, plain)
    return _BOM + head.getvalue()


def _workbook(columns: list[pa.ChunkedArray], names: list[str]) -> bytes:
    book = Workbook(write_only=True)
    page: WriteOnlyWorksheet = book.create_sheet("1")
    page.freeze_panes = "A2"
    page.append([_text(page, name) for name in names])
    for cells in zip(*(column.to_pylist() for column in columns), strict=True):
        page.append([_text(page, cell) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(page: WriteOnlyWorksheet, value: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=value)
    # Even where it looks like one, a text is no formula.
    cell.data_type = "s"
    return cell
