"""Spells and person-years in CSV, Parquet, or a folder of either."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.csv_files import csv_chunks, csv_columns
from innocore_metrics.mobility.records import OPTIONAL, REQUIRED, Chunk, Form, unusable_columns

PARQUET, CSV = (".parquet", ".pq"), (".csv", ".csv.gz")
# Rows of a chunk: small enough for the processor's cache, large enough for NumPy.
_ROWS = 1 << 17
# Few distinct values: read as numbers with a list of names, without making text of them.
_REPEATED = ("country", "role", "field")


class File(NamedTuple):
    """A file with the names of its columns and its size in bytes."""

    path: Path
    columns: tuple[str, ...]
    size: int


class FilesReader:
    """A CSV or Parquet file, or all such files in a folder and below, in the order of names.

    Columns are found by name (``records``); others are left unread and listed in ``unused``.

    Raises:
        MobilityError: a file cannot be opened, columns are missing or stand twice, or a folder
            mixes spells and person-years; all problems at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        problems: list[Problem] = []
        files = []
        for file in _files(path):
            try:
                files.append(File(file, _columns(file), file.stat().st_size))
            except MobilityError as error:
                problems += error.problems
        forms = {file.path: _form(file, problems) for file in files}
        if problems:
            raise MobilityError(problems)
        if len(set(forms.values())) != 1:
            raise MobilityError([_mixed(path, forms)])
        self.form: Form = forms[files[0].path]
        known = (*REQUIRED[self.form], *OPTIONAL[self.form])
        self.files = files
        self._known = known
        self.unused = tuple(
            sorted({name for file in files for name in file.columns if name not in known})
        )

    def fingerprint(self) -> str:
        """See ``Reader``: names, sizes and times of change of all files."""
        digest = hashlib.sha256()
        for file in self.files:
            stat = file.path.stat()
            digest.update(f"{file.path.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def chunks(self, skip: int = 0) -> Iterator[Chunk]:
        """See ``Reader``."""
        return islice(self._all(), skip, None)

    def _all(self) -> Iterator[Chunk]:
        total = sum(file.size for file in self.files) or 1
        before = 0
        for file in self.files:
            wanted = [name for name in file.columns if name in self._known]
            chunks = _parquet_chunks if file.path.suffix.lower() in PARQUET else csv_chunks
            for chunk in chunks(file.path, wanted):
                share = (before + chunk.share * file.size) / total
                yield Chunk(chunk.batch, chunk.rejected, share)
            before += file.size


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(
            file for file in path.rglob("*") if file.is_file() and _is_known(file) and _seen(file)
        )
        if not found:
            allowed = ", ".join((*CSV, *PARQUET))
            raise MobilityError([Problem(str(path), code="mobility_no_files", allowed=allowed)])
        return found
    if not path.exists():
        raise MobilityError([Problem(str(path), code="mobility_no_file")])
    if not _is_known(path):
        allowed = ", ".join((*CSV, *PARQUET))
        problem = Problem(str(path), code="mobility_file_type", given=path.name, allowed=allowed)
        raise MobilityError([problem])
    return [path]


def _is_known(file: Path) -> bool:
    return file.name.lower().endswith((*CSV, *PARQUET))


def _seen(file: Path) -> bool:
    """Hidden files, and those of other programs such as ``_SUCCESS``, are not data."""
    return not file.name.startswith((".", "_"))


def _columns(path: Path) -> tuple[str, ...]:
    columns = _parquet_columns(path) if path.suffix.lower() in PARQUET else csv_columns(path)
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise MobilityError([Problem(str(path), 1, code="column_twice", given=", ".join(twice))])
    return columns


def _form(file: File, problems: list[Problem]) -> Form:
    """Which form the columns of a file make; what is missing is added to ``problems``."""
    form: Form = "person-years" if "year" in file.columns else "spells"
    missing = [name for name in REQUIRED[form] if name not in file.columns]
    if missing:
        both = " / ".join(", ".join(names) for names in REQUIRED.values())
        problems.append(
            Problem(
                str(file.path), 1, code="missing_column", given=", ".join(missing), allowed=both
            )
        )
    if file.path.suffix.lower() in PARQUET:
        with _open_parquet(file.path) as parquet:
            unusable = ", ".join(unusable_columns(parquet.schema_arrow, form))
        if unusable:
            problems.append(Problem(str(file.path), code="mobility_column", given=unusable))
    return form


def _mixed(path: Path, forms: dict[Path, Form]) -> Problem:
    first = {form: file.name for file, form in reversed(forms.items())}
    given = ", ".join(f"{name}: {form}" for form, name in sorted(first.items()))
    return Problem(str(path), code="mobility_mixed_forms", given=given)


def _open_parquet(path: Path, repeated: list[str] | None = None) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, read_dictionary=repeated, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> MobilityError:
    given = str(error).split("\n")[0]
    return MobilityError([Problem(str(path), code="mobility_parquet", given=given)])


def _parquet_columns(path: Path) -> tuple[str, ...]:
    with _open_parquet(path) as file:
        return tuple(file.schema_arrow.names)


def _parquet_chunks(path: Path, wanted: list[str]) -> Iterator[Chunk]:
    with _open_parquet(path) as plain:
        schema = plain.schema_arrow
    texts = [name for name in wanted if name in _REPEATED and _is_text(schema.field(name).type)]
    with _open_parquet(path, texts) as file:
        total, done = file.metadata.num_rows or 1, 0
        try:
            for batch in file.iter_batches(_ROWS, columns=wanted, use_threads=False):
                done += batch.num_rows
                yield Chunk(batch, {}, done / total)
        except (pa.ArrowException, OSError) as error:
            raise _broken(path, error) from error


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
