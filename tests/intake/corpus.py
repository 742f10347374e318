"""Files that were bad news for some reader once, each with the reason it has to be refused for."""

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


def _zip_bomb() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    files["xl/media/image.bin"] = b"0" * (600 * 2**20)
    return packed(files)


def _bomb_of_strings() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    files["xl/sharedStrings.xml"] = b"<sst/>" + b" " * (70 * 2**20)
    return packed(files)


def _lying_size() -> bytes:
    """An archive whose directory says that a large file is small."""
    files = parts(workbook([HEADER, ROW]))
    files[SHEET] = files[SHEET].replace(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000)
    raw = bytearray(packed(files))
    place = raw.rfind(b"PK\x01\x02", 0, raw.rfind(SHEET.encode()))
    raw[place + 24 : place + 28] = struct.pack("<I", 100)
    return bytes(raw)


def _many_entries() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {f"junk/{i}": b"" for i in range(3000)})


def _macro() -> bytes:
    return packed(parts(workbook([HEADER, ROW])) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _links() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def _entities() -> bytes:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    bomb += b"".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">'.encode() for i in range(9)
    )
    return changed(workbook([HEADER, ROW]), lambda xml: bomb + b"]>" + xml)


def _entities_in_utf16() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'

    def spoiled(xml: bytes) -> bytes:
        text = xml.decode().split("?>", 1)[-1]
        return f'<?xml version="1.0" encoding="UTF-16"?>{bomb}{text}'.encode("utf-16")

    return changed(workbook([HEADER, ROW]), spoiled)


def _entities_after(hiding: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    return changed(workbook([HEADER, ROW]), lambda xml: hiding + bomb + xml.split(b"?>", 1)[-1])


def _entities_elsewhere() -> bytes:
    files = parts(workbook([HEADER, ROW]))
    return packed(files | {"xl/media/a.png": b'<!DOCTYPE x [<!ENTITY a "a">]><a/>'})


def _two_far_cells() -> bytes:
    return sheet(
        f'<row r="1">{inline("A1", "날짜")}</row><row r="1048576">{inline("XFD1048576", "x")}</row>'
    )


def _million_columns() -> bytes:
    return (",".join(f"c{i}" for i in range(1_000_000)) + "\n" + _CSV).encode()


def _deep() -> bytes:
    return changed(
        workbook([HEADER, ROW]), lambda xml: xml.replace(b"<sheetData>", b"<a>" * 200_000, 1)
    )


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
    ("a million columns", "a.csv", _million_columns, "upload_columns"),
    ("a cell of a megabyte", "a.csv", lambda: _line_of(2**20), "upload_broken"),
    ("a cell of 5,000 letters", "a.csv", lambda: _line_of(5000), "upload_cell_length"),
    ("too few cells", "a.csv", (_CSV + "2025-09-29,지원\n").encode, "cell_count"),
    ("a quote never closed", "a.csv", (_CSV + '"2025,\n' * 3).encode, "cell_count"),
    ("PDF named xlsx", "a.xlsx", lambda: b"%PDF-1.7\n" + b"x" * 1000, "upload_type"),
    ("old Excel", "a.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 1000, "upload_type"),
    ("web page", "a.csv", lambda: b"<!DOCTYPE html><table></table>", "upload_type"),
    ("document", "a.xlsx", _no_workbook, "upload_type"),
    ("zip bomb", "a.xlsx", _zip_bomb, "upload_bomb"),
    ("bomb of strings", "a.xlsx", _bomb_of_strings, "upload_bomb"),
    ("lying size", "a.xlsx", _lying_size, "upload_broken"),
    ("many entries", "a.xlsx", _many_entries, "upload_bomb"),
    ("macro", "a.xlsx", _macro, "upload_macro"),
    ("links to other files", "a.xlsx", _links, "upload_links"),
    ("entity bomb", "a.xlsx", _entities, "upload_entities"),
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
    ("two cells far apart", "a.xlsx", _two_far_cells, "upload_columns"),
    ("deep nesting", "a.xlsx", _deep, "upload_broken"),
    ("rows backwards", "a.xlsx", _rows_backwards, "upload_broken"),
    ("half an archive", "a.xlsx", _stored_only, "upload_broken"),
    ("encrypted", "a.xlsx", _encrypted, "upload_broken"),
    ("formula", "a.xlsx", lambda: workbook([HEADER, (*ROW[:6], "=1+1", "")]), "upload_formula"),
    (
        "formula that calls out", "a.xlsx",
        lambda: workbook([HEADER, (*ROW[:7], '=WEBSERVICE("http://127.0.0.1/x")')]),
        "upload_formula",
    ),
    ("error value", "a.xlsx", lambda: workbook([HEADER, (*ROW[:6], "#DIV/0!", "")]), "upload_cell"),
    (
        "two sheets with a header", "a.xlsx",
        _two_sheets, "upload_sheets",
    ),
)  # fmt: skip
