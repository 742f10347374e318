"""What stands around every page: style, menu, language, footer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from innocore_metrics.dataset import Dataset
from innocore_metrics.selection import LANGUAGES, Selection
from innocore_metrics.text import Words
from pages.components import html, state

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}

_STYLE = """
<style>
.stMainBlockContainer {padding: 1rem 2rem 3rem; max-width: 1440px}
@media (max-width: 640px) {.stMainBlockContainer {padding: .5rem 1rem 2rem}}
.im-brand {font-size: 1.35rem; font-weight: 700; line-height: 1.4}
.im-lead {font-size: 1.06rem; line-height: 1.7; max-width: 60rem}
.im-title {font-size: 1.18rem; font-weight: 700; line-height: 1.45; margin: 0; padding: 0;
  word-break: keep-all; overflow-wrap: anywhere}
.im-sub {font-size: .92rem; opacity: .82; margin: .25rem 0 0; word-break: keep-all}
.im-source {font-size: .82rem; opacity: .82; line-height: 1.5; word-break: keep-all}
.im-note {border-left: 4px solid #c78500; padding: .35rem .75rem; margin: .4rem 0;
  font-size: .95rem; line-height: 1.55; word-break: keep-all}
.im-card {padding: .2rem 0}
.im-card b {display: block; font-size: .95rem; font-weight: 500; opacity: .85}
.im-card strong {display: block; font-size: 2rem; line-height: 1.25; font-weight: 700}
.im-card span {display: block; font-size: .88rem; opacity: .85}
.im-scroll {overflow: auto; max-height: 34rem}
.stVerticalBlock [data-testid="stHtml"]:empty {display: none}
.im-table {border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.45}
.im-table th {text-align: left; position: sticky; top: 0; background: var(--st-background-color)}
.im-table th, .im-table td {padding: .4rem .6rem; border-bottom: 1px solid
  color-mix(in srgb, currentColor 20%, transparent); vertical-align: top; word-break: keep-all}
.im-table td {overflow-wrap: break-word; min-width: 6rem; max-width: 26rem}
</style>
"""


def style() -> None:
    """The few rules of layout that Streamlit's theme has no setting for."""
    st.html(_STYLE)


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
    query = selection.to_query()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="im-brand">{html.escape(words("ui.title"))}</div>')
        for lang in LANGUAGES:
            # A button: a link to the same page would leave the old address standing.
            st.button(
                LANGUAGE_NAMES[lang],
                key=f"lang-{lang}",
                type="tertiary",
                disabled=lang == selection.lang,
                on_click=state.write,
                args=(selection.with_(lang=lang),),
            )
    with st.container(horizontal=True, gap="small"):
        for id, page in pages.items():
            if not id:
                continue
            here = page.url_path == (current.url_path or "overview")
            label = f"**{words(f'page.{id}')}**" if here else words(f"page.{id}")
            st.page_link(page, label=label, query_params=query)
    st.divider()


def footer(dataset: Dataset, words: Words) -> None:
    """The version of the data that the page was made from."""
    st.divider()
    st.caption(words("ui.as_of", version=dataset.version))
