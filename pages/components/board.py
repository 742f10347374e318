"""The board element: a page's exhibits, drawn in the browser and kept mounted there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from innocore_metrics.charts import LIGHT
from innocore_metrics.exhibits import View
from innocore_metrics.text import Words
from pages.components import assets, clock, downloads, html, layouts, payload, state

_LOADER = (Path(__file__).parent / "board_loader.js").read_text(encoding="utf-8")
# Set by the server that hands payloads out by itself; without it they come with the element.
endpoint = ""


@st.cache_resource(show_spinner=False)
def _element() -> st.components.v2.types.ComponentRenderer:
    return st.components.v2.component(
        "innocore_board", html='<div class="im-board"></div>', js=_LOADER, isolate_styles=False
    )


def _follow(key: str) -> None:
    """Take over the selection that the board shows, so that menu and tables go along."""
    # What is told again ends in the number of the attempt.
    search = str(st.session_state[key]["query"]).removeprefix("?").partition("#")[0]
    query = dict(parse_qsl(search, keep_blank_values=True))
    # The language is never the board's to choose: what it sends may be older than a click on one.
    query.pop("lang", None)
    if lang := st.query_params.get("lang", ""):
        query = {"lang": lang, **query}
    st.query_params.from_dict(query)


def page(id: str, more: Mapping[str, str] | None = None, **events: Any) -> View:
    """Heading, lead and board of a page; the view of what is chosen, for what stands below.

    ``more`` is handed to the browser besides; ``events`` are called as ``on_NAME_change``.
    """
    dataset = state.dataset()
    selection, _ = state.read(dataset)
    words = Words(selection.lang)
    st.title(words(f"page.{id}"), anchor=False)
    st.html(html.block("p", "im-lead", words(f"lead.{id}")))
    data = {"page": id, "lang": selection.lang, "version": selection.version}
    data |= {"assets": assets.url(), "endpoint": ""}
    # The address that this run follows, so that the browser sees where a choice was not heard.
    data["query"] = f"?{urlencode(st.query_params.to_dict())}"
    if endpoint:
        data["endpoint"] = f"{endpoint}/{id}.json"
    else:
        data["payload"] = payload.page_json(dataset, id, selection).decode()
    data |= more or {}
    with st.container(key="board-frame"):
        key = f"board-{id}"
        _element()(key=key, data=data, on_query_change=partial(_follow, key), **events)
    view = View(dataset, selection, words, LIGHT)
    if not endpoint and layouts.exhibits(id):
        downloads.exhibits(view, id, clock.today())
    return view
