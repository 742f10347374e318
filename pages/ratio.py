"""Postdocs per faculty member, and what parity takes."""

from __future__ import annotations

from pages.components import board


def render() -> None:
    """Draw the page."""
    board.page("ratio")


if __name__ == "__main__":
    from dashboard import main

    main()
