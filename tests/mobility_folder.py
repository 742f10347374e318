"""Own career records that are made up, computed by the real engine into a folder of tables."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.files import FilesReader
from innocore_metrics.mobility.folder import write_folder
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sensitivity import variants

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


def tables(folder: Path, people: int = 4000, **rules: Any) -> Path:
    """A folder of result tables, with what other rules would give."""
    reader = FilesReader(spells(folder.with_suffix(".csv"), people))
    tried = variants(Rules(institutes=INSTITUTES, **rules), reader.form)
    results = EmbeddedEngine().run(reader, [given for _, _, given in tried])
    others = [(n, v, result) for (n, v, _), result in zip(tried, results, strict=True)]
    write_folder(results[0], folder, engine="embedded 0", made="2026-11-01", tried=others)
    return folder
