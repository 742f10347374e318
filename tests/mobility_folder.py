"""Own career records that are made up, computed by the real engine into a folder of tables."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.files import FilesReader
from innocore_metrics.mobility.folder import told, write_folder
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules

INSTITUTES = ("KAIST", "GIST", "DGIST", "UNIST")
ABROAD = ("US", "US", "US", "CN", "JP", "DE", "GB", "VN", "SG", "CA", "AU", "CH", "NL", "SE")
HEADER = ("person_id", "start_year", "end_year", "country", "organisation", "role", "field")


def spells(path: Path, people: int = 4000, seed: int = 5) -> Path:
    """A CSV of careers: a doctorate at an institute, then posts here and elsewhere."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for person in range(people):
            out.writerows(_career(chance, f"p{person:05d}"))
        out.writerow(("p99999", "2010", "2005", "KR", "", "", ""))
        out.writerow(("p99998", "2010", "", "Atlantis", "", "", ""))
        out.writerow(("p99997", "", "2012", "KR", "", "", ""))
    return path


def _career(chance: random.Random, person: str) -> list[tuple[object, ...]]:
    year = chance.randint(1999, 2018)
    home = chance.random() < 0.85
    where = "KR" if home else chance.choice(ABROAD)
    institute = chance.choice(INSTITUTES) if where == "KR" else "A university"
    found: list[tuple[object, ...]] = [
        (person, year, year + 4, where, institute, "doctorate", "AI")
    ]
    year += 5
    while year < 2024:
        if chance.random() < 0.3:
            where = "KR" if where != "KR" and chance.random() < 0.6 else chance.choice(ABROAD)
        role = "postdoc" if len(found) == 1 and chance.random() < 0.8 else "faculty"
        last = year + chance.randint(1, 5)
        end = "" if last >= 2024 else last
        found.append((person, year, end, where, "", role, "AI"))
        if last < 2024 and chance.random() < 0.15:
            found.append((person, last, last, chance.choice(ABROAD), "", "visiting", "AI"))
        year = last + chance.choice((1, 1, 1, 2, 4))
    return found


VARIANTS: tuple[tuple[str, Any], ...] = (
    ("dating", "midpoint"),
    ("fill_years", 0),
    ("move_gap_years", 1),
    ("roles", ("doctorate", "postdoc", "faculty")),
    ("overlap", "latest"),
    ("open_end", "start"),
    ("tie", "first"),
)


def tables(folder: Path, people: int = 4000, **rules: Any) -> Path:
    """A folder of result tables, with what other rules would give."""
    reader = FilesReader(spells(folder.with_suffix(".csv"), people))
    given = Rules(institutes=INSTITUTES, **rules)
    tried = [given, *(replace(given, **{name: value}) for name, value in VARIANTS)]
    results = EmbeddedEngine().run(reader, tried)
    rows = [
        {"rule": name, "value": told(value), "country": "KR", **_sums(result)}
        for (name, value), result in zip((("", ""), *VARIANTS), results, strict=True)
    ]
    write_folder(results[0], folder, engine="embedded 0", made="2026-11-01", variants=rows)
    return folder


def _sums(result: MobilityTables) -> Mapping[str, int]:
    """Persons, inflow and outflow of Korea over the complete years."""
    census = result.population
    first = pc.min(census["year"]).as_py() + result.rules.censor_years
    last = int(result.rules.last_year or 0) - result.rules.censor_years

    def total(table: Any, column: str) -> int:
        inside = pc.and_(
            pc.and_(pc.greater_equal(table["year"], first), pc.less_equal(table["year"], last)),
            pc.equal(table[column], "KR"),
        )
        return int(pc.sum(table.filter(inside)["persons"]).as_py() or 0)

    return {
        "persons": total(census, "country"),
        "inflow": total(result.flows, "destination"),
        "outflow": total(result.flows, "origin"),
    }
