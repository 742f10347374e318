"""Interactions with the recruitment page beside an empty ledger and a full one."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.ledger_rows import write
from innocore_metrics.dataset import load_dataset
from innocore_metrics.desk import opening
from innocore_metrics.desk.roles import Actor
from innocore_metrics.desk.service import Desk
from innocore_metrics.selection import Selection
from innocore_metrics.settings import DATA_DIR
from pages.components import payload, source

ROWS = 100_000
_ACTOR = Actor("benchmark", "admin")


def interactions(runs: int) -> dict[str, float]:
    """Milliseconds from a choice to the page's answer; medians, empty and full taken in turn.

    Both ledgers have a release, made of few rows or of 100,000, so that the same charts are drawn.
    No answer is taken from a cache: each choice is asked for once.
    """
    with tempfile.TemporaryDirectory() as folder:
        urls = {
            "empty_ms": _ledger(Path(folder), "small", 400),
            "full_ms": _ledger(Path(folder), "large", ROWS),
        }
        taken: dict[str, list[float]] = {name: [] for name in urls}
        for number in range(-2, runs):
            for name, url in urls.items():
                milliseconds = _interaction(url, number)
                if number >= 0:
                    taken[name].append(milliseconds)
    return {name: statistics.median(values) for name, values in taken.items()}


def _ledger(folder: Path, name: str, rows: int) -> str:
    """The URL of a ledger with rows, all of them released."""
    path = folder / f"{name}.csv"
    write(path, rows)
    url = f"sqlite:///{folder / name}.sqlite"
    desk: Desk = opening.desk({"INNOCORE_DATABASE_URL": url}, load_dataset(Path(DATA_DIR.default)))
    upload = desk.read(_ACTOR, path, path.name)
    desk.commit(_ACTOR, upload, "benchmark", confirmed=True)
    desk.release(_ACTOR, "benchmark")
    return url


def _interaction(url: str, number: int) -> float:
    os.environ["INNOCORE_DATABASE_URL"] = url
    source.look_again()
    payload._variant.cache_clear()
    start = time.perf_counter()
    dataset = source.dataset()
    # A day of its own each time, so that nothing is kept from before.
    day = (date(2024, 1, 1) + timedelta(number + 2)).isoformat()
    selection = Selection(dataset.vocabulary, institutes=("kaist",), rate_date=day)
    payload.page_json(dataset, "recruitment", selection, False)
    return 1000 * (time.perf_counter() - start)
