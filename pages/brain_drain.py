"""Brain drain: four kinds of evidence, each under its own heading and on its own axis."""

from __future__ import annotations

from pages.components import board


def render() -> None:
    """Draw the page."""
    board.page("brain-drain")


if __name__ == "__main__":
    from dashboard import main

    main()
