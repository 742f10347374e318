"""What this process shows: the facts, read once for each state of their files, and the newest
release of the recruitment ledger. Knows no Streamlit."""

from __future__ import annotations

import os
import time
from functools import lru_cache
from pathlib import Path

from innocore_metrics.dataset import Dataset, load_dataset, with_ledger, with_mobility
from innocore_metrics.desk import reading
from innocore_metrics.errors import LedgerError, MobilityError, Problem
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.model import MobilityView
from innocore_metrics.settings import DATA_DIR, DATABASE_URL, MOBILITY_DIR

# How long a look at the ledger holds: a release appears after this many seconds at most.
LOOK_SECONDS = 10


def facts() -> Dataset:
    """The checked dataset of ``INNOCORE_DATA_DIR``; DataError with every problem where broken."""
    folder = Path(DATA_DIR.of(os.environ))
    return _load(folder, _stamp(folder))


def dataset() -> Dataset:
    """The facts with the newest release of the ledger and own mobility tables.

    DataError where the facts are broken. A ledger that cannot be read takes nothing away from
    them: `ledger_problems` then says why it is missing, `own_problems` the same of own tables.
    """
    url = DATABASE_URL.of(os.environ)
    number, _ = _look(url, _moment())
    return _with_own(_released(facts(), url, number), _own()[0])


def ledger_problems() -> tuple[Problem, ...]:
    """Why the ledger could not be read lately; empty where it could."""
    return _look(DATABASE_URL.of(os.environ), _moment())[1]


def own_problems() -> tuple[Problem, ...]:
    """Why the folder of own mobility tables cannot be read; empty where it can, or none is set."""
    return _own()[1]


def _own() -> tuple[MobilityView | None, tuple[Problem, ...]]:
    named = MOBILITY_DIR.of(os.environ)
    if not named:
        return None, ()
    folder = Path(named)
    return _own_tables(folder, _stamp(folder), facts())


@lru_cache(maxsize=2)
def _own_tables(
    folder: Path, _stamp_of_files: object, dataset: Dataset
) -> tuple[MobilityView | None, tuple[Problem, ...]]:
    try:
        return read_folder(folder, institute_names(dataset)), ()
    except MobilityError as error:
        return None, error.problems


@lru_cache(maxsize=4)
def _with_own(dataset: Dataset, view: MobilityView | None) -> Dataset:
    return with_mobility(dataset, view)


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
