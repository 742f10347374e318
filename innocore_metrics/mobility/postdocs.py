"""Doctorates and what came after: cohorts for stays, and first postdocs of named institutes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Words64
from innocore_metrics.mobility.cleaning import OPEN
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR, ROLES
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sorting import starts
from innocore_metrics.mobility.tallies import Tallies, pack

DOCTORATE, POSTDOC = ROLES.index("doctorate"), ROLES.index("postdoc")
# No country has this number: no postdoc was seen.
NONE_SEEN = 255
_BYTE, _8 = np.uint64(0xFF), np.uint64(8)


class Milestones:
    """Finished doctorates and postdocs of some persons, added block by block.

    They come from all spells, whatever roles and lengths the rules leave out of residence.
    Doctorates that have no end, or end after ``last_year``, are not finished.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._last = (LAST_YEAR if rules.last_year is None else rules.last_year) - FIRST_YEAR
        nothing: Words64 = np.zeros(0, np.uint64)
        self._doctorates = nothing
        self._named = nothing
        self._postdocs = nothing

    def add(self, block: NDArray[Any], ranks: Words64) -> None:
        """Take the doctorates and postdocs out of a block of records."""
        end = block["end"]
        done = (block["role"] == DOCTORATE) & (end != OPEN) & (end <= self._last)
        if done.any():
            own, who = block[done], ranks[done]
            year = own["end"].astype(np.uint64)
            keys = (who << np.uint64(16)) | (year << _8) | own["country"].astype(np.uint64)
            self._doctorates = np.union1d(self._doctorates, keys)
            named = own["institute"] > 0
            keys = (who << np.uint64(12)) | own["institute"].astype(np.uint64)
            keys = (keys << _8) | year
            self._named = np.union1d(self._named, keys[named])
        after = (block["role"] == POSTDOC) & (block["start"] <= self._last)
        if after.any():
            own, who = block[after], ranks[after]
            month = np.where(own["start_month"], own["start_month"], 1).astype(np.uint64)
            keys = (who << _8) | own["start"].astype(np.uint64)
            keys = (keys << np.uint64(4)) | month
            keys = (keys << _8) | own["country"].astype(np.uint64)
            self._postdocs = np.union1d(self._postdocs, keys)

    def doctorates(self) -> Words64:
        """Keys of person, year of the end and country, distinct and sorted."""
        return self._doctorates

    def count(self, into: Tallies) -> None:
        """Count first postdocs by institute and year of the doctorate, and by country.

        A person's first doctorate at an institute counts. The first postdoc is the one that
        starts first in the year of its end or later; of several in one month the one whose
        country comes first in the alphabet.
        """
        begins = starts(self._named >> _8)
        first = self._named[begins]
        if not len(first):
            return
        who, year = first >> np.uint64(20), first & _BYTE
        asked = ((who << _8) | year) << np.uint64(12)
        place = np.searchsorted(self._postdocs, asked)
        padded = np.append(self._postdocs, np.uint64(0xFFFFFFFFFFFFFFFF))
        found = padded[place]
        waited = ((found >> np.uint64(12)) & _BYTE).astype(np.int64) - year.astype(np.int64)
        seen = (found >> np.uint64(20) == who) & (waited <= self._rules.postdoc_years)
        destination = np.where(seen, found & _BYTE, np.uint64(NONE_SEEN))
        institute = (first >> _8) & np.uint64(0xFFF)
        keys = pack("first_postdocs", institute=institute, year=year, destination=destination)
        into.count("first_postdocs", keys)
