"""Spells and person-years in CSV, Parquet, or a folder of either."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

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
    """A file with the names of its columns, its size in bytes and its form.

    ``constants``: columns that do not stand in the file but in the names of its folders, as
    ``year=2015``, with the value of all its rows.
    """

    path: Path
    columns: tuple[str, ...]
    size: int
    form: Form
    constants: Mapping[str, str]

    @property
    def wanted(self) -> list[str]:
        """The columns that are read out of the file."""
        return [name for name in self.columns if name in _known(self.form)]


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
                files.append(_file(file))
                problems += _faults(files[-1])
            except MobilityError as error:
                problems += error.problems
        if problems:
            raise MobilityError(problems)
        if len({file.form for file in files}) != 1:
            raise MobilityError([_mixed(path, files)])
        self.form: Form = files[0].form
        self.files = files
        known = _known(self.form)
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
            for chunk in file_chunks(file.path, file.wanted, file.constants):
                share = (before + chunk.share * file.size) / total
                yield Chunk(chunk.batch, chunk.rejected, share)
            before += file.size


Span = tuple[int, int]
"""A part of a file: row groups of Parquet, bytes of CSV, from the first to before the last."""


def file_chunks(
    path: Path, wanted: list[str], constants: Mapping[str, str], span: Span | None = None
) -> Iterator[Chunk]:
    """The columns ``wanted`` of a file or a part of it, with ``constants`` as further columns.

    Raises:
        MobilityError: the file cannot be read to its end.
    """
    read = _parquet_chunks if is_parquet(path) else csv_chunks
    for chunk in read(path, wanted, span):
        batch = chunk.batch
        for name, value in constants.items():
            column = pa.repeat(pa.scalar(value), batch.num_rows)
            batch = batch.append_column(name, column)
        yield Chunk(batch, chunk.rejected, chunk.share)


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, by its name."""
    return path.suffix.lower() in PARQUET


def parquet_rows(path: Path) -> list[int]:
    """Rows of each row group."""
    with _open_parquet(path) as file:
        about = file.metadata
        return [about.row_group(number).num_rows for number in range(about.num_row_groups)]


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


def _known(form: Form) -> tuple[str, ...]:
    return (*REQUIRED[form], *OPTIONAL[form])


def _file(path: Path) -> File:
    columns = _parquet_columns(path) if is_parquet(path) else csv_columns(path)
    around = _partitions(path)
    # Spells that lie in folders by year are spells all the same.
    by_year = "year" in columns or ("year" in around and not {*REQUIRED["spells"]} <= {*columns})
    form: Form = "person-years" if by_year else "spells"
    known = _known(form)
    constants = {n: v for n, v in around.items() if n in known and n not in columns}
    return File(path, columns, path.stat().st_size, form, constants)


_PARTITION = re.compile(r"([^=]+)=(.*)")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


def _partitions(path: Path) -> dict[str, str]:
    """Names and values that the folders around a file stand for, as Hive and Spark write them.

    >>> _partitions(Path("records/year=2015/country=C%C3%B4te d'Ivoire/part-0.parquet"))
    {'year': '2015', 'country': "Côte d'Ivoire"}
    """
    found = {}
    for part in path.absolute().parts[:-1]:
        if match := _PARTITION.fullmatch(part):
            found[match[1]] = "" if match[2] == _NO_VALUE else unquote(match[2])
    return found


def _faults(file: File) -> list[Problem]:
    """What is missing, stands twice, or cannot be used, of the columns that are read."""
    problems = []
    twice = sorted({name for name in file.wanted if file.wanted.count(name) > 1})
    if twice:
        problems.append(Problem(str(file.path), 1, code="column_twice", given=", ".join(twice)))
    names = (*file.columns, *file.constants)
    missing = ", ".join(name for name in REQUIRED[file.form] if name not in names)
    if missing:
        both = " / ".join(", ".join(names) for names in REQUIRED.values())
        problems.append(
            Problem(str(file.path), 1, code="missing_column", given=missing, allowed=both)
        )
    if is_parquet(file.path):
        with _open_parquet(file.path) as parquet:
            unusable = ", ".join(unusable_columns(parquet.schema_arrow, file.form))
        if unusable:
            problems.append(Problem(str(file.path), code="mobility_column", given=unusable))
    return problems


def _mixed(path: Path, files: list[File]) -> Problem:
    first = {file.form: file.path.name for file in reversed(files)}
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


def _parquet_chunks(path: Path, wanted: list[str], span: Span | None) -> Iterator[Chunk]:
    with _open_parquet(path) as plain:
        schema = plain.schema_arrow
    texts = [name for name in wanted if name in _REPEATED and _is_text(schema.field(name).type)]
    with _open_parquet(path, texts) as file:
        groups = range(file.metadata.num_row_groups) if span is None else range(*span)
        total, done = file.metadata.num_rows or 1, 0
        try:
            for batch in file.iter_batches(_ROWS, groups, columns=wanted, use_threads=False):
                done += batch.num_rows
                yield Chunk(batch, {}, done / total)
        except (pa.ArrowException, OSError) as error:
            raise _broken(path, error) from error


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
