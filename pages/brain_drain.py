"""Brain drain: four kinds of evidence, each under its own heading and on its own axis."""

from __future__ import annotations

from innocore_metrics.text import render as render_problem
from pages.components import board, notices, source


def render() -> None:
    """Draw the page; below it, how to add own records, or why they cannot be read."""
    view = board.page("brain-drain")
    for problem in source.own_problems():
        notices.note(render_problem(problem, view.words))
    if view.dataset.mobility is None:
        notices.note(view.words("own.none_yet"))


if __name__ == "__main__":
    from dashboard import main

    main()
