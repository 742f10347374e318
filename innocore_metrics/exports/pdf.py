"""PDF: the report printed by Chromium, with contents that name pages and bookmarks."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping

from pypdf import PdfReader

from innocore_metrics.exports import report
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.pdf_bookmarks import with_bookmarks
from innocore_metrics.exports.renderer import renderer

_MOST_PRINTS = 3
# What the margins of report.css leave of A4, in pixels of CSS.
WIDTH = round((210 - 2 * 18) / 25.4 * 96)


def write(document: Document) -> bytes:
    """The report in A4, its charts drawn on the page that has plotly loaded already."""
    browser = renderer(os.environ)
    pictures = {
        key: _inline(browser.image(json.dumps(figure), "svg").decode())
        for key, figure in report.figures(document, WIDTH).items()
    }
    several = len(document.exhibits) > 1
    printed = browser.pdf(report.paper(document, pictures), _numbers() if several else None)
    return _finished(document, printed)


def _inline(svg: str) -> str:
    """A picture within a page: what it says is said by the text in its place."""
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _numbers() -> Callable[[bytes], str | None]:
    """Given a print, what puts its pages into the contents; None once they stand there.

    The first time there is always something to put in: a document of several has contents.

    The numbers may make the contents longer, so that they are wrong once.
    """
    prints: list[Mapping[str, int]] = []

    def number(printed: bytes) -> str | None:
        found = pages(printed)
        if prints and (found == prints[-1] or len(prints) > _MOST_PRINTS):
            return None
        prints.append(found)
        return f"({report.NUMBERED})({json.dumps(found)})"

    return number


def pages(printed: bytes) -> Mapping[str, int]:
    """The page on which each anchor of the contents stands, from the links of a print."""
    reader = PdfReader(io.BytesIO(printed))
    found = {}
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        if number is not None:
            found[name.removeprefix("/")] = number + 1
    return found


def _finished(document: Document, printed: bytes) -> bytes:
    """Bookmarks and properties; Chromium's own bookmarks repeat Korean headings."""
    found = pages(printed)
    version = document.words("ui.as_of", version=document.version)
    about = (version, document.day, document.link())
    return with_bookmarks(
        printed,
        [(exhibit.title, found.get(key, 1) - 1) for key, exhibit in document.keyed],
        {
            "/Title": document.title,
            "/Author": document.words("ui.title"),
            "/Subject": ", ".join(part for part in about if part),
        },
    )


EXPORT = Export("pdf", ".pdf", "application/pdf", write, needs_chromium=True)
