"""Counts under packed keys: what a part of the persons adds, and how parts add up.

Persons are never in two parts, so counts of parts simply sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Ints, Words64
from innocore_metrics.mobility.sorting import counted, summed

# The parts of each key with their bits, highest first.
LAYOUTS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "observed": (("year", 8), ("country", 8)),
    "filled": (("year", 8), ("country", 8)),
    "flows": (("year", 8), ("origin", 8), ("destination", 8)),
    "flow_groups": (
        ("year", 8),
        ("origin", 8),
        ("destination", 8),
        ("role_before", 3),
        ("role_after", 3),
        ("field", 12),
    ),
    "institute_moves": (("institute", 12), ("direction", 1), ("year", 8), ("partner", 8)),
    "stays": (("cohort", 1), ("country", 8), ("year", 8), ("k", 8), ("state", 2)),
    "returns": (("country", 8), ("year", 8), ("k", 8), ("state", 1)),
    "first_postdocs": (("institute", 12), ("year", 8), ("destination", 8)),
    "totals": (("what", 8),),
}
TOTALS = (
    "persons",
    "person_years",
    "tied",
    "filled",
    "open_end",
    "short_spell",
    "other_role",
    "after_last_year",
)
Tally = tuple[Words64, Ints]
_NOTHING: Tally = (np.zeros(0, np.uint64), np.zeros(0, np.int64))


def pack(name: str, **parts: NDArray[Any] | int) -> Words64:
    """Keys of the table ``name`` from their parts, all of one length (or one number)."""
    layout = LAYOUTS[name]
    rows = max(len(part) for part in parts.values() if not isinstance(part, int))
    keys = np.zeros(rows, np.uint64)
    for part, bits in layout:
        keys <<= np.uint64(bits)
        value = parts[part]
        keys |= np.uint64(value) if isinstance(value, int) else value.astype(np.uint64)
    return keys


def unpack(name: str, keys: Words64) -> dict[str, NDArray[np.int64]]:
    """The parts of keys of the table ``name``."""
    parts: dict[str, NDArray[np.int64]] = {}
    for part, bits in reversed(LAYOUTS[name]):
        parts[part] = (keys & np.uint64((1 << bits) - 1)).astype(np.int64)
        keys = keys >> np.uint64(bits)
    return parts


class Tallies:
    """Counts by table and key; parts are added, tables merged when they have grown."""

    def __init__(self, parts: Mapping[str, Tally] | None = None) -> None:
        self._parts: dict[str, list[Tally]] = {}
        self._dense: dict[str, Ints] = {}
        for name, tally in (parts or {}).items():
            self._parts[name] = [tally]

    def count(self, name: str, keys: Words64) -> None:
        """Add one for each key."""
        if len(keys):
            self.add(name, counted(keys))

    def place(self, name: str, counts: Ints) -> None:
        """Add counts of all 65,536 places (year, country); of ``filled``, changes by year.

        Changes are what a year has more than the year before.
        """
        have = self._dense.get(name)
        if have is None:
            self._dense[name] = counts
        else:
            have += counts

    def total(self, what: str, count: int) -> None:
        """Add to one of ``TOTALS``."""
        key = np.array([TOTALS.index(what)], np.uint64)
        self.add("totals", (key, np.array([count], np.int64)))

    def add(self, name: str, tally: Tally) -> None:
        """Add counts under distinct keys."""
        parts = self._parts.setdefault(name, [])
        parts.append(tally)
        first = len(parts[0][0])
        if len(parts) > 1 and sum(len(keys) for keys, _ in parts[1:]) > max(first, 1 << 16):
            self._parts[name] = [_merged(parts)]

    def update(self, other: Tallies) -> None:
        """Add all counts of another part."""
        for name, parts in other._parts.items():
            for tally in parts:
                self.add(name, tally)
        for name, counts in other._dense.items():
            self.place(name, counts)

    def tally(self, name: str) -> Tally:
        """Distinct keys in order and their counts."""
        if name in self._dense:
            self.add(name, _sparse(name, self._dense.pop(name)))
        parts = self._parts.get(name)
        return _merged(parts) if parts else _NOTHING

    def names(self) -> Iterable[str]:
        """The tables that have anything."""
        return tuple(dict.fromkeys((*self._parts, *self._dense)))

    def totals(self) -> dict[str, int]:
        """All of ``TOTALS``."""
        keys, counts = self.tally("totals")
        found = dict(zip(keys.tolist(), counts.tolist(), strict=True))
        return {name: int(found.get(number, 0)) for number, name in enumerate(TOTALS)}


def _sparse(name: str, counts: Ints) -> Tally:
    if name == "filled":
        counts = np.cumsum(counts.reshape(256, 256), axis=0).ravel()
    keys = np.flatnonzero(counts)
    return keys.astype(np.uint64), counts[keys]


def _merged(parts: list[Tally]) -> Tally:
    if len(parts) == 1:
        return summed(*parts[0])
    keys = np.concatenate([keys for keys, _ in parts])
    return summed(keys, np.concatenate([counts for _, counts in parts]))
