"""The recruitment ledger as other layers see it: counts of people, exact or protected."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("applied", "offered", "accepted", "started", "left")
TALENT_SOURCES = ("domestic-new-phd", "returnee", "foreign", "other", "unreported")
# What a count is about. Lead and field are sums of groups.
DIMENSIONS = ("total", "group", "lead", "field", "host", "talent-source", "country", "month")
MARKS = ("exact", "fewer-than-5", "withheld", "held")
ALL = "all"
# Countries put together because each of them has too few people, and a post nobody named.
OTHER_COUNTRIES, NO_COUNTRY = "other-countries", "unreported"


@dataclass(frozen=True, slots=True, order=True)
class LedgerCount:
    """People of one cohort in one cell, from the start up to ``as_of``.

    ``measure`` is a stage or ``net`` (started less left). In the dimension ``month`` the
    category is ``YYYY-MM`` and the count is cumulative to the end of that month. ``count`` is
    None where the number is protected; ``lower`` and ``upper`` (None: no end) are then all that
    may be said. ``mark`` tells how: ``exact``, ``fewer-than-5`` (1 to 4), ``withheld`` (would
    give another cell away), ``held`` (the same since ``as_of`` or changed by fewer than 5,
    shown as it was then).
    """

    cohort: int
    measure: str
    dimension: str
    category: str
    count: int | None
    lower: int | None = None
    upper: int | None = None
    mark: str = "exact"
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger as a reader may see it.

    ``exact`` for editors (``revision`` is the state shown), else the dated release with that
    revision number. ``date`` is ISO 8601.
    """

    date: str
    revision: int
    exact: bool
    counts: tuple[LedgerCount, ...]

    def find(
        self, cohort: int, measure: str, dimension: str, category: str = ""
    ) -> tuple[LedgerCount, ...]:
        """Counts of one table, in their order; of one category where given."""
        return tuple(
            row
            for row in self.counts
            if (row.cohort, row.measure, row.dimension) == (cohort, measure, dimension)
            and (not category or row.category == category)
        )

    @property
    def cohorts(self) -> tuple[int, ...]:
        """The cohorts that have any count, oldest first."""
        return tuple(sorted({row.cohort for row in self.counts}))
