"""PDF: the report printed by Chromium, with contents that name pages and bookmarks."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping

from pypdf import PdfReader, PdfWriter

from innocore_metrics.exports import report
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.renderer import renderer

_MOST_PRINTS = 3


def write(document: Document) -> bytes:
    """The report in A4; printed again, as only a print tells on which page what is."""
    browser = renderer(os.environ)
    printed = browser.pdf(report.page(document))
    named: Mapping[str, int] = {}
    # The numbers may make the contents longer, so that they are wrong once.
    for _ in range(_MOST_PRINTS if len(document.exhibits) > 1 else 0):
        found = pages(printed)
        if found == named:
            break
        named = found
        printed = browser.pdf(report.page(document, named))
    return _finished(document, printed)


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
    writer = PdfWriter(clone_from=io.BytesIO(printed))
    for key, exhibit in document.keyed:
        writer.add_outline_item(exhibit.title, found.get(key, 1) - 1)
    version = document.words("ui.as_of", version=document.version)
    about = (version, document.day, document.link())
    writer.add_metadata(
        {
            "/Title": document.title,
            "/Author": document.words("ui.title"),
            "/Subject": ", ".join(part for part in about if part),
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


EXPORT = Export("pdf", ".pdf", "application/pdf", write, needs_chromium=True)
