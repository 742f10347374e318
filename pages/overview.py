"""The overview: key figures, then one exhibit of each subject with the way to more."""

from __future__ import annotations

from pages.components import board, cards

SHOWN = ("at-a-glance", "postdocs-per-faculty", "salary-share", "net-rate", "progress")


def render() -> None:
    """Draw the page."""
    view = board.open_page("overview", SHOWN)
    cards.key_figures(view)
    board.show(SHOWN, view, wide_first=True)


if __name__ == "__main__":
    from dashboard import main

    main()
