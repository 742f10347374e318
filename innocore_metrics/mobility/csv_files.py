"""Reading CSV as text, block by block; broken lines are counted, not guessed at."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.records import Chunk

_BLOCK_BYTES = 4 << 20
_SNIFF_BYTES = 1 << 16
_ENCODINGS = ("utf-8-sig", "cp949")


def csv_columns(path: Path) -> tuple[str, ...]:
    """The names in the first line.

    Raises:
        MobilityError: the file is empty, or neither UTF-8 nor CP949.
    """
    head = _head(path)
    line = head.decode(csv_encoding(path), errors="ignore").split("\n", 1)[0].rstrip("\r")
    names = next(csv.reader([line]), [])
    if not any(names):
        raise MobilityError([Problem(str(path), code="no_header")])
    return tuple(name.strip() for name in names)


def csv_chunks(
    path: Path, wanted: list[str], span: tuple[int, int] | None = None
) -> Iterator[Chunk]:
    """Chunks of the columns ``wanted`` as text, with the lines that had a wrong number of cells.

    ``span``: only the lines that begin at these bytes; of a file that is not compressed.

    Raises:
        MobilityError: the file cannot be read to its end.
    """
    broken = 0

    def skip(_row: Any) -> str:
        nonlocal broken
        broken += 1
        return "skip"

    size = path.stat().st_size or 1
    try:
        with _opened(path) as (raw, file):
            lines = file if span is None else _Lines(path, raw, span)
            reader = pacsv.open_csv(
                lines,
                read_options=_reading(path, wanted, header=span is None or span[0] == 0),
                parse_options=pacsv.ParseOptions(invalid_row_handler=skip),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(wanted, pa.string()),
                    include_columns=wanted,
                    strings_can_be_null=True,
                    # An empty cell is missing. "NA" is Namibia.
                    null_values=[""],
                ),
            )
            for batch in reader:
                found, broken = broken, 0
                yield Chunk(batch, {"broken_line": found} if found else {}, raw.tell() / size)
    except pa.ArrowInvalid as error:
        if not str(error).startswith("Empty CSV file"):
            raise _unreadable(path, error) from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    if broken:
        nothing = [pa.nulls(0, pa.string()) for _ in wanted]
        yield Chunk(pa.RecordBatch.from_arrays(nothing, names=wanted), {"broken_line": broken}, 1.0)


def _reading(path: Path, wanted: list[str], *, header: bool) -> pacsv.ReadOptions:
    encoding = csv_encoding(path)
    # Names of columns that nobody reads may be empty or stand twice.
    names = [n if n in wanted else f"\0{i}" for i, n in enumerate(csv_columns(path))]
    return pacsv.ReadOptions(
        use_threads=False,
        block_size=_BLOCK_BYTES,
        encoding="utf8" if encoding == "utf-8-sig" else encoding,
        column_names=names,
        skip_rows=int(header),
    )


class _Lines(io.RawIOBase):
    """The lines of a file that begin within a span of bytes."""

    def __init__(self, path: Path, raw: BinaryIO, span: tuple[int, int]) -> None:
        self._raw, size = raw, path.stat().st_size
        start, self._end = (_line_start(raw, min(place, size)) for place in span)
        raw.seek(start)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """See ``io.RawIOBase``."""
        data = self._raw.read(max(0, min(len(buffer), self._end - self._raw.tell())))
        buffer[: len(data)] = data
        return len(data)


def _line_start(raw: BinaryIO, place: int) -> int:
    """The first place from ``place`` on at which a line begins, or the end of the file."""
    if place:
        # No byte of a character of UTF-8 or CP949 is that of a line's end.
        raw.seek(place - 1)
        raw.readline()
        return raw.tell()
    return 0


def _unreadable(path: Path, error: Exception) -> MobilityError:
    given = str(error).split("\n")[0]
    return MobilityError([Problem(str(path), code="not_csv", given=given)])


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, Any]]:
    """The file as it lies on disk, to ask how far it is read, and its contents."""
    with path.open("rb") as raw:
        if path.suffix.lower() == ".gz":
            with gzip.open(raw) as unpacked:
                yield raw, unpacked
        else:
            yield raw, raw


def _head(path: Path) -> bytes:
    try:
        with _opened(path) as (_, file):
            return bytes(file.read(_SNIFF_BYTES))
    except (OSError, EOFError) as error:
        raise _unreadable(path, error) from error


def csv_encoding(path: Path) -> str:
    """``utf-8-sig`` or ``cp949``, whichever the beginning is.

    Raises:
        MobilityError: it is neither.
    """
    head = _head(path)
    for encoding in _ENCODINGS:
        try:
            # The last character may be cut.
            head[: head.rfind(b"\n") + 1 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    problem = Problem(str(path), code="upload_encoding", given=repr(head[:20]))
    raise MobilityError([problem])
