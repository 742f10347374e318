"""The board: a page's filters and exhibits, each with its finding, source, caveats and table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from innocore_metrics.exhibits import EXHIBITS, FILTERS, Exhibit, View, find
from innocore_metrics.text import Words
from pages.components import downloads, filters, html, notices, state

_CHART_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def page(id: str) -> View:
    """A whole page: heading, filters and every exhibit registered for it."""
    mine = tuple(spec.id for spec in EXHIBITS if spec.page == id)
    view = open_page(id, mine)
    show(mine, view)
    return view


def open_page(id: str, exhibits: Sequence[str]) -> View:
    """Heading, lead and filters of a page; the view that its exhibits are built from."""
    dataset = state.dataset()
    selection, _ = state.read(dataset)
    view = View(dataset, selection, Words(selection.lang), state.theme())
    st.title(view.words(f"page.{id}"), anchor=False)
    st.html(html.block("p", "im-lead", view.words(f"lead.{id}")))
    offered = {name for exhibit in exhibits for name in find(exhibit).filters}
    filters.controls(view, offered)
    for notice in _page_notices(view, offered):
        notices.note(notice)
    return view


def _page_notices(view: View, offered: set[str]) -> Iterable[str]:
    chosen = view.selection
    if chosen.institutes == ():
        yield view.words("notice.empty_institutes")
    if chosen.fields == ():
        yield view.words("notice.empty_fields")
    deaf = [name for name in _narrowed(view) if name not in offered]
    if deaf:
        names = ", ".join(view.words(f"ui.{name}") for name in deaf)
        yield view.words("ui.unknown_filter", names=names)


def _narrowed(view: View) -> list[str]:
    """Names of the filters that are not at their default."""
    query = view.selection.to_query()
    parameters = {"institutes": "institutes", "fields": "fields", "basis": "basis"}
    narrowed = {name for name, parameter in parameters.items() if parameter in query}
    if "rate_date" in query:
        narrowed.add("basis")
    if "from" in query or "to" in query:
        narrowed.add("period")
    return [name for name in FILTERS if name in narrowed]


def build(ids: Iterable[str], view: View) -> list[Exhibit]:
    """Exhibits by id, in order, with a notice for each filter that cannot split them."""
    return [find(id).exhibit(view) for id in ids]


def show(ids: Sequence[str], view: View, *, wide_first: bool = False) -> None:
    """Build exhibits and show them."""
    show_built(build(ids, view), view, wide_first=wide_first)


def show_built(exhibits: Sequence[Exhibit], view: View, *, wide_first: bool = False) -> None:
    """Exhibits in two columns, one below the other on a narrow screen."""
    rest = list(exhibits)
    if wide_first and rest:
        _card(rest.pop(0), view)
    for row in range(0, len(rest), 2):
        for column, exhibit in zip(st.columns(2), rest[row : row + 2], strict=False):
            with column:
                _card(exhibit, view)


def _card(exhibit: Exhibit, view: View) -> None:
    words = view.words
    with st.container(border=True, key=f"exhibit-{exhibit.id}"):
        st.html(
            f'<h3 class="im-title" id="{exhibit.id}">{html.escape(exhibit.title)}</h3>'
            + html.block("p", "im-sub", exhibit.subtitle)
        )
        for notice in (*exhibit.notices, *_unsplit(exhibit, view)):
            notices.note(notice)
        if exhibit.chart is not None:
            st.plotly_chart(
                exhibit.chart,
                theme=None,
                config=_CHART_CONFIG,
                key=f"chart-{exhibit.id}",
                alt=exhibit.alt,
            )
        st.html(html.block("p", "im-source", exhibit.source_line))
        if exhibit.caveats:
            with st.expander(words("ui.caveats")):
                items = "".join(f"<li>{html.escape(text)}</li>" for text in exhibit.caveats)
                st.html(f"<ul>{items}</ul>")
        if exhibit.table.rows:
            with st.expander(words("ui.table"), expanded=exhibit.chart is None):
                st.html(html.table(exhibit.table.header, exhibit.table.rows, exhibit.title))
                downloads.exhibit(exhibit, view)


def _unsplit(exhibit: Exhibit, view: View) -> Iterable[str]:
    """Why a narrowed filter leaves this exhibit as it is."""
    answered = find(exhibit.id).filters
    return (view.words(f"unsplit.{name}") for name in _narrowed(view) if name not in answered)
