"""The dataset of this process: read once for each state of its files. Knows no Streamlit."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from innocore_metrics.dataset import Dataset, load_dataset

DATA_DIR = Path(__file__).resolve().parents[2] / "data"


def dataset() -> Dataset:
    """The checked dataset of ``INNOCORE_DATA_DIR``; DataError with every problem where broken."""
    folder = Path(os.environ.get("INNOCORE_DATA_DIR", DATA_DIR))
    return _load(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: a changed file means a new load."""
    files = sorted(folder.glob("*.*")) if folder.is_dir() else []
    stats = ((file.name, file.stat()) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@lru_cache(maxsize=2)
def _load(folder: Path, _stamp_of_files: tuple[tuple[str, int, int], ...]) -> Dataset:
    return load_dataset(folder)
