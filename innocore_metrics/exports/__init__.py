"""Exports: one module a format, over any exhibit, page or list, in either language."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from innocore_metrics.errors import ExportError, Problem, SelectionError
from innocore_metrics.exports import (
    archive,
    briefing,
    chromium,
    comma,
    pdf,
    picture,
    report,
    slides,
    tree,
    workbook,
)
from innocore_metrics.exports.base import ALL, Document, Export, build, of, specs
from innocore_metrics.exports.names import attachment

EXPORTS: tuple[Export, ...] = (
    comma.EXPORT,
    archive.EXPORT,
    tree.EXPORT,
    workbook.EXPORT,
    slides.EXPORT,
    briefing.EXPORT,
    pdf.EXPORT,
    report.EXPORT,
    picture.PNG,
    picture.SVG,
)
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class File:
    """A finished file: what it is called, what kind it is, its bytes.

    ``ascii_name`` is its name for programs that take no other; empty where it is the same.
    """

    name: str
    media_type: str
    content: bytes
    ascii_name: str = ""

    def __post_init__(self) -> None:
        """ValueError where a name could not stand in a header or a folder as it is."""
        _ = self.disposition

    @property
    def disposition(self) -> str:
        """The header that names the file."""
        return attachment(self.name, self.ascii_name or self.name)


def find(id: str) -> Export:
    """The format with this id; SelectionError where there is none."""
    for export in EXPORTS:
        if export.id == id:
            return export
    allowed = ", ".join(export.id for export in EXPORTS)
    raise SelectionError([Problem(code="no_such_format", given=id[:80], allowed=allowed)])


def unavailable(export: Export, environment: Mapping[str, str] | None = None) -> Problem | None:
    """Why a format cannot be written here, or None where it can.

    ``environment``: settings by name; those of the process if none are given.
    """
    if export.needs_chromium and chromium.path(environment or os.environ) is None:
        return Problem(code="no_chromium", given=export.id)
    return None


def file(document: Document, export: Export) -> File:
    """The document as a file; where a format takes one exhibit a file, several become a zip.

    Raises:
        ExportError: the format cannot be written here (see `unavailable`).
    """
    problem = unavailable(export)
    if problem is not None:
        raise ExportError([problem])
    if export.one_exhibit and len(document.exhibits) != 1:
        parts = [replace(document.part(e), name=key) for key, e in document.keyed]
        files = {part.ascii_file_name(export.suffix): export.write(part) for part in parts}
        return named(document, ZIP, archive.zipped(files, document.date), f"-{export.id}.zip")
    return named(document, export.media_type, export.write(document), export.suffix)


def named(document: Document, media_type: str, content: bytes, suffix: str) -> File:
    """Contents made of a document as a file that is called after it."""
    ascii_name = document.ascii_file_name(suffix)
    return File(document.file_name(suffix), media_type, content, ascii_name)


__all__ = [
    "ALL",
    "EXPORTS",
    "ZIP",
    "Document",
    "Export",
    "File",
    "attachment",
    "build",
    "file",
    "find",
    "named",
    "of",
    "specs",
    "unavailable",
]
