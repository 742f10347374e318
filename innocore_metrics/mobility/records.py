"""What comes in: spells and person-years as Arrow record batches, and what a reader promises.

A **spell** is a person at one place from a year to a year. A **person-year** is one mention of
a person in a country in a year, such as a publication. Every reader turns its source into
batches of one of the two schemas below and says what it left out and why.

All text columns may also come dictionary-encoded, integers in any width, person ids as text or
whole numbers; columns that are not required may be missing. Readers need not check values:
whatever is wrong with a record (see ``REASONS``) is found and counted by the engine. A reader
refuses only what it cannot turn into a record at all, such as a broken line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import pyarrow as pa

Form = Literal["spells", "person-years"]

# A missing end_year means that the spell goes on. A spell covers whole months, from the first
# month of start_year (or start_month) to the last of end_year (or end_month).
SPELL_SCHEMA = pa.schema(
    [
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("start_year", pa.int32(), nullable=False),
        pa.field("end_year", pa.int32()),
        pa.field("country", pa.string(), nullable=False),
        pa.field("start_month", pa.int32()),
        pa.field("end_month", pa.int32()),
        pa.field("ror_id", pa.string()),
        pa.field("organisation", pa.string()),
        pa.field("role", pa.string()),
        pa.field("field", pa.string()),
    ]
)
# weight: how often the person was seen there, such as publications; a whole number from 1.
PERSON_YEAR_SCHEMA = pa.schema(
    [
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("year", pa.int32(), nullable=False),
        pa.field("country", pa.string(), nullable=False),
        pa.field("weight", pa.int32()),
    ]
)
REQUIRED: Mapping[Form, tuple[str, ...]] = {
    "spells": ("person_id", "start_year", "end_year", "country"),
    "person-years": ("person_id", "year", "country"),
}
OPTIONAL: Mapping[Form, tuple[str, ...]] = {
    "spells": ("start_month", "end_month", "ror_id", "organisation", "role", "field"),
    "person-years": ("weight",),
}

ROLES = (
    "unknown",
    "education",
    "doctorate",
    "postdoc",
    "faculty",
    "staff",
    "industry",
    "visiting",
)
FIRST_YEAR, LAST_YEAR = 1900, 2150

# Why a record is refused. A record with several faults counts under the first in this order.
REASONS = (
    "broken_line",  # the reader cannot make cells of it (wrong number of cells, bad XML, ...)
    "no_person",  # person_id is empty
    "no_year",  # start_year or year is empty
    "bad_year",  # not a whole number, or outside FIRST_YEAR..LAST_YEAR
    "bad_month",  # not a whole number from 1 to 12
    "end_before_start",  # the spell ends before it starts
    "no_country",  # country is empty
    "unknown_country",  # neither a code nor a name of a country, nor one that was renamed
    "bad_weight",  # not a whole number from 1 to a million
    "unknown_role",  # not one of ROLES
)


def unusable_columns(schema: pa.Schema, form: Form) -> list[str]:
    """Known columns that are neither text nor numbers, with their types.

    >>> unusable_columns(pa.schema([("year", pa.list_(pa.int32()))]), "person-years")
    ['year: list<item: int32>']
    """
    known = (*REQUIRED[form], *OPTIONAL[form])
    return [
        f"{column.name}: {column.type}"
        for column in schema
        if column.name in known and not _is_plain(column.type)
    ]


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = ("string", "large_string", "string_view", "integer", "floating", "null")
    return any(getattr(pa.types, f"is_{test}")(kind) for test in tests)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few ten thousand records, and what the reader had to refuse on the way to them.

    Attributes:
        batch: records in the schema of the reader's form; may have no rows.
        rejected: number of records refused since the last chunk, by reason of ``REASONS``.
        share: how much of the whole input has been read by now, 0 to 1, for the time left.
    """

    batch: pa.RecordBatch
    rejected: Mapping[str, int] = field(default_factory=dict)
    share: float = 0.0


@runtime_checkable
class Reader(Protocol):
    """A source of records.

    The same input must give the same chunks in the same order, so that a run which was killed
    can go on where it stood.
    """

    @property
    def form(self) -> Form:
        """Which of the two schemas the batches have."""

    @property
    def name(self) -> str:
        """What the source is called in reports, such as a file name."""

    def fingerprint(self) -> str:
        """Changes whenever the input does (names, sizes, times of change); cheap to make."""

    def chunks(self, skip: int = 0) -> Iterator[Chunk]:
        """All chunks in order but the first ``skip``; memory must not grow with the input.

        Raises:
            MobilityError: the source cannot be read at all, or ends in the middle.
        """
