"""Data packages kept by the hash of their contents: one zip each, never changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from innocore_metrics.errors import Problem, VersionError
from innocore_metrics.storage.files import MAX_FILE_BYTES

NOTE = "version.json"
_NAME = re.compile(r"([0-9a-f]{12})\.zip")
_MOST_FILES = 200
# Entries carry one fixed time, so that equal contents make equal files.
_TIME = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """A version in the archive: its hash, the day it was put there, the package's title."""

    version: str
    date: str
    title: str


def kept(directory: Path) -> tuple[Kept, ...]:
    """Every version in ``directory`` whose note can be read, oldest first."""
    found = []
    for path in directory.glob("*.zip") if directory.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        note = _note(path) if name else None
        if name and note:
            found.append(Kept(name[1], str(note.get("date", "")), str(note.get("title", ""))))
    return tuple(sorted(found, key=lambda one: (one.date, one.version)))


def keep(directory: Path, version: str, files: Mapping[str, bytes], date: str, title: str) -> bool:
    """Put a version there; False where it is there already, which is left as it is.

    Raises:
        VersionError: the folder cannot be written.
    """
    target = directory / f"{version}.zip"
    if target.exists():
        return False
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    note = {"version": version, "date": date, "title": title, "sha256": sums}
    text = json.dumps(note, ensure_ascii=False, indent=1).encode()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        # Written beside and moved, so that two servers starting at once never leave half a file.
        handle, name = tempfile.mkstemp(dir=directory, suffix=".part")
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w") as archive:
            for entry, content in {NOTE: text, **files}.items():
                info = zipfile.ZipInfo(entry, _TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise VersionError([Problem(str(directory), code="archive_write", given=reason)]) from error
    return True


def extract(directory: Path, version: str, into: Path) -> None:
    """Write the files of a version into a folder, each checked against its hash.

    Raises:
        VersionError: it is not there, or not what was put there.
    """
    path = directory / f"{version}.zip"
    if not path.is_file():
        allowed = ", ".join(one.version for one in kept(directory)) or "-"
        raise VersionError([Problem(code="no_such_version", given=version, allowed=allowed)])
    try:
        _extract(path, into)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError) as error:
        # The text of an OSError names the whole path.
        reason = error.strerror or "" if isinstance(error, OSError) else str(error)
        raise VersionError([damaged(version, reason)]) from error


def damaged(version: str, reason: str) -> Problem:
    """What to say of a version that is not what it was."""
    return Problem(code="version_damaged", given=version, detail=reason[:200])


def _extract(path: Path, into: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        note = json.loads(_read(archive, NOTE))
        sums = dict(note["sha256"])
        if len(sums) > _MOST_FILES:
            raise ValueError(f"{len(sums)} files")
        for name, expected in sums.items():
            if PurePosixPath(name).name != name:
                raise ValueError(f"name {name!r}")
            content = _read(archive, name)
            if hashlib.sha256(content).hexdigest() != expected:
                raise ValueError(f"hash of {name}")
            (into / name).write_bytes(content)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MAX_FILE_BYTES:
        raise ValueError(f"size of {name}")
    with archive.open(name) as entry:
        # A size that the directory of the zip lies about is caught here.
        content = entry.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"size of {name}")
    return content


def _note(path: Path) -> dict[str, object] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            note = json.loads(_read(archive, NOTE))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError):
        return None
    return note if isinstance(note, dict) else None
