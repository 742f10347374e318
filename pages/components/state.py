"""The selection lives in the address."""

from __future__ import annotations

import streamlit as st

from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import Problem
from innocore_metrics.selection import LANGUAGES, Selection
from pages.components import source

__all__ = ["carried", "dataset", "language", "read", "switch_language"]

# Parameters that Streamlit itself reads.
STREAMLIT_PARAMETERS = ("embed", "embed_options")
# Parameters that no selection holds: the story in hand, and where its presentation stands.
STORY = "story"
STORY_PARAMETERS = (STORY, "present", "slide", "speaker")


def language() -> str:
    """The language of the address, Korean where it names none that is known."""
    asked = st.query_params.get("lang", "ko")
    return asked if asked in LANGUAGES else "ko"


def dataset() -> Dataset:
    """The data of the version in the address, else the present data."""
    return source.shown(st.query_params.get("version", ""))[0]


def read(data: Dataset) -> tuple[Selection, tuple[Problem, ...]]:
    """The selection that the address asks for, and what in it was not understood."""
    ignored = (*STREAMLIT_PARAMETERS, *STORY_PARAMETERS)
    return source.selection(st.query_params.to_dict(), data, ignored)


def carried(selection: Selection) -> dict[str, str]:
    """The parameters that go along to another page or language: the choice and the story."""
    query = selection.to_query()
    if story := st.query_params.get(STORY, ""):
        query[STORY] = story
    return query


def switch_language(lang: str) -> None:
    """Put another language into the address, everything else as it stands there now."""
    selection, _ = read(dataset())
    st.query_params.from_dict(carried(selection.with_(lang=lang)))
