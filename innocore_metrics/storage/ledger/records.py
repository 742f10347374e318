"""What the ledger keeps, as plain records."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("import", "rollback", "release")
# The columns of a row of the ledger after its revision, in the order that is hashed.
ENTRY_COLUMNS = (
    "line",
    "date",
    "stage",
    "research_group",
    "host",
    "talent_source",
    "country",
    "count",
    "note",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a revision before it is written.

    ``target`` is, for a roll back, the revision whose state comes back (0: the empty ledger);
    for an import, the earlier import that it replaces (None: it adds).
    """

    kind: str
    at: str
    actor: str
    reason: str
    file_name: str = ""
    file_sha256: str = ""
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One committed change: who, when, why, which file, and the hashes that chain it."""

    number: int
    kind: str
    at: str
    actor: str
    reason: str
    file_name: str
    file_sha256: str
    rows_count: int
    target: int | None
    content_sha256: str
    previous_sha256: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A dated release: the revision that made it, the state it shows, and its counts as JSON."""

    number: int
    state: int
    as_of: str
    content: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A line of the audit log: who tried what, and how it ended."""

    at: str
    actor: str
    role: str
    action: str
    outcome: str
    detail: str
