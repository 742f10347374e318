"""The overview: key figures, then one exhibit of each subject."""

from __future__ import annotations

from pages.components import board


def render() -> None:
    """Draw the page."""
    board.page("overview")


if __name__ == "__main__":
    from dashboard import main

    main()
