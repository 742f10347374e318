"""Which reader opens a path: the ordered registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.files import CSV, PARQUET, FilesReader
from innocore_metrics.mobility.readers import OpenAlexReader, OrcidReader
from innocore_metrics.mobility.records import Reader

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of input: its name, which files look like it, and what opens it."""

    name: str
    fits: Callable[[str], bool]
    opens: Callable[[Path], Reader]


def _is_json(name: str) -> bool:
    return name.endswith(OpenAlexReader.endings) and not name.endswith((*CSV, *PARQUET))


def _never(_name: str) -> bool:
    return False


# The first that fits is taken; those that never fit are opened only by name.
SOURCES: tuple[Source, ...] = (
    Source("orcid", lambda name: name.endswith(OrcidReader.endings), OrcidReader),
    Source("openalex", _is_json, OpenAlexReader),
    Source("openalex-spells", _never, partial(OpenAlexReader, form="spells")),
    Source("spells", lambda name: True, FilesReader),
    Source("person-years", _never, FilesReader),
)
FORMATS = (AUTO, *(source.name for source in SOURCES))


def open_source(path: Path, format: str = AUTO) -> Reader:
    """A reader of the records at ``path``; ``format`` is one of ``FORMATS``.

    A folder is what its files look like: an archive of ORCID before anything else.

    Raises:
        MobilityError: there is nothing there that can be read; all problems at once.
    """
    if format == AUTO:
        names = [file.name.lower() for file in _files(path)]
        found = next(one for one in SOURCES if any(map(one.fits, names)) or one.fits(""))
        return found.opens(path)
    reader = next(one for one in SOURCES if one.name == format).opens(path)
    if format in ("spells", "person-years") and reader.form != format:
        given = f"{path.name}: {reader.form}"
        problem = Problem(str(path), code="mobility_other_form", given=given, allowed=format)
        raise MobilityError([problem])
    return reader


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and not file.name.startswith(".")]
