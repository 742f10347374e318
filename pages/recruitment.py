"""Recruitment of the 2025 cohort, and the briefings held for it."""

from __future__ import annotations

import streamlit as st

from pages.components import board, tables


def render() -> None:
    """Draw the page."""
    view = board.page("recruitment")
    st.header(view.words("ui.briefings"), anchor=False)
    tables.briefings(view)


if __name__ == "__main__":
    from dashboard import main

    main()
