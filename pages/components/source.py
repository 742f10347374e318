"""What this process shows: the facts, read once for each state of their files, and the newest
release of the recruitment ledger. Knows no Streamlit."""

from __future__ import annotations

import os
import time
from functools import lru_cache
from pathlib import Path

from innocore_metrics.dataset import Dataset, load_dataset, with_ledger
from innocore_metrics.desk import reading
from innocore_metrics.errors import LedgerError, Problem
from innocore_metrics.settings import DATA_DIR, DATABASE_URL

# How long a look at the ledger holds: a release appears after this many seconds at most.
LOOK_SECONDS = 10


def facts() -> Dataset:
    """The checked dataset of ``INNOCORE_DATA_DIR``; DataError with every problem where broken."""
    folder = Path(DATA_DIR.of(os.environ))
    return _load(folder, _stamp(folder))


def dataset() -> Dataset:
    """The facts with the newest release of the ledger.

    DataError where the facts are broken. A ledger that cannot be read takes nothing away from
    them: `ledger_problems` then says why it is missing.
    """
    url = DATABASE_URL.of(os.environ)
    number, _ = _look(url, _moment())
    return _released(facts(), url, number)


def ledger_problems() -> tuple[Problem, ...]:
    """Why the ledger could not be read lately; empty where it could."""
    return _look(DATABASE_URL.of(os.environ), _moment())[1]


def look_again() -> None:
    """Forget the last look at the ledger, so that what was just released is shown."""
    _look.cache_clear()


def _moment() -> int:
    return int(time.monotonic() // LOOK_SECONDS)


@lru_cache(maxsize=2)
def _look(url: str, _moment_of_look: int) -> tuple[int, tuple[Problem, ...]]:
    """The number of the newest release, or what hinders finding it."""
    try:
        return reading.store(url).latest_release(), ()
    except LedgerError as error:
        return 0, error.problems


@lru_cache(maxsize=4)
def _released(dataset: Dataset, url: str, number: int) -> Dataset:
    view = reading.public_view(reading.store(url), number) if number else None
    return with_ledger(dataset, view)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: a changed file means a new load."""
    files = sorted(folder.glob("*.*")) if folder.is_dir() else []
    stats = ((file.name, file.stat()) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@lru_cache(maxsize=2)
def _load(folder: Path, _stamp_of_files: tuple[tuple[str, int, int], ...]) -> Dataset:
    return load_dataset(folder)
