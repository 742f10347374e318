"""Workbooks for tests: sound ones, and ones spoilt part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook

HEADER = ("날짜", "단계", "연구단", "소속기관", "인재출처", "이전근무국가", "인원", "비고")
ROW = ("2025. 9. 29.", "지원", "ai-llm", "KAIST", "외국 국적", "US", 3, "")


def workbook(rows: Sequence[Sequence[object]], title: str = "모집") -> bytes:
    """An XLSX with one sheet of rows."""
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(raw: bytes) -> dict[str, bytes]:
    """The files inside a workbook."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as a compressed archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def changed(raw: bytes, change: Callable[[bytes], bytes], name: str = SHEET) -> bytes:
    """A workbook with one of its files changed."""
    files = parts(raw)
    files[name] = change(files[name])
    return packed(files)


def sheet(cells: str) -> bytes:
    """A workbook whose sheet is just these rows of XML."""
    start = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns='
    start += b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    xml = start + cells.encode() + b"</sheetData></worksheet>"
    return changed(workbook([HEADER, ROW]), lambda _: xml)


def inline(place: str, text: str) -> str:
    """A cell with its text beside it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def header_row() -> str:
    """The header as XML."""
    letters = "ABCDEFGH"
    cells = "".join(inline(f"{letters[i]}1", name) for i, name in enumerate(HEADER))
    return f'<row r="1">{cells}</row>'
