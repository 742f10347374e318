"""Starts the process that reads a file, waits for it, and takes over what it found."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from innocore_metrics.errors import IntakeError, Problem
from innocore_metrics.intake.reading.sheet import Limits, Sheet

_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from innocore_metrics.intake.reading.child import main; main()"
)
# Threads and big reservations would count against the limit on memory.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "LANG": "C.UTF-8",
    # Whatever else is installed, openpyxl reads with the parser of the standard library.
    "OPENPYXL_LXML": "False",
}


def read_upload(
    path: Path, name: str, words: frozenset[str], limits: Limits | None = None
) -> Sheet:
    """The cells of the file at ``path``, which its sender called ``name``.

    ``words`` are the header names to look for, in the form of `sheet.normalised`. The file is
    read in a process of its own that ends with it: within ``limits``, or not at all.

    Raises:
        IntakeError: with every reason why the file is refused.
    """
    limits = limits or Limits()
    shown = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rsplit("/", 1)[-1])[:200]
    shown = shown or "?"
    try:
        size = path.stat().st_size
    except OSError as error:
        given = error.strerror or str(error)
        raise IntakeError([Problem(shown, code="unreadable", given=given)]) from error
    if size > limits.file_bytes:
        given, most = f"{size / 2**20:,.1f}", f"{limits.file_bytes / 2**20:,.0f}"
        raise IntakeError([Problem(shown, code="upload_size", given=given, allowed=most)])
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        return _read_in_child(path.resolve(), shown, words, limits, Path(folder))


def _read_in_child(
    path: Path, name: str, words: frozenset[str], limits: Limits, folder: Path
) -> Sheet:
    request = {"path": str(path), "name": name, "words": sorted(words), "limits": asdict(limits)}
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    code = _run(folder, name, limits)
    problems, cells = folder / "problems.json", folder / "cells.arrow"
    if problems.is_file():
        listed = json.loads(problems.read_text(encoding="utf-8"))
        raise IntakeError([Problem(**problem) for problem in listed])
    if code != 0 or not cells.is_file():
        raise IntakeError([_ended(code, name, limits)])
    return _taken_over(cells)


def _run(folder: Path, name: str, limits: Limits) -> int:
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), str(folder)]
    nothing = subprocess.DEVNULL
    child = subprocess.Popen(  # noqa: S603 (our own interpreter and code)
        command,
        env=_ENVIRONMENT,
        cwd=folder,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        start_new_session=True,
    )
    try:
        return int(child.wait(limits.seconds + 5))
    except subprocess.TimeoutExpired as error:
        raise IntakeError([_too_slow(name, limits)]) from error
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _too_slow(name: str, limits: Limits) -> Problem:
    return Problem(name, code="upload_time", allowed=str(limits.seconds))


def _ended(code: int, name: str, limits: Limits) -> Problem:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_slow(name, limits)
    most = f"{limits.memory_bytes // 2**20:,}"
    return Problem(name, code="upload_memory", allowed=most)


def _taken_over(cells: Path) -> Sheet:
    with pa.memory_map(str(cells)) as source:
        table = pa.ipc.open_file(source).read_all()
    about = json.loads(table.schema.metadata[b"about"])
    numbers = table.column("row").to_numpy()
    for name in ("header", "hidden_rows", "hidden_columns", "hidden_sheets"):
        about[name] = tuple(about[name])
    return Sheet(**about, rows=table.drop_columns("row"), row_numbers=numbers)
