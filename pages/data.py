"""The data: status of figures, every figure, sources, known issues, downloads."""

from __future__ import annotations

import streamlit as st

from pages.components import board, desk, downloads, tables


def render() -> None:
    """Draw the page."""
    view = board.page("data")
    words = view.words
    st.header(words("ui.known_issues"), anchor=False)
    tables.known_issues(view)
    st.header(words("ui.all_figures"), anchor=False)
    tables.all_figures(view)
    downloads.all_figures(view)
    st.header(words("ui.sources"), anchor=False)
    tables.sources(view)
    desk.show(view)


if __name__ == "__main__":
    from dashboard import main

    main()
