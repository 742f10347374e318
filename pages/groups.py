"""The research groups and their partners."""

from __future__ import annotations

import streamlit as st

from pages.components import board, tables


def render() -> None:
    """Draw the page."""
    view = board.page("groups")
    st.header(view.words("ui.groups_table"), anchor=False)
    tables.groups(view)


if __name__ == "__main__":
    from dashboard import main

    main()
