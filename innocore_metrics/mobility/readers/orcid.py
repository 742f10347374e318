"""The public data of ORCID: employments, educations and doctorates as spells, from the archive.

ORCID publishes once a year, in October, under CC0: one archive of summaries
(``summaries/31X/0000-0002-7869-831X.xml``, one record a person) and eleven of activities
(``0/310/0000-0002-7869-831X/employments/0000-0002-7869-831X_employments_1234.xml``, one
affiliation each). Both hold the same affiliations, so read the one or the other. Archives that were
unpacked, and single records of the public interface, are read as they lie there.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.readers import orcid_record
from innocore_metrics.mobility.readers.archive import members
from innocore_metrics.mobility.readers.orcid_record import (
    Broken,
    Entry,
    Forbidden,
    UnknownForm,
    read_record,
)
from innocore_metrics.mobility.readers.roles import role_of
from innocore_metrics.mobility.readers.streams import Record, StreamReader
from innocore_metrics.mobility.records import Chunk, Form

LARGEST_RECORD = 64 << 20
SCHEMAS = "1.2, 2.0, 2.1, 3.0"
_ID = r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])"
_PATH = re.compile(rf"^/{_ID}(?:/|$)")
_SUMMARY = re.compile(rf"(?:^|/){_ID}\.xml$")
_ACTIVITY = re.compile(rf"(?:^|/){_ID}/([a-z-]+)/{_ID}_[a-z-]+_\d+\.xml$")
_KINDS = tuple(f"{kind}s" for kind in orcid_record.KINDS)
_XML = ".xml"
Unit = tuple[str, str, bytes | None]


def is_orcid_name(name: str) -> bool:
    """Whether a file is an archive, or named as ORCID names a record."""
    return name.lower().endswith(OrcidReader.endings) or bool(_known_kind(name)[0])


class OrcidReader(StreamReader):
    """Spells of an ORCID archive, a folder of archives, a record, or a folder of records.

    A folder of records is read as one file in the order of names, so that memory does not grow
    with their number.
    """

    form: Form = "spells"
    endings = (".tar.gz", ".tgz", ".tar")
    units_a_chunk = 20_000
    _any_read = False

    def chunks(self, skip: int = 0) -> Iterator[Chunk]:
        """See ``Reader``."""
        self._any_read = skip > 0
        return super().chunks(skip)

    def _found(self) -> list[Path]:
        if not self._path.is_dir():
            return super()._found()
        archives = sorted(path for path in self._path.rglob("*") if self._wants(path))
        loose = next(_loose(self._path), None)
        if archives and loose:
            given = f"{archives[0].name}, {loose.relative_to(self._path)}"
            raise MobilityError([Problem(str(self._path), code="mobility_orcid_both", given=given)])
        return [self._path] if loose else archives or super()._found()

    def _size(self, file: Path) -> int:
        return (
            sum(one.stat().st_size for one in _loose(file))
            if file.is_dir()
            else super()._size(file)
        )

    def fingerprint(self) -> str:
        """See ``Reader``: of a folder of records, names, sizes and times of change of each."""
        if self._files != [self._path] or not self._path.is_dir():
            return super().fingerprint()
        digest = hashlib.sha256(type(self).__name__.encode())
        for file in _loose(self._path):
            stat = file.stat()
            digest.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
        return digest.hexdigest()[:16]

    def units(self, file: Path, place: Any) -> Iterator[Unit]:
        """Name, iD and contents of each record that may hold an affiliation.

        Raises:
            MobilityError: there are no ORCID records, or both kinds.
        """
        single = file.is_dir() or file.name.lower().endswith(_XML)
        files = _contents(file, place) if single else members(file, LARGEST_RECORD, place)
        kinds, other = set(), ""
        for name, data in files:
            kind, person = _known_kind(name)
            kinds.add(kind)
            if kinds >= {"summary", "activity"}:
                raise MobilityError([Problem(str(file), code="mobility_orcid_both", given=name)])
            if person or (single and not kind):
                yield name, person, data
            else:
                other = other or name
                self.skipped["other_activity" if kind else "other_file"] += 1
        if not single and not kinds & {"summary", "activity"}:
            raise MobilityError([Problem(str(file), code="mobility_not_orcid", given=other)])

    def records(self, unit: Unit) -> list[Record]:
        """The spells of a record.

        Raises:
            MobilityError: the first one is no record of ORCID, or of a schema that is not read, as
                the others of an archive then are.
        """
        name, person, data = unit
        if data is None:
            self.reject("broken_line")
            return []
        try:
            record = read_record(data)
        except (Broken, Forbidden):
            self.reject("broken_line")
            return []
        except UnknownForm as form:
            if self._any_read:
                self.reject("broken_line")
                return []
            given = f"{name}: {form}"
            problem = Problem(
                str(self._path), code="mobility_orcid_form", given=given, allowed=SCHEMAS
            )
            raise MobilityError([problem]) from form
        self._any_read = True
        if record.closed:
            self.skipped["closed_record"] += 1
        if not person and (match := _PATH.match(record.path)):
            person = match[1]
        return [_spell(person, entry) for entry in self._stays(record.entries)]

    def _stays(self, entries: list[Entry]) -> Iterator[Entry]:
        """Employments, educations, and doctorates that stand among the qualifications only."""
        doctorates = {
            name
            for entry in entries
            if entry.kind == "education" and _role(entry) == "doctorate"
            for name in _names(entry)
        }
        for entry in entries:
            if entry.kind != "qualification":
                yield entry
            elif _role(entry) not in ("doctorate", "postdoc"):
                # Licences and courses are no stay.
                self.skipped["qualification"] += 1
            elif doctorates & _names(entry):
                self.skipped["doctorate_again"] += 1
            else:
                yield _with_both_dates(entry)


def _known_kind(name: str) -> tuple[str, str]:
    """Kind of archive that a file name belongs to, and the iD where it may hold affiliations.

    >>> _known_kind("summaries/31X/0000-0002-7869-831X.xml")
    ('summary', '0000-0002-7869-831X')
    >>> iD = "0000-0002-7869-831X"
    >>> _known_kind(f"X/31X/{iD}/works/{iD}_works_7.xml"), _known_kind("README.txt")
    (('activity', ''), ('', ''))
    """
    if match := _ACTIVITY.search(name):
        return "activity", match[1] if match[2] in _KINDS else ""
    if match := _SUMMARY.search(name):
        return "summary", match[1]
    return "", ""


def _loose(folder: Path) -> Iterator[Path]:
    """The XML files in a folder and below, in the order of names, one folder's names at a time."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            if name.lower().endswith(_XML) and not name.startswith("."):
                yield Path(place, name)


def _contents(path: Path, place: Any) -> Iterator[tuple[str, bytes | None]]:
    """Names and contents of loose records; None for one larger than ``LARGEST_RECORD``."""
    done = 0
    for file in _loose(path) if path.is_dir() else (path,):
        size = file.stat().st_size
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        yield name, file.read_bytes() if size <= LARGEST_RECORD else None
        done += size
        place(done)


def _with_both_dates(entry: Entry) -> Entry:
    """A degree with one date was given then: it is no study that goes on to this day."""
    texts = dict(entry.texts)
    for date, other in (("start", "end"), ("end", "start")):
        if not texts.get(f"{date}_year", "").strip():
            for unit in ("year", "month"):
                texts[f"{date}_{unit}"] = texts.get(f"{other}_{unit}", "")
    return Entry(entry.kind, texts, entry.rank)


def _spell(person: str, entry: Entry) -> Record:
    return (
        person,
        _number(entry["start_year"]),
        _number(entry["end_year"]),
        entry["country"],
        _number(entry["start_month"]),
        _number(entry["end_month"]),
        _organisation_id(entry),
        entry["organisation"] or None,
        _role(entry),
        None,  # departments are free text: millions of names, no fields
    )


def _role(entry: Entry) -> str:
    kind = "employment" if entry.kind == "employment" else "education"
    return role_of(kind, entry["role_title"])


def _names(entry: Entry) -> set[str]:
    """What the organisation is known by."""
    names = (_organisation_id(entry), entry["organisation"].casefold())
    return {name for name in names if name}


def _number(text: str) -> int | None:
    """A number; None where there is none. What is no number becomes one that nothing allows."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _organisation_id(entry: Entry) -> str | None:
    """The ROR id, else ``grid.N.N`` or ``ringgold:N``; other registries name no institutes.

    >>> ror = {"organisation_id": "https://ror.org/05apxxy63", "id_source": "ROR"}
    >>> _organisation_id(Entry("employment", ror))
    '05apxxy63'
    >>> grid = {"organisation_id": "https://www.grid.ac/institutes/grid.37172.30"}
    >>> _organisation_id(Entry("employment", grid | {"id_source": "GRID"}))
    'grid.37172.30'
    """
    source, value = entry["id_source"].upper(), entry["organisation_id"]
    if source in ("ROR", "GRID"):
        return value.rstrip("/").rsplit("/", 1)[-1] or None
    return f"ringgold:{value}" if source == "RINGGOLD" and value else None
