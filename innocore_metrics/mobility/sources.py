"""Which reader opens a path: the ordered registry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from innocore_metrics.mobility.files import FilesReader
from innocore_metrics.mobility.records import Reader

# A test whether a path is such a source, and what opens it; the first that fits is taken.
SOURCES: tuple[tuple[Callable[[Path], bool], Callable[[Path], Reader]], ...] = (
    (lambda path: True, FilesReader),
)


def open_source(path: Path) -> Reader:
    """A reader of the records at ``path``.

    Raises:
        MobilityError: there is nothing there that can be read; all problems at once.
    """
    for fits, reader in SOURCES:
        if fits(path):
            return reader(path)
    raise AssertionError("the last source takes every path")
