"""What an HWPX file says of itself: title, creator, dates, and the text of its preview.

python-hwpx leaves those of the template that it starts every document from: no title, the
template's author and day, and a blank picture.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from innocore_metrics.exports.base import Document

_PACKAGE = "Contents/content.hpf"
_TEXT, _PICTURE = "Preview/PrvText.txt", "Preview/PrvImage.png"
_OPF = "{http://www.idpf.org/2007/opf/}"
# Hancom's own previews are about as long.
_MOST_LETTERS = 1000


def with_information(content: bytes, document: Document, lines: Sequence[str]) -> bytes:
    """The file with the document's own information, and ``lines`` as the text of its preview.

    The template's picture is left out: a blank page tells less than the icon of the format.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename == _PICTURE:
                continue
            part = old.read(entry)
            if entry.filename == _PACKAGE:
                part = _package(part, document)
            elif entry.filename == _TEXT:
                part = "\r\n".join(lines)[:_MOST_LETTERS].encode()
            new.writestr(entry, part)
    return out.getvalue()


def _package(content: bytes, document: Document) -> bytes:
    root = etree.fromstring(content)
    metadata = root.find(f"{_OPF}metadata")
    _set(metadata.find(f"{_OPF}title"), document.title)
    _set(metadata.find(f"{_OPF}language"), document.lang)
    creator = document.words("ui.title")
    moment = f"{document.date}T00:00:00Z"
    values = {
        "creator": creator,
        "subject": document.words("ui.as_of", version=document.version),
        "lastsaveby": creator,
        "CreatedDate": moment,
        "ModifiedDate": moment,
        "date": document.day,
    }
    for meta in metadata.findall(f"{_OPF}meta"):
        if meta.get("name") in values:
            _set(meta, values[meta.get("name")])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set(element: etree._Element, text: str) -> None:
    element.text = text
