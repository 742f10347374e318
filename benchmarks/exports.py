"""Everything as a deck and as a briefing, and pictures by a warm renderer."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from innocore_metrics import exports
from innocore_metrics.dataset import Dataset, load_dataset
from innocore_metrics.selection import Selection
from innocore_metrics.settings import DATA_DIR

PICTURES = 20
LONGEST = "brain-drain"
DAY = "2026-11-24"


def run(runs: int) -> dict[str, dict[str, float]]:
    """Seconds for all exhibits, built and written (at most five repetitions, medians)."""
    dataset = load_dataset(Path(DATA_DIR.default))
    selection = Selection(dataset.vocabulary)
    seconds: dict[str, list[float]] = {"deck_s": [], "briefing_s": [], "workbook_s": []}
    for _ in range(max(1, min(runs, 5))):
        for name, form in (("deck_s", "pptx"), ("briefing_s", "hwpx"), ("workbook_s", "xlsx")):
            start = time.perf_counter()
            document = exports.build(dataset, selection, exports.ALL, DAY, "http://localhost:8501")
            exports.file(document, exports.find(form))
            seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    pictures = _pictures(document)
    figures = medians | {
        "pdf_page_s": _print(dataset, selection, runs),
        "png_cold_s": pictures[0],
        "png_warm_s": statistics.median(pictures[1:]),
        "png_warm_max_s": max(pictures[1:]),
        "exhibits": len(document.exhibits),
    }
    return {"figures": {name: round(value, 3) for name, value in figures.items()}}


def _print(dataset: Dataset, selection: Selection, runs: int) -> float:
    """The longest page as a PDF, by a browser that runs already (median)."""
    times = []
    for _ in range(max(1, min(runs, 5))):
        start = time.perf_counter()
        document = exports.build(dataset, selection, LONGEST, DAY, "http://localhost:8501")
        exports.file(document, exports.find("pdf"))
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _pictures(document: exports.Document) -> list[float]:
    """The first picture starts the browser; then twenty different ones."""
    export = exports.find("png")
    times = []
    for exhibit in document.exhibits[: PICTURES + 1]:
        part = document.part(exhibit)
        start = time.perf_counter()
        export.write(part)
        times.append(time.perf_counter() - start)
    return times
