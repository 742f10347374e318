"""What a file really is, told by its contents: its name may say anything."""

from __future__ import annotations

import io
import zipfile

_STARTS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf", "7Z"),
    (b"HWP Document", "HWP"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of a compound file (names in its directory are UTF-16) and the kind that has them; a
# password makes a workbook the stream EncryptedPackage of such a file.
_STREAMS = (
    ("EncryptedPackage", "password"),
    ("HwpSummaryInformation", "HWP"),
    ("BodyText", "HWP"),
    ("WordDocument", "DOC"),
    ("PowerPoint Document", "PPT"),
    ("Workbook", "XLS"),
    ("Book", "XLS"),
)
# Parts of an archive and the kind that has them.
_PARTS = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("Contents/content.hpf", "HWPX"),
    ("Index/Document.iwa", "Numbers"),
    ("content.xml", "ODS"),
)
_MARKUP = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "Excel 2003 XML"),
    (b"<hwpml", "HWPML"),
    (b"<html", "HTML"),
    (b"<table", "HTML"),
    (b"<!doctype html", "HTML"),
)
_LOOKED_AT = 4096


def kind_of(raw: bytes) -> str:
    """The kind of a file that is neither CSV nor XLSX, ``password`` for a locked workbook.

    Empty for a file that may be one of the two.
    """
    for start, kind in _STARTS:
        if raw.startswith(start):
            return kind
    if raw.startswith(_COMPOUND[:4]):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in raw), "OLE")
    if raw.startswith(b"PK"):
        return _kind_of_archive(raw)
    head = raw[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        return next((kind for mark, kind in _MARKUP if mark in head), "XML")
    return ""


def _kind_of_archive(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        # A damaged workbook: its reader says where.
        return ""
    if "xl/workbook.xml" in names:
        return ""
    return next((kind for part, kind in _PARTS if part in names), "ZIP")
