"""What the editor of stories is given where no server of our own hands it out."""

from __future__ import annotations

import json
from collections.abc import Callable

import streamlit as st

from pages.components import board, deck, state, storybook

_OPENED = "story-opened"
_KEY = "board-present"


def given() -> tuple[dict[str, str], dict[str, Callable[[], None]]]:
    """Data for the element, as JSON, and what is called when a reader opens a file."""
    if board.endpoint:
        return {}, {}
    query = {**st.query_params.to_dict(), "slide": "1"}
    lang = state.language()
    dataset = state.dataset()
    more = {"desk": storybook.desk_json(query, lang).decode()}
    story, _ = storybook.named(dataset, query.get("story", ""))
    if story is not None:
        more["deck_name"] = query.get("story", "")
        more["deck"] = deck.whole_json(dataset, story, lang).decode()
    if _OPENED in st.session_state:
        more["opened"] = st.session_state[_OPENED]
    return more, {"on_file_change": _open}


def _open() -> None:
    """Read the file that the browser sent along, and keep the answer for the next run."""
    sent = st.session_state[_KEY]["file"]
    if not isinstance(sent, dict):
        return
    body = str(sent.get("text", "")).encode("utf-8", "replace")
    name, vocabulary = str(sent.get("name", "")), state.dataset().vocabulary
    answer = storybook.opened(body, name, state.language(), vocabulary)
    st.session_state[_OPENED] = json.dumps({**answer, "number": sent.get("number")})
