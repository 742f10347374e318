"""The data: every figure, how to cite it, sources, known issues, versions, downloads."""

from __future__ import annotations

import streamlit as st

from pages.components import board, desk, downloads, tables, versions


def render() -> None:
    """Draw the page."""
    view = board.page("data")
    words = view.words
    st.header(words("ui.known_issues"), anchor=False)
    tables.known_issues(view)
    st.header(words("ui.all_figures"), anchor=False)
    found = tables.all_figures(view)
    downloads.all_figures(view)
    with st.container(key="im-screen-cite"):  # A tool: on paper it would be an empty form.
        st.header(words("ui.cite"), anchor=False)
        versions.cite(view, found)
    st.header(words("ui.versions"), anchor=False)
    versions.kept(view)
    st.header(words("ui.changes"), anchor=False)
    versions.changed(view)
    st.header(words("ui.sources"), anchor=False)
    tables.sources(view)
    with st.container(key="im-screen-desk"):
        desk.show(view)


if __name__ == "__main__":
    from dashboard import main

    main()
