"""What went wrong, in the reader's language: never a traceback."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from innocore_metrics.errors import Problem
from innocore_metrics.text import Words, render
from pages.components import html


def broken(problems: Iterable[Problem], words: Words) -> None:
    """The data cannot be read: every problem, and what to do."""
    st.error(words("ui.broken"))
    st.markdown(words("ui.broken_help"))
    _items(problems, words)


def listed(problems: Iterable[Problem], words: Words) -> None:
    """Something asked for was refused or failed: every reason."""
    st.error(words("ui.failed"))
    _items(problems, words)


def _items(problems: Iterable[Problem], words: Words) -> None:
    items = "".join(f"<li>{html.escape(render(problem, words))}</li>" for problem in problems)
    st.html(f"<ol>{items}</ol>")


def address(problems: Iterable[Problem], words: Words) -> None:
    """What the address asked for and was not understood."""
    for problem in problems:
        note(render(problem, words))


def note(text: str) -> None:
    """One sentence to mind."""
    st.html(html.block("p", "im-note", text))
