"""Versions of the facts: kept by their hash, opened again, checked on the way."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from innocore_metrics.dataset.build import corrected_tables, from_tables
from innocore_metrics.dataset.dataset import Dataset
from innocore_metrics.errors import DataError, VersionError
from innocore_metrics.schema import Table
from innocore_metrics.schema.descriptor import DESCRIPTOR
from innocore_metrics.storage import archive
from innocore_metrics.storage.archive import Kept


@dataclass(frozen=True, eq=False)
class Edition:
    """A version of the facts: the dataset, its tables (corrected), its files as they stand."""

    dataset: Dataset
    tables: Mapping[str, Table]
    files: Mapping[str, bytes]

    @cached_property
    def descriptor(self) -> Mapping[str, Any]:
        """The data package's own description of itself."""
        described: Mapping[str, Any] = json.loads(self.files[DESCRIPTOR])
        return described


def load_edition(folder: Path) -> Edition:
    """The facts of a folder with tables and files; DataError with every problem found."""
    title, tables = corrected_tables(folder)
    paths = [DESCRIPTOR, *(table.schema.path for table in tables.values())]
    files = {name: (folder / name).read_bytes() for name in paths}
    return Edition(from_tables(title, tables), tables, files)


def keep(folder: Path, directory: Path, date: str) -> tuple[str, bool]:
    """Put the package in ``folder`` into the archive; its version, and whether it is new there.

    ``date`` is the day it is put there (ISO 8601).

    Raises:
        DataError: the package has problems.
        VersionError: the archive cannot be written.
    """
    edition = load_edition(folder)
    dataset = edition.dataset
    new = archive.keep(directory, dataset.version, edition.files, date, dataset.title)
    return dataset.version, new


def open_edition(directory: Path, version: str) -> Edition:
    """A version out of the archive.

    Raises:
        VersionError: it is not there, was changed, or this release cannot read it.
    """
    with tempfile.TemporaryDirectory() as name:
        archive.extract(directory, version, Path(name))
        try:
            edition = load_edition(Path(name))
        except DataError as error:
            reason = "; ".join(f"{p.place} {p.code}" for p in error.problems[:3])
            raise VersionError([archive.damaged(version, reason)]) from error
    if edition.dataset.version != version:
        raise VersionError([archive.damaged(version, edition.dataset.version)])
    return edition


__all__ = ["Edition", "Kept", "keep", "load_edition", "open_edition"]
