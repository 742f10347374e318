"""Tables that have to be protected together, since one can be computed from another.

A family has unknown numbers (``base``); every published row is a sum of some of them. Groups,
leads and fields are one family; hosts, talent sources and countries one each, all with the
known total of the cohort; the totals by stage one, in which each stage is at most the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from innocore_metrics.model import STAGES, LedgerCount
from innocore_metrics.model.ledger import ALL, OTHER_COUNTRIES

SMALL = 4
Key = tuple[str, str, str]
Rows = dict[Key, LedgerCount]
# Countries that were never published on their own.
REST = "rest"
FAMILIES = {
    "stages": ("total",),
    "groups": ("group", "lead", "field"),
    "hosts": ("host",),
    "sources": ("talent-source",),
    "countries": ("country",),
}
# Later stage, and the one that it cannot exceed.
ORDER = (
    ("offered", "applied"),
    ("accepted", "offered"),
    ("started", "accepted"),
    ("left", "started"),
)


@dataclass(frozen=True, slots=True)
class GroupKey:
    """Cohort, lead institute and research field (may be empty) of a research group."""

    cohort: int
    lead: str
    field: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What one release shows of a family: rows by key, and the started total that goes with it."""

    rows: Mapping[Key, LedgerCount]
    total: int


def is_small(count: int | None) -> bool:
    """Whether a count, or a change of one, is about so few people that it is not told."""
    return count is not None and 1 <= abs(count) <= SMALL


def key(row: LedgerCount) -> Key:
    """What tells rows of a cohort apart."""
    return row.measure, row.dimension, row.category


def family_of(row: LedgerCount) -> str:
    """The family that a row belongs to; empty for months."""
    return next((name for name, dims in FAMILIES.items() if row.dimension in dims), "")


def base_of(family: str, pictures: Sequence[Picture], groups: Mapping[str, GroupKey]) -> list[str]:
    """The unknown numbers of a family."""
    categories = {k[2]: None for picture in pictures for k in picture.rows}
    if family == "stages":
        return list(STAGES)
    if family == "groups":
        # A group that the data package has lost is still in what was published.
        return [k[2] for k in _keys(pictures) if k[1] == "group"]
    if family == "countries":
        return [*(c for c in categories if c != OTHER_COUNTRIES), REST]
    return list(categories)


def _keys(pictures: Sequence[Picture]) -> list[Key]:
    return list(dict.fromkeys(k for picture in pictures for k in picture.rows))


def parts(
    row: Key, family: str, base: Sequence[str], picture: Picture, groups: Mapping[str, GroupKey]
) -> dict[str, int]:
    """The unknown numbers that a published row is the sum of, with their sign."""
    measure, dimension, category = row
    if family == "stages":
        return {"started": 1, "left": -1} if measure == "net" else {measure: 1}
    if dimension == "lead":
        return {id: 1 for id in base if id in groups and groups[id].lead == category}
    if dimension == "field":
        return {id: 1 for id in base if id in groups and groups[id].field == category}
    if category == OTHER_COUNTRIES:
        return {id: 1 for id in base if id not in own_countries(picture)}
    return {category: 1}


def own_countries(picture: Picture) -> set[str]:
    """Countries that a release shows on their own."""
    return {k[2] for k in picture.rows if k[1] == "country" and k[2] != OTHER_COUNTRIES}


def started_total(rows: Mapping[Key, LedgerCount]) -> LedgerCount:
    """The started total of a cohort."""
    return rows["started", "total", ALL]
