"""A recruitment ledger as it might look, made up: two cohorts, five stages, a few small cells."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta

HEADER = ("date", "stage", "research_group", "host", "talent_source", "country", "count", "note")
GROUPS = {
    2025: (
        "ai-llm",
        "bio-physical-ai",
        "ai-design-manufacturing",
        "ai-drug-discovery",
        "ai-nano-brain",
        "ai-aerospace-group",
        "intelligent-hydrogen",
        "ai-space-solar",
    ),
    2026: ("e-matax", "polar-ai"),
}
_HOSTS = (("kaist", 49), ("unist", 22), ("gist", 15), ("dgist", 14))
_ORIGINS = (
    (("domestic-new-phd", "KR"), 40),
    (("returnee", "US"), 14),
    (("returnee", "JP"), 4),
    (("foreign", "IN"), 9),
    (("foreign", "CN"), 7),
    (("foreign", "VN"), 3),
    (("foreign", "DE"), 1),
    (("other", "KR"), 10),
    (("unreported", ""), 2),
)
# Starts a month of each cohort, from June 2025 and February 2026 on.
_STARTS = {
    (2025, 6): (40, 110, 120, 104, 12, 6, 5, 4, 6),
    (2026, 2): (18, 31, 26, 40, 22, 35, 28, 30, 24),
}


def _pick(chance: random.Random, weighted: tuple[tuple[object, int], ...]) -> object:
    return chance.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]


def _cell(chance: random.Random, cohort: int, day: date) -> tuple[object, ...]:
    source, country = _pick(chance, _ORIGINS)
    group = chance.choice(GROUPS[cohort])
    return day.isoformat(), group, _pick(chance, _HOSTS), source, country


def people(seed: int = 1) -> dict[tuple[object, ...], int]:
    """Counts by (date, stage, group, host, source, country)."""
    chance = random.Random(seed)
    counts: dict[tuple[object, ...], int] = {}

    def add(cell: tuple[object, ...], stage: str, more: int = 0) -> None:
        day = (date.fromisoformat(str(cell[0])) + timedelta(more)).isoformat()
        key = (day, stage, *cell[1:])
        counts[key] = counts.get(key, 0) + 1

    for (year, month), starts in _STARTS.items():
        for number, most in enumerate(starts):
            first = date(year + (month + number - 1) // 12, (month + number - 1) % 12 + 1, 1)
            for _ in range(most):
                cell = _cell(chance, year, first + timedelta(chance.randrange(28)))
                for stage in ("applied", "offered", "accepted", "started"):
                    add(cell, stage)
                for _ in range(chance.randrange(4)):
                    add(cell, "applied")
                if chance.random() < 0.15:
                    add(cell, "offered")
                    add(cell, "applied")
                if year == 2025 and chance.random() < 0.05:
                    add(cell, "left", 200)
    return counts


def as_csv(seed: int = 1) -> bytes:
    """The counts as a file that an import takes, in the order of dates."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for (day, stage, group, host, source, country), count in sorted(people(seed).items()):
        writer.writerow((day, stage, group, host, source, country, count, ""))
    return text.getvalue().encode()
