"""The dashboard: ``streamlit run dashboard.py``."""

from __future__ import annotations

import streamlit as st

from innocore_metrics.errors import DataError
from innocore_metrics.text import Words
from pages import PAGES
from pages.components import frame, notices, state


def main() -> None:
    """Set the page up, read the address, and run the page it names."""
    words = Words(state.language())
    pages = frame.pages(PAGES, words)
    current = st.navigation(list(pages.values()), position="hidden")
    frame.tab(current)
    frame.style()
    try:
        dataset = state.dataset()
    except DataError as error:
        notices.broken(error.problems, words)
        return
    selection, problems = state.read(dataset)
    frame.header(pages, current, selection, words)
    notices.address(problems, words)
    current.run()
    frame.footer(dataset, words)


if __name__ == "__main__":
    main()
