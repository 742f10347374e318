"""Bookmarks and properties added to the end of a PDF, as the format provides (ISO 32000, 7.5.6).

The print itself stays byte for byte. A library that rewrites the whole file reads and writes each
of its ten thousand objects for that, which takes as long as a print.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def with_bookmarks(
    printed: bytes, bookmarks: Sequence[tuple[str, int]], about: Mapping[str, str]
) -> bytes:
    """The file with bookmarks (title, index of its page) and properties by name.

    Raises:
        ValueError: the file does not end as a PDF does.
    """
    found = _END.search(printed)
    if found is None:
        raise ValueError("no end of a PDF")
    reader = PdfReader(io.BytesIO(printed))
    root = reader.trailer.raw_get("/Root")
    first = NumberObject(reader.trailer["/Size"])
    objects = [_dictionary({k: TextStringObject(v) for k, v in about.items()})]
    catalogue = DictionaryObject(root.get_object())
    if bookmarks:
        catalogue[NameObject("/Outlines")] = IndirectObject(first + 1, 0, reader)
        objects += _outline(reader, bookmarks, first + 1)
    trailer = {
        "/Size": NumberObject(first + len(objects)),
        "/Root": root,
        "/Info": IndirectObject(first, 0, reader),
        "/Prev": NumberObject(int(found[1])),
    }
    return _appended(printed, (root.idnum, catalogue), (first, objects), _dictionary(trailer))


def _outline(
    reader: PdfReader, bookmarks: Sequence[tuple[str, int]], number: int
) -> list[DictionaryObject]:
    """The list of bookmarks, numbered ``number``, and each of them, numbered from there on."""
    last = number + len(bookmarks)

    def at(place: int) -> IndirectObject:
        return IndirectObject(place, 0, reader)

    found = [
        _dictionary(
            {
                "/Type": NameObject("/Outlines"),
                "/First": at(number + 1),
                "/Last": at(last),
                "/Count": NumberObject(len(bookmarks)),
            }
        )
    ]
    for place, (title, page) in enumerate(bookmarks, number + 1):
        shown = reader.pages[page].indirect_reference
        if shown is None:
            raise ValueError(f"page {page} is no object of its own")
        item = {
            "/Title": TextStringObject(title),
            "/Parent": at(number),
            "/Dest": ArrayObject([shown, NameObject("/Fit")]),
        }
        item |= {"/Prev": at(place - 1)} if place > number + 1 else {}
        item |= {"/Next": at(place + 1)} if place < last else {}
        found.append(_dictionary(item))
    return found


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in entries.items()})


def _appended(
    printed: bytes,
    changed: tuple[int, PdfObject],
    added: tuple[int, Sequence[PdfObject]],
    trailer: DictionaryObject,
) -> bytes:
    """The file followed by a changed object, added ones, and the table that finds them."""
    out = io.BytesIO(printed)
    out.seek(0, io.SEEK_END)
    out.write(b"\n")
    first, new = added
    places = []
    for number, value in (changed, *enumerate(new, first)):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number)
        value.write_to_stream(out)
        out.write(b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n%d 1\n%010d 00000 n \n" % (changed[0], places[0]))
    out.write(b"%d %d\n" % (first, len(new)))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places[1:]))
    out.write(b"trailer\n")
    trailer.write_to_stream(out)
    out.write(b"\nstartxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()
