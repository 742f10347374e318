"""What if, and what would it take: levers, paths to 2035, and every assumption."""

from __future__ import annotations

from pages.components import board


def render() -> None:
    """Draw the page."""
    board.page("scenarios")


if __name__ == "__main__":
    from dashboard import main

    main()
