"""A large recruitment file, made up: every row sound, no two with the same key."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

STAGES = ("applied", "offered", "accepted", "started")
GROUPS = (
    "ai-llm",
    "bio-physical-ai",
    "ai-design-manufacturing",
    "ai-drug-discovery",
    "ai-nano-brain",
    "ai-aerospace-group",
    "intelligent-hydrogen",
    "ai-space-solar",
)
HOSTS = ("kaist", "gist", "dgist", "unist")
SOURCES = ("domestic-new-phd", "returnee", "foreign", "other")
COUNTRIES = (
    "US", "CN", "IN", "VN", "JP", "DE", "GB", "FR", "CA",
    "IT", "BR", "PK", "IR", "BD", "SG", "AU", "NL", "CH", "SE", "ES",
)  # fmt: skip
_FIRST = date(2025, 6, 15)
_DAYS = 500


def write(path: Path, rows: int, *, wrong: bool = False) -> None:
    """Write ``rows`` rows; ``wrong``: one cell of each cannot be read."""
    # The stage runs fastest, so that on every day and in every group as many apply as start.
    sizes = (len(STAGES), len(GROUPS), len(HOSTS), len(SOURCES), len(COUNTRIES), _DAYS)
    most = int(np.prod(sizes))
    if rows > most:
        raise ValueError(f"{rows} rows are more than the {most} different ones there are")
    positions = np.unravel_index(np.arange(rows), sizes[::-1])[::-1]
    days = [(_FIRST + timedelta(day)).isoformat() for day in range(_DAYS)]
    lists = (STAGES, GROUPS, HOSTS, SOURCES, COUNTRIES, tuple(days))
    names = ("stage", "research_group", "host", "talent_source", "country", "date")
    columns = {
        name: pa.array(list(values)).take(pa.array(place))
        for name, values, place in zip(names, lists, positions, strict=True)
    }
    columns["count"] = pa.array(np.full(rows, "0" if wrong else "1"))
    number = pa.array(np.arange(rows)).cast(pa.string())
    columns["note"] = pc.binary_join_element_wise("batch ", number, "")
    csv.write_csv(pa.table(columns), path)
