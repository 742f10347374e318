"""Authors of OpenAlex as person-years: JSON lines, gzip or not, Parquet, or a folder of parts.

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
from innocore_metrics.mobility.readers.archive import lines
from innocore_metrics.mobility.readers.streams import Record, StreamReader
from innocore_metrics.mobility.records import Form

LONGEST_LINE = 64 << 20
Unit = bytes | dict[str, Any] | None


class OpenAlexReader(StreamReader):
    """Person-years or spells of OpenAlex authors."""

    endings = (".gz", ".jsonl", ".json", ".parquet")
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
        return super()._wants(file) and not other

    def units(self, file: Path, place: Any) -> Iterator[Unit]:
        """The lines of a file, or the rows of a Parquet file."""
        if file.suffix == ".parquet":
            yield from _rows(file, place)
            return
        for line in lines(file, LONGEST_LINE, place):
            if line != b"":
                yield line

    def records(self, unit: Unit) -> list[Record]:
        """The person-years or spells of an author."""
        try:
            author: Any = json.loads(unit) if isinstance(unit, bytes) else unit
            person = str(author["id"]).rsplit("/", 1)[-1]
            if "affiliations" not in author:
                # Authors of files before 2024 had none; there is nothing to count then.
                self.skipped["author without affiliations"] += 1
            make = _spells if self.form == "spells" else _years
            return make(person, author.get("affiliations") or ())
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            # Not JSON, or not shaped like an author.
            self.reject("broken_line")
            return []


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
