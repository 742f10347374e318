"""Claims of the announcement, recomputed under the assumptions chosen."""

from __future__ import annotations

from pages.components import board


def render() -> None:
    """Draw the page."""
    board.page("claims")


if __name__ == "__main__":
    from dashboard import main

    main()
