"""Brain drain: four kinds of evidence, each under its own heading and on its own axis."""

from __future__ import annotations

import streamlit as st

from innocore_metrics.exhibits import EXHIBITS
from pages.components import board

KINDS = ("flow", "stock", "intention", "opinion")


def render() -> None:
    """Draw the page."""
    mine = tuple(spec.id for spec in EXHIBITS if spec.page == "brain-drain")
    view = board.open_page("brain-drain", mine)
    built = board.build(mine, view)
    board.show_built([e for e in built if not e.evidence], view, wide_first=True)
    for kind in KINDS:
        st.header(view.words(f"evidence.{kind}"), anchor=kind)
        st.caption(view.words(f"evidence_help.{kind}"))
        board.show_built([e for e in built if e.evidence == kind], view)


if __name__ == "__main__":
    from dashboard import main

    main()
