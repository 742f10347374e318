"""The reading process as it is, forked from one that has loaded its code already."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from innocore_metrics.errors import Problem
from innocore_metrics.intake.columns import HEADER_WORDS
from innocore_metrics.intake.reading import Limits, child
from innocore_metrics.intake.reading.parent import _taken_over
from innocore_metrics.intake.reading.sheet import Sheet
from tests.processes import start

LIMITS = Limits(seconds=5, memory_bytes=2 * 2**30, file_bytes=8 * 2**20)


def read_in(folder: str) -> None:
    """What the process runs: its own main, with its limits on itself."""
    sys.argv = ["child", folder]
    child.main()


@dataclass(frozen=True)
class Ended:
    """How reading a file ended: with cells, with problems, or by a limit (``code`` negative)."""

    sheet: Sheet | None
    problems: tuple[Problem, ...]
    code: int


def read(raw: bytes, name: str = "a") -> Ended:
    """Read a file in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        folder = Path(place)
        (folder / "file").write_bytes(raw)
        request = {"path": str(folder / "file"), "name": name, "words": sorted(HEADER_WORDS)}
        request |= {"limits": asdict(LIMITS)}
        (folder / child.REQUEST).write_text(json.dumps(request), encoding="utf-8")
        process = start(read_in, place)
        process.join(LIMITS.seconds + 5)
        if process.is_alive():
            process.kill()
            process.join()
            raise AssertionError("the process outlived its limits")
        problems = folder / child.PROBLEMS
        if problems.is_file():
            listed = json.loads(problems.read_text(encoding="utf-8"))
            return Ended(None, tuple(Problem(**p) for p in listed), process.exitcode)
        cells = folder / child.CELLS
        sheet = _taken_over(cells) if process.exitcode == 0 else None
        return Ended(sheet, (), process.exitcode)
