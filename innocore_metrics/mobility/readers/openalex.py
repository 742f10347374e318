"""Authors of OpenAlex as person-years: JSON lines, gzip or not, Parquet, or a folder of parts.

Answers of the interface are read too: a page with ``results``, an array of authors, one author.
An author has ``affiliations``: institutions, each with the years in which the author named it
in a publication. As person-years, two institutions of a country in a year weigh two. As spells,
each run of years at an institution is one, with the institution's name and ROR id.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.readers.archive import Truncated, lines
from innocore_metrics.mobility.readers.json_documents import document_values, is_document
from innocore_metrics.mobility.readers.streams import Record, StreamReader
from innocore_metrics.mobility.records import Form

LONGEST_LINE = 64 << 20
_PARQUET = ".parquet"
Unit = bytes | dict[str, Any] | list[Any] | None


class OpenAlexReader(StreamReader):
    """Person-years or spells of OpenAlex authors."""

    endings = (".gz", ".jsonl", ".ndjson", ".json", ".parquet")
    units_a_chunk = 5_000

    def __init__(self, path: Path, form: Form = "person-years") -> None:
        """Look the files up; ``form``: person-years, or spells with institutions.

        Raises:
            MobilityError: there is no file at ``path``.
        """
        super().__init__(path)
        self.form = form

    def _wants(self, file: Path) -> bool:
        # The manifest lists files; merged_ids lists authors that are others now.
        other = file.name.startswith("manifest") or "merged_ids" in file.parts
        return not other and super()._wants(file)

    def _found(self) -> list[Path]:
        files = super()._found()
        if not self._path.is_dir():
            return files
        # A whole snapshot has a folder for works, institutions and so on.
        inside = {file: file.relative_to(self._path).parts[:-1] for file in files}
        files = [file for file in files if "authors" in inside[file]] or files
        first = {file.suffix == _PARQUET: file for file in reversed(files)}
        if len(first) == 2:
            given = ", ".join(str(file.relative_to(self._path)) for file in first.values())
            problem = Problem(str(self._path), code="mobility_openalex_both", given=given)
            raise MobilityError([problem])
        return files

    def units(self, file: Path, place: Any) -> Iterator[Unit]:
        """The lines of a file, the elements of its array, or the rows of a Parquet file.

        Raises:
            MobilityError: the first of them is something else than an author.
        """
        if file.suffix == _PARQUET:
            yield from _rows(file, place)
            return
        units = _json_units(file, place)
        for first in units:
            self._refuse_other(file, first)
            yield first
            break
        yield from units

    def _refuse_other(self, file: Path, unit: Unit) -> None:
        try:
            value = json.loads(unit) if isinstance(unit, bytes) else unit
        except (ValueError, RecursionError):
            return
        if what := other_kind(value):
            raise MobilityError([Problem(str(file), code="mobility_openalex_other", given=what)])

    def records(self, unit: Unit) -> list[Record]:
        """The person-years or spells of an author, or of each author of an answer."""
        try:
            value: Any = json.loads(unit) if isinstance(unit, bytes) else unit
        except (ValueError, RecursionError):
            self.reject("broken_line")
            return []
        return [record for author in _authors(value) for record in self._of_author(author)]

    def _of_author(self, author: Any) -> list[Record]:
        try:
            person = str(author["id"]).rsplit("/", 1)[-1]
            if "affiliations" not in author:
                # Authors of files before 2024 had none; there is nothing to count then.
                self.skipped["no_affiliations"] += 1
            make = _spells if self.form == "spells" else _years
            return make(person, author.get("affiliations") or ())
        except (ValueError, TypeError, AttributeError, KeyError):
            # Not shaped like an author.
            self.reject("broken_line")
            return []


# First letters of the ids of what is no author.
_ENTITIES = {
    "W": "works",
    "I": "institutions",
    "S": "sources",
    "P": "publishers",
    "F": "funders",
    "T": "topics",
    "C": "concepts",
}


def other_kind(value: Any) -> str:
    """What a value is that holds no authors, as a reader would call it; "" for authors.

    >>> other_kind({"id": "https://openalex.org/W42", "title": "On mobility"})
    'works'
    >>> other_kind({"results": [], "group_by": [{"key": "KR", "count": 2}]}), other_kind({"id": 1})
    ('group_by', '')
    """
    if not isinstance(value, dict):
        return other_kind(value[0]) if isinstance(value, list) and value else ""
    if "orcid-identifier" in value or "activities-summary" in value:
        return "ORCID JSON"
    if "error" in value and "id" not in value:
        return f"error: {value['error']}"
    if isinstance(value.get("results"), list):
        grouped = not value["results"] and value.get("group_by")
        return "group_by" if grouped else other_kind(value["results"])
    letter = str(value.get("id", "")).rsplit("/", 1)[-1][:1]
    return "" if "affiliations" in value else _ENTITIES.get(letter, "")


def _authors(value: Any) -> list[Any]:
    """The authors of a value: one, an array of them, or a page of the interface's answer."""
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return list(value["results"])
    # An empty array is a line like any other that is no author.
    return value if isinstance(value, list) and value else [value]


def _json_units(file: Path, place: Any) -> Iterator[Unit]:
    """Lines without empty ones, or the values of a document that spreads over lines."""
    units = (line for line in lines(file, LONGEST_LINE, place) if line != b"")
    first = next(units, b"")
    if first == b"":
        return
    if is_document(first):
        values = document_values(file, LONGEST_LINE, place)
        try:
            head = next(values, _NOTHING)
        except (ValueError, RecursionError, Truncated):
            # Lines after all, the first of them broken.
            head = None
        if head is not None:
            yield from () if head is _NOTHING else (head,)
            yield from values
            return
    yield first
    yield from units


_NOTHING: Any = object()


def holds_authors(file: Path) -> bool:
    """Whether a Parquet file has the columns of OpenAlex's authors."""
    try:
        names = pq.read_schema(file).names
    except (pa.ArrowException, OSError):
        return False
    return {"id", "affiliations"} <= set(names)


def _rows(file: Path, place: Any) -> Iterator[Unit]:
    """Authors of a Parquet file, of which only two columns are read.

    Raises:
        MobilityError: it is no Parquet file of authors, or is damaged.
    """
    size, done = file.stat().st_size, 0
    try:
        with pq.ParquetFile(file) as opened:
            opened.schema_arrow.field("id"), opened.schema_arrow.field("affiliations")
            for batch in opened.iter_batches(2_000, columns=["id", "affiliations"]):
                done += batch.num_rows
                place(size * done // (opened.metadata.num_rows or 1))
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError, KeyError) as error:
        problem = Problem(str(file), code="mobility_parquet", given=str(error).split("\n")[0])
        raise MobilityError([problem]) from error


def _country(institution: Any) -> str:
    return (institution.get("country_code") or "").upper()


def _years(person: str, affiliations: Any) -> list[Record]:
    weights: Counter[tuple[int, str]] = Counter()
    for one in affiliations:
        country = _country(one.get("institution") or {})
        for year in one.get("years") or ():
            weights[int(year), country] += 1
    return [(person, year, country, weight) for (year, country), weight in weights.items()]


def _spells(person: str, affiliations: Any) -> list[Record]:
    """A spell for each run of years without a gap at an institution."""
    found: list[Record] = []
    for one in affiliations:
        institution = one.get("institution") or {}
        ror = (institution.get("ror") or "").rstrip("/").rsplit("/", 1)[-1] or None
        place = (_country(institution), None, None, ror, institution.get("display_name") or None)
        years = sorted({int(year) for year in one.get("years") or ()})
        starts = [y for y in years if y - 1 not in years]
        ends = [y for y in years if y + 1 not in years]
        found += [
            (person, start, end, *place, "unknown", None)
            for start, end in zip(starts, ends, strict=True)
        ]
    return found
