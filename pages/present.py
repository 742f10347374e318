"""Stories: the ready ones, the editor, and the presentation itself."""

from __future__ import annotations

from pages.components import board, storydesk


def render() -> None:
    """Draw the page."""
    more, events = storydesk.given()
    board.page("present", more, **events)


if __name__ == "__main__":
    from dashboard import main

    main()
