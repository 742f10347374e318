"""Compressed files and tar archives as streams: never unpacked whole, never silently cut short."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
# The end of a tar archive: two blocks of zeros, which the file may be padded with further.
_END = bytes(1024)
# What a damaged gzip file or archive raises.
DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, tarfile.ReadError)


class Truncated(Exception):  # noqa: N818 - says what happened to the file
    """The file ends before its end, or its checksum does not fit; what came before was given."""


class _Watched:
    """A byte stream that remembers how it ended."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        data = self._stream.read(size)
        if data:
            self.tail = (self.tail + data)[-len(_END) :] if len(data) < len(_END) else data[-1024:]
        return data


Place = Callable[[int], None]
"""Is told how many bytes of the file, as it lies on the disk, have been read by now."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The contents of a file, decompressed where it is gzip, and the file as it lies there."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        if packed:
            # Through the gzip module, which checks length and checksum; tarfile's own does not.
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast("IO[bytes]", stream), raw
        else:
            yield raw, raw


def members(path: Path, largest: int, place: Place) -> Iterator[tuple[str, bytes | None]]:
    """Names and contents of the files in a tar archive, in their order.

    Contents are None where they are larger than ``largest`` bytes. Memory does not grow with
    the archive.

    Raises:
        Truncated: after everything that could be read was given.
    """
    with opened(path) as (stream, raw):
        watched = _Watched(stream)
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", watched), mode="r|") as archive:
                for file in _files(archive, largest):
                    place(raw.tell())
                    yield file
            while watched.read(_CHUNK):
                pass
        except DAMAGE as error:
            raise Truncated(str(error)) from error
        # tarfile takes the end of the file for the end of the archive.
        if watched.tail != _END:
            raise Truncated("no end mark")


def _files(archive: tarfile.TarFile, largest: int) -> Iterator[tuple[str, bytes | None]]:
    while (member := archive.next()) is not None:
        # tarfile keeps every header it has seen: gigabytes for an archive of millions.
        cast("Any", archive).members.clear()
        if not member.isfile():
            continue
        if member.size > largest:
            yield member.name, None
            continue
        file = archive.extractfile(member)
        data = file.read() if file is not None else b""
        if len(data) != member.size:
            raise EOFError("a file in the archive is cut short")
        yield member.name, data


def lines(path: Path, longest: int, place: Place) -> Iterator[bytes | None]:
    """Lines of a text file, without their ends; None for one longer than ``longest`` bytes.

    Raises:
        Truncated: after every whole line that could be read was given.
    """
    with opened(path) as (stream, raw):
        try:
            while line := stream.readline(longest + 2):
                place(raw.tell())
                if line.endswith(b"\n") or len(line) <= longest:
                    yield line.rstrip(b"\r\n")
                    continue
                yield None
                while line and not line.endswith(b"\n"):
                    line = stream.readline(_CHUNK)
        except DAMAGE as error:
            raise Truncated(str(error)) from error
