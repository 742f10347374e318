"""Salaries and the money basis on which they are compared."""

from __future__ import annotations

from pages.components import board


def render() -> None:
    """Draw the page."""
    board.page("salary")


if __name__ == "__main__":
    from dashboard import main

    main()
