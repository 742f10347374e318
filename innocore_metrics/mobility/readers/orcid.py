"""The ORCID public data file: employments and educations as spells, straight from the archive.

ORCID publishes once a year, in October, under CC0: one archive of summaries
(``summaries/31X/0000-0002-7869-831X.xml``, one record a person) and eleven of activities
(``0/310/0000-0002-7869-831X/employments/0000-0002-7869-831X_employments_1234.xml``, one
affiliation each). Both hold the same affiliations, so read the one or the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.readers.archive import members
from innocore_metrics.mobility.readers.orcid_record import Broken, Entry, Forbidden, entries
from innocore_metrics.mobility.readers.roles import role_of
from innocore_metrics.mobility.readers.streams import Record, StreamReader
from innocore_metrics.mobility.records import Form

LARGEST_RECORD = 64 << 20
_ID = r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])"
_SUMMARY = re.compile(rf"(?:^|/){_ID}\.xml$")
_ACTIVITY = re.compile(rf"(?:^|/){_ID}/([a-z-]+)/{_ID}_[a-z-]+_\d+\.xml$")
_KINDS = ("employments", "educations")
Unit = tuple[str, bytes | None]


class OrcidReader(StreamReader):
    """Spells of an ORCID archive, or of a folder of archives of one kind."""

    form: Form = "spells"
    endings = (".tar.gz", ".tgz", ".tar")
    units_a_chunk = 20_000

    def units(self, file: Path, place: Any) -> Iterator[Unit]:
        """iD and contents of each record that may hold an affiliation.

        Raises:
            MobilityError: the archive holds no ORCID records, or both kinds.
        """
        kinds = set()
        for name, data in members(file, LARGEST_RECORD, place):
            kind, person = _told(name)
            kinds.add(kind)
            if kinds >= {"summary", "activity"}:
                raise MobilityError([Problem(str(file), code="mobility_orcid_both", given=name)])
            if person:
                yield person, data
            else:
                self.skipped[kind or "other file"] += 1
        if not kinds & {"summary", "activity"}:
            raise MobilityError([Problem(str(file), code="mobility_not_orcid")])

    def records(self, unit: Unit) -> list[Record]:
        """The spells of a record."""
        person, data = unit
        if data is None:
            self.reject("broken_line")
            return []
        try:
            found = entries(data)
        except (Broken, Forbidden):
            self.reject("broken_line")
            return []
        return [_spell(person, entry) for entry in found]


def _told(name: str) -> tuple[str, str]:
    """Kind of archive that a file name belongs to, and the iD where it may hold affiliations.

    >>> _told("summaries/31X/0000-0002-7869-831X.xml")
    ('summary', '0000-0002-7869-831X')
    >>> iD = "0000-0002-7869-831X"
    >>> _told(f"X/31X/{iD}/works/{iD}_works_7.xml"), _told("README.txt")
    (('activity', ''), ('', ''))
    """
    if match := _ACTIVITY.search(name):
        return "activity", match[1] if match[2] in _KINDS else ""
    if match := _SUMMARY.search(name):
        return "summary", match[1]
    return "", ""


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
        role_of(entry.kind, entry["role_title"]),
        None,  # departments are free text: millions of names, no fields
    )


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
    """
    source, value = entry["id_source"].upper(), entry["organisation_id"]
    if source == "ROR":
        return value.rstrip("/").rsplit("/", 1)[-1] or None
    if source == "GRID":
        return value or None
    return f"ringgold:{value}" if source == "RINGGOLD" and value else None
