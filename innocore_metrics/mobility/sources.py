"""Which reader opens a path: the ordered registry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.files import CSV, PARQUET, FilesReader
from innocore_metrics.mobility.readers import OpenAlexReader, OrcidReader
from innocore_metrics.mobility.readers.openalex import holds_authors
from innocore_metrics.mobility.readers.orcid import is_orcid_name
from innocore_metrics.mobility.records import Reader

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of input: its name, which files look like it, and what opens it."""

    name: str
    fits: Callable[[Path], bool]
    opens: Callable[[Path], Reader]


def _is_json(file: Path) -> bool:
    name = file.name.lower()
    return name.endswith(OpenAlexReader.endings) and not name.endswith((*CSV, *PARQUET))


def _is_openalex(file: Path) -> bool:
    return _is_json(file) or (file.name.lower().endswith(PARQUET) and holds_authors(file))


def _never(_file: Path) -> bool:
    return False


# The first that fits is taken; those that never fit are opened only by name.
SOURCES: tuple[Source, ...] = (
    Source("orcid", lambda file: is_orcid_name(file.as_posix()), OrcidReader),
    Source("openalex", _is_openalex, OpenAlexReader),
    Source("openalex-spells", _never, partial(OpenAlexReader, form="spells")),
    Source("spells", lambda file: True, FilesReader),
    Source("person-years", _never, FilesReader),
)
FORMATS = (AUTO, *(source.name for source in SOURCES))


def open_source(path: Path, format: str = AUTO) -> Reader:
    """A reader of the records at ``path``; ``format`` is one of ``FORMATS``.

    A folder is what its files look like: records of ORCID before anything else.

    Raises:
        MobilityError: there is nothing there that can be read; all problems at once.
    """
    if format == AUTO:
        if path.is_file() and path.suffix.lower() == ".xml":
            return OrcidReader(path)
        found = next((s for s in SOURCES if any(map(s.fits, _files(path)))), None)
        return (found.opens if found else FilesReader)(path)
    reader = next(one for one in SOURCES if one.name == format).opens(path)
    if format in ("spells", "person-years") and reader.form != format:
        given = f"{path.name}: {reader.form}"
        problem = Problem(str(path), code="mobility_other_form", given=given, allowed=format)
        raise MobilityError([problem])
    return reader


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
    for place, _, names in os.walk(path):
        yield from (Path(place, name) for name in names if not name.startswith("."))
