"""What stands around every page: style, menu, language, footer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from innocore_metrics.dataset import Dataset
from innocore_metrics.selection import LANGUAGES, Selection
from innocore_metrics.text import Words
from pages.components import assets, board, html, state

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


def tab(current: StreamlitPage) -> None:
    """What a tab shows: the name of the page and of the product, and our icon.

    Of the page, since what is set here stands against the title that the navigation sends.
    """
    icon = assets.STATIC / "icons" / "icon.svg"
    st.set_page_config(page_title=current.title, page_icon=icon, layout="wide")


def style() -> None:
    """The style sheets, where no server of our own has put them into the head already."""
    if not board.endpoint:
        st.html(assets.typeface())
        for name in ("frame.css", "board.css"):
            st.html(assets.STATIC / "board" / name)


def pages(registry: Mapping[str, Callable[[], None]], words: Words) -> dict[str, StreamlitPage]:
    """The registry as Streamlit pages; the first one answers at the root as well."""
    first = next(iter(registry))

    def home() -> None:
        registry[first]()

    titles = {id: f"{words(f'page.{id}')} - {words('ui.title')}" for id in registry}
    root = st.Page(home, title=titles[first], default=True)
    named = {id: st.Page(draw, title=titles[id], url_path=id) for id, draw in registry.items()}
    return {"": root, **named}


def header(
    pages: Mapping[str, StreamlitPage],
    current: StreamlitPage,
    selection: Selection,
    words: Words,
) -> None:
    """Name, language and menu; every link carries the selection along."""
    query = state.carried(selection)
    with st.container(horizontal=True, vertical_alignment="center", key="im-top"):
        st.html(f'<div class="im-brand">{html.escape(words("ui.title"))}</div>')
        for lang in LANGUAGES:
            # A button: a link to the same page would leave the old address standing.
            st.button(
                Words(lang)("ui.language"),
                key=f"lang-{lang}",
                type="tertiary",
                disabled=lang == selection.lang,
                on_click=state.switch_language,
                args=(lang,),
            )
    with st.container(horizontal=True, gap="small", key="im-menu"):
        for id, page in pages.items():
            if not id:
                continue
            here = page.url_path == (current.url_path or "overview")
            label = f"**{words(f'page.{id}')}**" if here else words(f"page.{id}")
            st.page_link(page, label=label, query_params=query)


def footer(dataset: Dataset, words: Words) -> None:
    """The version of the data that the page was made from."""
    st.divider()
    st.caption(words("ui.as_of", version=dataset.version))
