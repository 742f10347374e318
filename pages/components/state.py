"""The selection lives in the address; the dataset is loaded once for each state of its files."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from innocore_metrics.charts import THEMES, Theme
from innocore_metrics.dataset import Dataset, load_dataset
from innocore_metrics.errors import Problem
from innocore_metrics.selection import LANGUAGES, Selection, parse_query

DATA_DIR = Path(__file__).resolve().parents[2] / "data"
# Parameters that Streamlit itself reads.
STREAMLIT_PARAMETERS = ("embed", "embed_options")


def language() -> str:
    """The language of the address, Korean where it names none that is known."""
    asked = st.query_params.get("lang", "ko")
    return asked if asked in LANGUAGES else "ko"


def dataset() -> Dataset:
    """The checked dataset; DataError with every problem where the files are broken."""
    folder = Path(os.environ.get("INNOCORE_DATA_DIR", DATA_DIR))
    return _load(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: a changed file means a new load."""
    files = sorted(folder.glob("*.*")) if folder.is_dir() else []
    stats = ((file.name, file.stat()) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@st.cache_resource(max_entries=2, show_spinner=False)
def _load(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Dataset:
    return load_dataset(folder)


def read(data: Dataset) -> tuple[Selection, tuple[Problem, ...]]:
    """The selection that the address asks for, and what in it was not understood."""
    query = st.query_params.to_dict()
    return parse_query(query, data.vocabulary, STREAMLIT_PARAMETERS)


def write(selection: Selection) -> None:
    """Put a selection into the address."""
    st.query_params.from_dict(selection.to_query())


def theme() -> Theme:
    """The theme that the browser shows."""
    return THEMES["dark" if st.context.theme.type == "dark" else "light"]
