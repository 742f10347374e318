"""One XML record of ORCID: employments, educations and qualifications, and nothing else.

Works for schemas 2.0, 2.1 and 3.0 with their release candidates, for messages of schema 1.2, and
for every kind of file: a record with everything (``...-summary`` elements), a list, and
an activity by itself (the element is the root). Schemas differ in the namespace in which a child
of an entry stands, not in its name: ``employment:role-title`` of 2.x is ``common:role-title`` of
3.0. So children are known by their local names, in any namespace of ORCID.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers import expat

_NAMESPACE = "http://www.orcid.org/ns/"
KINDS = ("employment", "education", "qualification")
_ENTRIES = {
    f"{_NAMESPACE}{kind} {kind}{suffix}": kind for kind in KINDS for suffix in ("", "-summary")
}
# Messages of schema 1.x say in a child ``type`` which of the kinds it is.
_MESSAGE, _AFFILIATION = f"{_NAMESPACE}orcid orcid-message", f"{_NAMESPACE}orcid affiliation"
_VERSION = f"{_NAMESPACE}orcid message-version"
_GROUP = f"{_NAMESPACE}activities affiliation-group"
# In the place of a record that is locked, deprecated or gone ORCID's archives hold an error.
_ERROR = f"{_NAMESPACE}error error"
_LISTS = ("activities-summary", "activities", *(f"{kind}s" for kind in KINDS))
_ROOTS = {
    *_ENTRIES,
    _MESSAGE,
    _ERROR,
    f"{_NAMESPACE}record record",
    *(f"{_NAMESPACE}activities {name}" for name in _LISTS),
}
# Path below the entry, by local names, and the name the value is kept under. Early candidates of
# schema 1.2 have no element for the organisation.
_ORGANISATION = {
    ("name",): "organisation",
    ("address", "country"): "country",
    ("disambiguated-organization", "disambiguated-organization-identifier"): "organisation_id",
    ("disambiguated-organization", "disambiguation-source"): "id_source",
}
_WANTED = {
    ("type",): "type",
    ("role-title",): "role_title",
    ("start-date", "year"): "start_year",
    ("start-date", "month"): "start_month",
    ("end-date", "year"): "end_year",
    ("end-date", "month"): "end_month",
    **{("organization", *path): name for path, name in _ORGANISATION.items()},
    ("name",): "organisation",
    ("address", "country"): "country",
    ("disambiguated-affiliation", "disambiguated-affiliation-identifier"): "organisation_id",
    ("disambiguated-affiliation", "disambiguation-source"): "id_source",
}


class Forbidden(Exception):  # noqa: N818 - says what the record holds
    """The record declares a document type or entities, which may be made to blow up."""


class Broken(Exception):  # noqa: N818 - says what the record is
    """The record is not well-formed XML."""


class UnknownForm(Exception):  # noqa: N818 - says what the record is
    """The XML is well-formed and in none of the forms that are read; its argument says which."""


@dataclass(slots=True)
class Entry:
    """An affiliation as written: text by field name, empty where there is none.

    ``kind``: one of ``KINDS``. ``rank``: its ``display-index``, the highest of which a group shows.
    """

    kind: str
    texts: dict[str, str] = field(default_factory=dict)
    rank: int = 0

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "").strip()


@dataclass(slots=True)
class OrcidRecord:
    """What is read of a record: its path in ORCID (``/0000-...``), if it says so, and entries.

    ``closed``: there is an error in its place, as ORCID has for locked and deprecated records.
    """

    path: str = ""
    closed: bool = False
    entries: list[Entry] = field(default_factory=list)


def read_record(data: bytes) -> OrcidRecord:
    """The affiliations of a record, in their order.

    Several summaries in an ``affiliation-group`` tell of one post, each by another source: the
    one that ORCID shows is taken, with the highest ``display-index``, else the first.

    Raises:
        Forbidden: there is a document type declaration.
        Broken: not well-formed, or an entry does not end.
        UnknownForm: no record, list or activity of ORCID, or one of a schema before 1.2.
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
    return handler.record


_SUMMARIES = tuple(f"{kind}-summary".encode() for kind in KINDS)


@lru_cache(maxsize=4096)
def _local_name(name: str) -> str:
    """A name without its namespace, where that is one of ORCID's."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace.startswith(_NAMESPACE) else name


class _Handler:
    def __init__(self) -> None:
        self.record = OrcidRecord()
        self._entry: Entry | None = None
        self._group: int | None = None
        self._path: list[str] = []
        self._name: str | None = None
        self._root = ""
        self._version: str | None = None

    def parser(self) -> Any:
        """A parser that fills ``record``."""
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
        if not self._root:
            self._begin(name, attributes)
        if self._entry is None:
            if name in _ENTRIES:
                self._entry = Entry(_ENTRIES[name], rank=_rank(attributes))
            elif name == _AFFILIATION:
                self._entry = Entry("")
            elif name == _GROUP:
                self._group = len(self.record.entries)
            elif name == _VERSION:
                self._version = ""
            return
        self._path.append(_local_name(name))
        self._name = _WANTED.get(tuple(self._path))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _ROOTS:
            raise UnknownForm(name.rpartition(" ")[2])
        self._root = name
        self.record.path = attributes.get("path", "")
        self.record.closed = name == _ERROR

    def _end(self, name: str) -> None:
        if self._entry is None:
            self._group = None if name == _GROUP else self._group
            return
        if self._path:
            self._path.pop()
            self._name = None
        elif name in _ENTRIES or name == _AFFILIATION:
            self._keep(self._entry)
            self._entry = None

    def _keep(self, entry: Entry) -> None:
        """Add an entry, or let it take the place of one of its group that ranks below it."""
        found = self.record.entries
        if not entry.kind:
            entry.kind = entry["type"].lower()
            if not entry.kind:
                raise UnknownForm(f"orcid-message {self._version or ''}".strip())
            if entry.kind not in KINDS:
                return
        if self._group is None or self._group == len(found):
            found.append(entry)
        elif entry.rank > found[self._group].rank:
            found[self._group] = entry

    def _text(self, text: str) -> None:
        if self._entry is not None:
            if self._name is not None:
                texts = self._entry.texts
                texts[self._name] = texts.get(self._name, "") + text
        elif self._version == "":
            self._version = text.strip()


def _rank(attributes: dict[str, str]) -> int:
    text = attributes.get("display-index", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _refuse(*_declaration: object) -> None:
    raise Forbidden
