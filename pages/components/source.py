"""What this process shows: the facts, read once for each state of their files, and the newest
release of the recruitment ledger. Knows no Streamlit."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from innocore_metrics.dataset import OWN_MARK, Dataset, with_ledger, with_mobility
from innocore_metrics.dataset.versions import Edition, Kept, load_edition, open_edition
from innocore_metrics.desk import reading
from innocore_metrics.errors import (
    DataError,
    LedgerError,
    MobilityError,
    Problem,
    VersionError,
)
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.model import LedgerView, MobilityView
from innocore_metrics.selection import Selection, is_version, parse_query
from innocore_metrics.settings import ARCHIVE_DIR, DATA_DIR, DATABASE_URL, MOBILITY_DIR
from innocore_metrics.storage.archive import kept

# How long a look at the ledger holds: a release appears after this many seconds at most.
LOOK_SECONDS = 10
_log = logging.getLogger(__name__)


def facts() -> Dataset:
    """The checked dataset of ``INNOCORE_DATA_DIR``; DataError with every problem where broken."""
    return edition().dataset


def edition(version: str = "") -> Edition:
    """The facts with their tables: the present ones, or those of a version.

    DataError where the present facts are broken, VersionError where there is no such version.
    """
    wanted = version.split("-", maxsplit=1)[0]
    folder = Path(DATA_DIR.of(os.environ))
    try:
        present = _load(folder, _stamp(folder))
    except DataError:
        # What is frozen is shown even while the present facts are broken.
        if not wanted:
            raise
        present = None
    if present is not None and wanted in ("", present.dataset.version):
        return present
    return _open(archive(), wanted)


def archive() -> Path:
    """The folder of versions that the settings name."""
    return Path(ARCHIVE_DIR.of(os.environ))


def dataset(version: str = "") -> Dataset:
    """The facts with the newest release of the ledger and own mobility tables, or a version.

    DataError where the facts are broken, VersionError where there is no such version. A ledger
    that cannot be read takes nothing away from the facts: `ledger_problems` then says why it is
    missing, `own_problems` the same of own tables. Own tables are not kept: a version with them
    is there as long as it is the present one.
    """
    url = DATABASE_URL.of(os.environ)
    if OWN_MARK in version:
        present = dataset()
        if present.version != version:
            problem = Problem(code="version_own", given=version, allowed=present.version)
            raise VersionError([problem])
        return present
    if version:
        kept_facts = edition(version).dataset
        with _for_strangers():
            return _pinned(kept_facts, url, version)
    number, _ = _look(url, _moment())
    present_facts = facts()
    with _for_strangers():
        return _with_own(_released(present_facts, url, number), _own()[0])


def selection(
    query: Mapping[str, str], data: Dataset, ignored: Collection[str] = ()
) -> tuple[Selection, tuple[Problem, ...]]:
    """What an address asks for; a version that there is not is named and left out."""
    found, problems = parse_query(query, data.vocabulary, ignored)
    if found.version and found.version != data.version:
        return found.with_(version=""), (*problems, *shown(found.version)[1])
    return found, problems


def shown(version: str) -> tuple[Dataset, tuple[Problem, ...]]:
    """The data of a version where there is one, else the present data and what is wrong."""
    if not is_version(version):
        return dataset(), ()  # An address like that is refused where it is read.
    try:
        return dataset(version), ()
    except (VersionError, LedgerError) as error:
        return dataset(), error.problems


def stored_on(version: str) -> str:
    """The day a version was put into the archive (ISO 8601), empty where it is not there."""
    days = {one.version: one.date for one in kept(archive())}
    return days.get(version.split("-", maxsplit=1)[0], "")


def made_on(version: str) -> str:
    """The day that the data of a version bear themselves (ISO 8601); else that of the archive."""
    created = str(edition(version).descriptor.get("created", ""))[:10]
    return created or stored_on(version)


def versions() -> tuple[Kept, ...]:
    """The versions that can be shown: those in the archive, oldest first."""
    return kept(archive())


@lru_cache(maxsize=8)
def _open(directory: Path, version: str) -> Edition:
    return open_edition(directory, version)


@lru_cache(maxsize=8)
def _pinned(facts: Dataset, url: str, version: str) -> Dataset:
    """The facts with the release of the ledger that makes ``version`` of them."""
    if version == facts.version:
        return facts
    for stored in reading.store(url).releases():
        found = with_ledger(facts, reading.public_view(reading.store(url), stored.number))
        if found.version == version:
            return found
    raise VersionError([Problem(code="no_such_release", given=version, allowed=facts.version)])


@contextmanager
def _for_strangers() -> Iterator[None]:
    """What a database says may name hosts, users and paths: it stays in the log."""
    try:
        yield
    except LedgerError as error:
        _log.warning("the recruitment ledger cannot be read: %s", error)
        told = (
            Problem(code="ledger_away") if problem.file == DATABASE_URL.name else problem
            for problem in error.problems
        )
        raise LedgerError(dict.fromkeys(told)) from error


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
        _log.warning("own mobility tables cannot be read: %s", error)
        # Readers are told which table, not where on the server it lies.
        return None, tuple(
            replace(p, file=Path(p.file).name, given=p.given.replace(f"{folder}{os.sep}", ""))
            for p in error.problems
        )


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
    """The number of the newest release that can be read, or what hinders finding it."""
    try:
        with _for_strangers():
            number = reading.store(url).latest_release()
            if number:
                _view(url, number)
    except LedgerError as error:
        return 0, error.problems
    return number, ()


@lru_cache(maxsize=4)
def _view(url: str, number: int) -> LedgerView | None:
    return reading.public_view(reading.store(url), number)


@lru_cache(maxsize=4)
def _released(dataset: Dataset, url: str, number: int) -> Dataset:
    return with_ledger(dataset, _view(url, number) if number else None)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: a changed file means a new load."""
    files = sorted(folder.glob("*.*")) if folder.is_dir() else []
    stats = ((file.name, file.stat()) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@lru_cache(maxsize=2)
def _load(folder: Path, _stamp_of_files: tuple[tuple[str, int, int], ...]) -> Edition:
    return load_edition(folder)
