"""The process that reads one file and ends. It gives back cells or problems, nothing else."""

from __future__ import annotations

import json
import resource
import sys
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from innocore_metrics.errors import IntakeError, Problem
from innocore_metrics.intake.reading import delimited
from innocore_metrics.intake.reading.kinds import kind_of
from innocore_metrics.intake.reading.sheet import Limits, Sheet

REQUEST, CELLS, PROBLEMS = "request.json", "cells.arrow", "problems.json"


def read(raw: bytes, name: str, words: frozenset[str], limits: Limits) -> Sheet:
    """The cells of a file of either kind, told by its contents, not its name.

    Raises:
        IntakeError: with every reason.
    """
    if not raw.strip():
        raise IntakeError([Problem(name, code="upload_empty")])
    kind = kind_of(raw)
    if kind == "password":
        raise IntakeError([Problem(name, code="upload_password")])
    if kind:
        raise IntakeError([Problem(name, code="upload_type", given=kind)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if raw.startswith(b"PK"):
                # Known only here: CSV is read without the time that this import takes.
                from innocore_metrics.intake.reading import workbook  # noqa: PLC0415

                return workbook.read(raw, name, words, limits)
            return delimited.read(raw, name, words, limits)
    except MemoryError as error:
        raise IntakeError([Problem(name, code="upload_memory")]) from error
    except IntakeError:
        raise
    except Exception as error:
        given = f"{type(error).__name__}: {error}"[:200]
        raise IntakeError([Problem(name, code="upload_broken", given=given)]) from error


def _limit(limits: Limits) -> None:
    """From here on the system itself ends this process when it takes too much."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The cells as text take at most a few times what the file takes.
    most = 8 * limits.file_bytes
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main() -> None:
    """Read the file that the request in the folder (first argument) names."""
    folder = Path(sys.argv[1])
    request: Mapping[str, Any] = json.loads((folder / REQUEST).read_text(encoding="utf-8"))
    limits = Limits(**request["limits"])
    _limit(limits)
    try:
        raw = Path(request["path"]).read_bytes()
        sheet = read(raw, request["name"], frozenset(request["words"]), limits)
        del raw
        _write(sheet, folder / CELLS)
    except IntakeError as error:
        text = json.dumps([asdict(problem) for problem in error.problems])
        (folder / PROBLEMS).write_text(text, encoding="utf-8")


def _write(sheet: Sheet, path: Path) -> None:
    about = {
        name: getattr(sheet, name)
        for name in (
            *("file", "sheet", "kind", "header_row", "header", "encoding", "delimiter"),
            *("hidden_rows", "hidden_columns", "hidden_sheets"),
        )
    }
    table = sheet.rows.append_column("row", pa.array(sheet.row_numbers))
    table = table.replace_schema_metadata({"about": json.dumps(about)})
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
