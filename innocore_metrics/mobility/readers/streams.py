"""What readers of large files share: which files, how far, chunks that can be taken up again."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.readers.archive import Truncated
from innocore_metrics.mobility.records import (
    PERSON_YEAR_SCHEMA,
    SPELL_SCHEMA,
    Chunk,
    Form,
)

_SCHEMAS = {"spells": SPELL_SCHEMA, "person-years": PERSON_YEAR_SCHEMA}
Record = tuple[Any, ...]


class StreamReader(ABC):
    """Reads one file, or all files of a folder in the order of their names.

    A subclass gives ``units`` (lines, or files in an archive) and turns each into records. A
    chunk is a fixed number of units, so that reading can go on at any chunk.

    Attributes:
        skipped: files and units that were passed over because they are nothing to count, by
            kind, once all chunks were read.
    """

    form: Form
    endings: tuple[str, ...]
    units_a_chunk: int

    def __init__(self, path: Path) -> None:
        """Look the files up.

        Raises:
            MobilityError: there is no file at ``path``.
        """
        self._path = path
        self.skipped: Counter[str] = Counter()
        self._files = self._found()
        self._sizes = [self._size(file) for file in self._files]
        self._read_bytes = 0
        self._rejected: Counter[str] = Counter()

    def _found(self) -> list[Path]:
        if self._path.is_file():
            return [self._path]
        files = [file for file in sorted(self._path.rglob("*")) if self._wants(file)]
        if not files:
            code = "mobility_no_files" if self._path.is_dir() else "mobility_no_file"
            allowed = ", ".join(f"*{ending}" for ending in self.endings)
            raise MobilityError([Problem(str(self._path), code=code, allowed=allowed)])
        return files

    def _size(self, file: Path) -> int:
        """Bytes on the disk."""
        return file.stat().st_size

    def _wants(self, file: Path) -> bool:
        return file.name.endswith(self.endings) and file.is_file()

    @property
    def name(self) -> str:
        """The name of the file or folder."""
        return self._path.name

    def fingerprint(self) -> str:
        """A hash of names, sizes and times of change."""
        digest = hashlib.sha256(type(self).__name__.encode())
        for file in self._files:
            stat = file.stat()
            digest.update(f"{file.name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
        return digest.hexdigest()[:16]

    def chunks(self, skip: int = 0) -> Iterator[Chunk]:
        """All chunks but the first ``skip``.

        Raises:
            MobilityError: a file is cut short, or is no file of this kind; after the chunks
                that come before.
        """
        self.skipped.clear()
        records: list[Record] = []
        taken = 0
        for unit in self._all_units():
            number, within = divmod(taken, self.units_a_chunk)
            taken += 1
            if number >= skip:
                records += self.records(unit)
            if within == self.units_a_chunk - 1:
                if number >= skip:
                    yield self._chunk(records)
                records = []
        if taken % self.units_a_chunk and taken // self.units_a_chunk >= skip:
            yield self._chunk(records)

    def _all_units(self) -> Iterator[Any]:
        done = units = 0
        for file, size in zip(self._files, self._sizes, strict=True):
            before = done

            def place(position: int, before: int = before) -> None:
                self._read_bytes = before + position

            try:
                for unit in self.units(file, place):
                    units += 1
                    yield unit
            except Truncated as cut:
                problem = Problem(
                    str(file), code="mobility_truncated", given=f"{units:,}", detail=str(cut)
                )
                raise MobilityError([problem]) from cut
            done += size
            self._read_bytes = done

    def _chunk(self, records: Sequence[Record]) -> Chunk:
        schema = _SCHEMAS[self.form]
        columns = list(zip(*records, strict=True)) if records else [()] * len(schema)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        rejected, self._rejected = dict(self._rejected), Counter()
        total = sum(self._sizes) or 1
        batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
        return Chunk(batch, rejected, min(self._read_bytes / total, 1.0))

    def reject(self, reason: str) -> None:
        """Count a record that cannot be made."""
        self._rejected[reason] += 1

    @abstractmethod
    def units(self, file: Path, place: Any) -> Iterator[Any]:
        """What a file is made of, in order; ``place`` is told how far it was read."""

    @abstractmethod
    def records(self, unit: Any) -> list[Record]:
        """The records of a unit, each with a value for every column of the schema."""
