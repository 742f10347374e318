"""What was done, said once after the page has been drawn anew."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

DONE = "desk-said"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the part of the desk that it belongs to."""

    part: str
    text: str


def say(part: str) -> None:
    """Show what was done in this part just before, if anything was."""
    said = st.session_state.get(DONE)
    if isinstance(said, Said) and said.part == part:
        del st.session_state[DONE]
        st.success(said.text)
