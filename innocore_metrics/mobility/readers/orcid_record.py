"""One XML record of ORCID: the employments and educations in it, and nothing else.

Works for schema 2.0 to 3.0, and for the two kinds of files: a record with everything
(``...-summary`` elements) and an activity by itself (the element is the root).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

_NAMESPACE = "http://www.orcid.org/ns/"
_KINDS = ("employment", "education")
_ENTRIES = {
    f"{_NAMESPACE}{kind} {kind}{suffix}": kind for kind in _KINDS for suffix in ("", "-summary")
}
_GROUP = f"{_NAMESPACE}activities affiliation-group"
_COMMON = f"{_NAMESPACE}common "
# Path below the entry, from namespace "common", and the name the value is kept under.
_WANTED = {
    ("role-title",): "role_title",
    ("start-date", "year"): "start_year",
    ("start-date", "month"): "start_month",
    ("end-date", "year"): "end_year",
    ("end-date", "month"): "end_month",
    ("organization", "name"): "organisation",
    ("organization", "address", "country"): "country",
    (
        "organization",
        "disambiguated-organization",
        "disambiguated-organization-identifier",
    ): "organisation_id",
    ("organization", "disambiguated-organization", "disambiguation-source"): "id_source",
}


class Forbidden(Exception):  # noqa: N818 - says what the record holds
    """The record declares a document type or entities, which may be made to blow up."""


class Broken(Exception):  # noqa: N818 - says what the record is
    """The record is not well-formed XML."""


@dataclass(slots=True)
class Entry:
    """An employment or education as written: text by field name, empty where there is none.

    ``rank``: its ``display-index``, the highest of which a group shows.
    """

    kind: str
    texts: dict[str, str] = field(default_factory=dict)
    rank: int = 0

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "").strip()


def entries(data: bytes) -> list[Entry]:
    """The employments and educations of a record, in their order.

    Several summaries in an ``affiliation-group`` tell of one post, each by another source: the
    one that ORCID shows is taken, with the highest ``display-index``, else the first.

    Raises:
        Forbidden: there is a document type declaration.
        Broken: not well-formed, or an entry does not end.
    """
    last = max(data.rfind(name) for name in _SUMMARIES)
    whole = last < 0 or not data.rstrip().endswith(b"record>")
    # What follows the last entry (works, mostly, and most of the record) need not be read.
    part = data if whole else data[: data.find(b">", last) + 1]
    handler = _Handler()
    try:
        handler.parser().Parse(part, whole)
    except expat.ExpatError as error:
        raise Broken(str(error)) from error
    if handler.open:
        raise Broken("an entry does not end")
    return handler.found


_SUMMARIES = tuple(f"{kind}-summary".encode() for kind in _KINDS)


class _Handler:
    def __init__(self) -> None:
        self.found: list[Entry] = []
        self._entry: Entry | None = None
        self._group: int | None = None
        self._path: list[str] = []
        self._name: str | None = None

    def parser(self) -> Any:
        """A parser that fills ``found``."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        return parser

    @property
    def open(self) -> bool:
        """Whether an entry has begun and not ended."""
        return self._entry is not None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._entry is None:
            if name in _ENTRIES:
                self._entry = Entry(_ENTRIES[name], rank=_rank(attributes))
            elif name == _GROUP:
                self._group = len(self.found)
            return
        self._path.append(name.removeprefix(_COMMON))
        self._name = _WANTED.get(tuple(self._path))

    def _end(self, name: str) -> None:
        if self._entry is None:
            self._group = None if name == _GROUP else self._group
            return
        if self._path:
            self._path.pop()
            self._name = None
        elif name in _ENTRIES:
            self._keep(self._entry)
            self._entry = None

    def _keep(self, entry: Entry) -> None:
        """Add an entry, or let it take the place of one of its group that ranks below it."""
        if self._group is None or self._group == len(self.found):
            self.found.append(entry)
        elif entry.rank > self.found[self._group].rank:
            self.found[self._group] = entry

    def _text(self, text: str) -> None:
        if self._entry is not None and self._name is not None:
            texts = self._entry.texts
            texts[self._name] = texts.get(self._name, "") + text


def _rank(attributes: dict[str, str]) -> int:
    text = attributes.get("display-index", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _refuse(*_declaration: object) -> None:
    raise Forbidden
