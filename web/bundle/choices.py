"""Which choices a bundle holds: nothing can be computed where it is opened."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from innocore_metrics.dataset import Dataset
from innocore_metrics.selection import (
    BASELINES,
    BASES,
    COUNTS,
    FIRST_YEAR,
    LAST_YEAR,
    Selection,
)

YEARS = (FIRST_YEAR, 2000, 2005, 2010, 2015, 2020, LAST_YEAR)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the controls of a bundle offer.

    ``years`` are those a period may begin or end with; ``days``: how many days of exchange
    rates beside the default one (None: all that there are); ``most``: an exhibit that answers to
    several filters with more combinations than this is kept only for lists of all, none, one,
    or all but one.
    """

    years: tuple[int, ...] = YEARS
    days: int | None = None
    most: int = 300

    def of(self, dataset: Dataset, filters: Sequence[str], lang: str) -> Iterator[Selection]:
        """Every selection kept for an exhibit with these filters, the default one first."""
        whole = [self._values(dataset, name, near=False) for name in filters]
        count = 1
        for values in whole:
            count *= len(values)
        if count > self.most:
            whole = [self._values(dataset, name, near=True) for name in filters]
        default = Selection(dataset.vocabulary, lang=lang)
        for combination in itertools.product(*whole):
            changes = {name: value for part in combination for name, value in part.items()}
            yield default.with_(**changes)

    def rate_days(self, dataset: Dataset) -> list[str]:
        """The days of exchange rates that are offered, the default one first."""
        default = Selection(dataset.vocabulary).rate_date
        others = [day for day in dataset.converter.market_days("KRW") if day != default]
        return [default, *others[: self.days]]

    def _values(self, dataset: Dataset, name: str, *, near: bool) -> list[dict[str, Any]]:
        if name in ("institutes", "fields"):
            every: tuple[str, ...] = getattr(dataset.vocabulary, name)
            lists = _near(every) if near else _subsets(every)
            return [{name: None if ids == every else ids} for ids in lists]
        if name == "period":
            return [
                {"first_year": first, "last_year": last}
                for first, last in itertools.product(self.years, self.years[::-1])
                if first <= last
            ]
        if name == "basis":
            return [
                {"basis": kind, "rate_date": day}
                for kind in BASES
                for day in self.rate_days(dataset)
            ]
        if name == "scenarios":
            # Levers need a server for their intervals: a bundle shows the baseline.
            return [{}]
        values = {"count": COUNTS, "baseline": BASELINES}[name]
        return [{name: value} for value in values]


def _subsets(every: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every list of ids, the full one first."""
    sizes = range(len(every), -1, -1)
    return [ids for size in sizes for ids in itertools.combinations(every, size)]


def _near(every: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All, none, each alone, all but each."""
    alone = [(id,) for id in every]
    without = [tuple(other for other in every if other != id) for id in every]
    return list(dict.fromkeys([every, *without, *alone, ()]))
