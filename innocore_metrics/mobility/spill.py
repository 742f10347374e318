"""Records on disk in buckets by person, with a manifest from which a killed run goes on."""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.arrays import Ints
from innocore_metrics.mobility.cleaning import RECORD
from innocore_metrics.mobility.codes import MOST_NAMES

# Of the records and of the rules by which counts beside them were made.
VERSION = 3
# Records that are worked on at a time: packed keys, and rows of spells with years to write out.
NARROW_BLOCK, WIDE_BLOCK = 1 << 19, 1 << 16
_MANIFEST = "manifest.json"
_KEY = np.dtype("<u8")


@dataclass(slots=True)
class Manifest:
    """How far the input has been spread over buckets, and what was found on the way.

    ``narrow``: records are packed keys of 8 bytes, else ``RECORD`` rows. ``bits``: buckets are
    told apart by so many upper bits of the person's number. ``chunks``: chunks of the reader
    that are in the buckets, whose ``lengths`` (bytes) are those at that moment. ``newest``:
    the newest year of any sound record. ``unknown``: countries that are not known, as written.
    """

    key: str
    narrow: bool
    bits: int = 0
    version: int = VERSION
    chunks: int = 0
    read: int = 0
    sound: int = 0
    renamed: int = 0
    newest: int = 0
    complete: bool = False
    rejected: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


class Spill:
    """A folder of buckets that one process at a time works in.

    Up to ``keep_bytes`` of records stay in memory; with 0 all are on disk, as they must be for a
    later run to go on from.
    """

    def __init__(self, folder: Path, keep_bytes: int = 0) -> None:
        self._folder, self._keep_bytes = folder, keep_bytes
        self._kept_bytes = 0
        self._kept: dict[int, list[NDArray[Any]]] | None = {} if keep_bytes else None
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            problem = Problem(str(folder), code="mobility_work_busy")
            raise MobilityError([problem]) from error
        self._files: list[int] = []
        self.manifest = Manifest("", narrow=True)

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
        self._lock.close()

    def _close(self) -> None:
        for descriptor in self._files:
            os.close(descriptor)
        self._files = []

    @property
    def is_open(self) -> bool:
        """Whether the buckets can be written to."""
        return bool(self._files)

    def resume(self, key: str) -> None:
        """Go on with what is there if it is the same work, otherwise begin anew."""
        found = self._read_manifest()
        if found is not None and found.key == key and found.version == VERSION:
            self.manifest = found
        else:
            self.begin(key, narrow=True)

    def _read_manifest(self) -> Manifest | None:
        try:
            text = (self._folder / _MANIFEST).read_text(encoding="utf-8")
            return Manifest(**json.loads(text))
        except (FileNotFoundError, ValueError, TypeError):
            # Nothing there yet, or not ours to continue: the work starts anew.
            return None

    def begin(self, key: str, *, narrow: bool) -> None:
        """Forget everything and start with empty buckets."""
        self._close()
        self._kept_bytes, self._kept = 0, {} if self._keep_bytes else None
        for name in (*self._folder.glob("bucket-*"), *self._folder.glob("counts-*")):
            name.unlink()
        self.manifest = Manifest(key, narrow=narrow)
        self.save()

    def save(self) -> None:
        """Make the present state the one that a later run goes on from."""
        text = json.dumps(asdict(self.manifest), ensure_ascii=False)
        self.replace(_MANIFEST, text.encode())

    def replace(self, name: str, contents: bytes) -> None:
        """Write a file of the folder in one step: a kill leaves the old one or the new one."""
        target = self._folder / name
        partial = target.with_suffix(".partial")
        partial.write_bytes(contents)
        partial.replace(target)

    def read(self, name: str) -> bytes | None:
        """A file of the folder, None where there is none."""
        path = self._folder / name
        return path.read_bytes() if path.exists() else None

    def open(self, bits: int) -> None:
        """Open all buckets for writing, cut back to the state of the manifest."""
        state = self.manifest
        if not state.lengths:
            state.bits, state.lengths = bits, [0] * (1 << bits)
        for number, length in enumerate(state.lengths):
            descriptor = os.open(self._path(number), os.O_CREAT | os.O_WRONLY, 0o600)
            self._files.append(descriptor)
            os.ftruncate(descriptor, length)
            os.lseek(descriptor, length, os.SEEK_SET)

    def _path(self, number: int) -> Path:
        return self._folder / f"bucket-{number:03}"

    def append(self, ordered: NDArray[Any], ends: Ints) -> None:
        """Add rows, ordered by bucket, to their buckets."""
        start = 0
        for number, end in enumerate(ends.tolist()):
            if end > start:
                self._add(number, ordered[start:end])
            start = end
        if self._kept_bytes > self._keep_bytes:
            self._lay_down()

    def _add(self, number: int, rows: NDArray[Any]) -> None:
        self.manifest.lengths[number] += rows.nbytes
        if self._kept is None:
            self._write(number, rows)
        else:
            self._kept.setdefault(number, []).append(rows)
            self._kept_bytes += rows.nbytes

    def _lay_down(self) -> None:
        """Write what was kept in memory, and keep nothing from now on."""
        kept, self._kept, self._kept_bytes = self._kept or {}, None, 0
        for number, parts in kept.items():
            for rows in parts:
                self._write(number, rows)

    def _write(self, number: int, rows: NDArray[Any]) -> None:
        part = memoryview(rows.view(np.uint8).data)
        while part:
            part = part[os.write(self._files[number], part) :]

    def found(self, rejected: Counter[str], renamed: int, unknown: Counter[str]) -> None:
        """Add to what was found in the records."""
        for name, count in unknown.items():
            own = name if name in self.manifest.unknown or self._has_room else ""
            self.manifest.unknown[own] = self.manifest.unknown.get(own, 0) + count
        total = Counter(self.manifest.rejected)
        total.update(rejected)
        self.manifest.rejected = dict(total)
        self.manifest.renamed += renamed

    @property
    def _has_room(self) -> bool:
        """Whether further names are told apart."""
        return len(self.manifest.unknown) < MOST_NAMES

    def rows(self, number: int) -> int:
        """How many records a bucket holds."""
        return self.manifest.lengths[number] // self._dtype.itemsize

    @property
    def _dtype(self) -> np.dtype[Any]:
        return _KEY if self.manifest.narrow else RECORD

    @property
    def block(self) -> int:
        """How many records are worked on at a time."""
        return NARROW_BLOCK if self.manifest.narrow else WIDE_BLOCK

    def blocks(self, number: int) -> Iterator[NDArray[Any]]:
        """The records of a bucket, at most ``block`` at a time."""
        total = self.rows(number)
        if self._kept is not None:
            rows = np.concatenate(self._kept[number]) if total else np.zeros(0, self._dtype)
            yield from (rows[start : start + self.block] for start in range(0, total, self.block))
            return
        with self._path(number).open("rb", buffering=0) as file:
            for start in range(0, total, self.block):
                yield np.fromfile(file, self._dtype, min(self.block, total - start))
