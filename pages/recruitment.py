"""Recruitment of the 2025 cohort, and the briefings held for it."""

from __future__ import annotations

import streamlit as st

from innocore_metrics.text import render as render_problem
from pages.components import board, notices, source, tables


def render() -> None:
    """Draw the page."""
    view = board.page("recruitment")
    for problem in source.ledger_problems():
        notices.note(render_problem(problem, view.words))
    if view.dataset.ledger is None:
        notices.note(view.words("ledger.none_yet"))
    st.header(view.words("ui.briefings"), anchor=False)
    tables.briefings(view)


if __name__ == "__main__":
    from dashboard import main

    main()
