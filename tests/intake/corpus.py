"""Files that cannot be read or must not be, each with the reason it has to be refused for.

None of them harms any program: what guards against large files is tried with ordinary ones and the
low limits of `LIMITS`.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

from openpyxl import Workbook

from tests.intake.workbooks import (
    HEADER,
    ROW,
    SHEET,
    changed,
    header_row,
    inline,
    packed,
    parts,
    sheet,
    workbook,
)

_CSV = ",".join(HEADER) + "\n2025-09-29,지원,ai-llm,KAIST,외국 국적,US,3,\n"


def _large_when_unpacked() -> bytes:
    """Guards against archives that fill memory or disk when they are unpacked."""
    return packed(parts(workbook([HEADER, ROW])) | {"xl/media/image.bin": bytes(200_000)})


def _many_strings() -> bytes:
    """Guards against lists of texts that are read whole before the first cell."""
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {"xl/sharedStrings.xml": b"<sst/>" + b" " * 100_000})


def _another_size() -> bytes:
    """An archive whose directory says another size than a part has; sizes are not believed."""
    raw = bytearray(workbook([HEADER, ROW]))
    place = raw.rfind(b"PK\x01\x02", 0, raw.rfind(SHEET.encode()))
    raw[place + 24 : place + 28] = struct.pack("<I", 100)
    return bytes(raw)


def _many_entries() -> bytes:
    """Guards against archives of a great many parts."""
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {f"junk/{i}": b"" for i in range(60)})


def _macro() -> bytes:
    return packed(parts(workbook([HEADER, ROW])) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _links() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


# Declarations are refused wherever they stand, since entities may refer to files, or to each other
# until a short file becomes a very long text. One that nothing refers to is enough to be refused.
_DECLARED = '<!DOCTYPE x [<!ENTITY a "a">]>'


def _entities() -> bytes:
    head = b'<?xml version="1.0"?>' + _DECLARED.encode()
    return changed(workbook([HEADER, ROW]), lambda xml: head + xml.split(b"?>", 1)[-1])


def _entities_in_utf16() -> bytes:
    def spoiled(xml: bytes) -> bytes:
        text = xml.decode().split("?>", 1)[-1]
        return f'<?xml version="1.0" encoding="UTF-16"?>{_DECLARED}{text}'.encode("utf-16")

    return changed(workbook([HEADER, ROW]), spoiled)


def _entities_after(before: bytes) -> bytes:
    head = before + _DECLARED.encode()
    return changed(workbook([HEADER, ROW]), lambda xml: head + xml.split(b"?>", 1)[-1])


def _entities_elsewhere() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {"xl/media/a.png": _DECLARED.encode() + b"<a/>"})


def _cell_to_the_right() -> bytes:
    """Guards against readers that fill the space up to the last cell a file has."""
    return sheet(header_row() + f'<row r="2">{inline("CZ2", "x")}</row>')


def _many_columns() -> bytes:
    return (",".join(f"c{i}" for i in range(101)) + "\n" + _CSV).encode()


def _never_closed() -> bytes:
    """Elements that never end: how deep they go is the parser's own limit."""
    return changed(workbook([HEADER, ROW]), lambda xml: xml.replace(b"<sheetData>", b"<a>" * 20, 1))


def _rows_backwards() -> bytes:
    row = f'<row r="5">{inline("A5", "2025-09-29")}</row><row r="3">{inline("A3", "x")}</row>'
    return sheet(header_row() + row)


def _no_workbook() -> bytes:
    return packed({"word/document.xml": b"<w/>"})


def _stored_only() -> bytes:
    """Half an archive."""
    return workbook([HEADER, ROW])[:-200]


def _encrypted() -> bytes:
    raw = bytearray(workbook([HEADER, ROW]))
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 8] |= 1
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(raw)


def _compound(stream: str) -> bytes:
    """The start of a compound file with the name of a stream in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


def _only_sheet_hidden() -> bytes:
    book = Workbook()
    book.active.title = "표지"
    page = book.create_sheet("모집")
    page.append(list(HEADER))
    page.append(list(ROW))
    page.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line_of(length: int) -> bytes:
    return (_CSV + "2025-09-29,지원,ai-llm,KAIST,," + "x" * length + ",3,\n").encode()


def _two_sheets() -> bytes:
    book = Workbook()
    for page in (book.active, book.create_sheet("둘")):
        page.append(list(HEADER))
        page.append(list(ROW))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Name, what it is called by its sender, bytes, code of the problem.
CORPUS: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("nothing", "a.csv", lambda: b"", "upload_empty"),
    ("only blanks", "a.csv", lambda: b" \n\t\r\n", "upload_empty"),
    ("header without rows", "a.csv", _CSV.split("\n")[0].encode, "upload_empty"),
    ("no header", "a.csv", lambda: b"1,2,3\n4,5,6\n", "upload_no_header"),
    ("NUL bytes", "a.csv", lambda: _CSV.replace("US", "U\0S").encode(), "upload_nul"),
    ("UTF-16", "a.csv", lambda: _CSV.encode("utf-16"), "upload_encoding"),
    ("no encoding", "a.csv", lambda: _CSV.encode() + b"\xff\xfe\xfd\n", "upload_encoding"),
    ("UTF-8 cut in two", "a.csv", lambda: _CSV.encode() + "한".encode()[:2], "upload_encoding"),
    ("too many columns", "a.csv", _many_columns, "upload_columns"),
    ("a cell of 5,000 letters", "a.csv", lambda: _line_of(5000), "upload_cell_length"),
    ("too many rows", "a.csv", (_CSV + "x,x,x,x,x,x,x,x\n" * 1100).encode, "upload_rows"),
    ("too few cells", "a.csv", (_CSV + "2025-09-29,지원\n").encode, "cell_count"),
    ("a quote never closed", "a.csv", (_CSV + '"2025,\n' * 3).encode, "cell_count"),
    ("PDF named xlsx", "a.xlsx", lambda: b"%PDF-1.7\n" + b"x" * 1000, "upload_type"),
    ("old Excel", "a.xlsx", lambda: _compound("Workbook"), "upload_type"),
    ("Hangul document", "a.xlsx", lambda: _compound("HwpSummaryInformation"), "upload_type"),
    ("password", "a.xlsx", lambda: _compound("EncryptedPackage"), "upload_password"),
    ("only sheet hidden", "a.xlsx", _only_sheet_hidden, "upload_hidden"),
    ("web page", "a.csv", lambda: b"<!DOCTYPE html><table></table>", "upload_type"),
    ("document", "a.xlsx", _no_workbook, "upload_type"),
    ("large when unpacked", "a.xlsx", _large_when_unpacked, "upload_bomb"),
    ("many strings", "a.xlsx", _many_strings, "upload_bomb"),
    ("another size", "a.xlsx", _another_size, "upload_broken"),
    ("many entries", "a.xlsx", _many_entries, "upload_bomb"),
    ("macro", "a.xlsx", _macro, "upload_macro"),
    ("links to other files", "a.xlsx", _links, "upload_links"),
    ("entities", "a.xlsx", _entities, "upload_entities"),
    ("entities in UTF-16", "a.xlsx", _entities_in_utf16, "upload_entities"),
    (
        "entities behind a comment",
        "a.xlsx",
        lambda: _entities_after(b"<!-- <a> -->" + b"<!--" + b"x" * 70_000 + b"-->"),
        "upload_entities",
    ),
    (
        "entities behind blanks",
        "a.xlsx",
        lambda: _entities_after(b" " * 70_000),
        "upload_entities",
    ),
    ("entities elsewhere", "a.xlsx", _entities_elsewhere, "upload_entities"),
    ("a cell far to the right", "a.xlsx", _cell_to_the_right, "upload_columns"),
    ("elements never closed", "a.xlsx", _never_closed, "upload_broken"),
    ("rows backwards", "a.xlsx", _rows_backwards, "upload_broken"),
    ("half an archive", "a.xlsx", _stored_only, "upload_broken"),
    ("encrypted", "a.xlsx", _encrypted, "upload_broken"),
    ("formula", "a.xlsx", lambda: workbook([HEADER, (*ROW[:6], "=1+1", "")]), "upload_formula"),
    (
        "formula that calls out", "a.xlsx",
        lambda: workbook([HEADER, (*ROW[:7], '=HYPERLINK("http://127.0.0.1/x", "x")')]),
        "upload_formula",
    ),
    ("error value", "a.xlsx", lambda: workbook([HEADER, (*ROW[:6], "#DIV/0!", "")]), "upload_cell"),
    (
        "two sheets with a header", "a.xlsx",
        _two_sheets, "upload_sheets",
    ),
)  # fmt: skip
