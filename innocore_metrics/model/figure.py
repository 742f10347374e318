"""The figure that travels: a number with everything that must go with it."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = (
    "published",
    "secondary",
    "recorded",
    "derived",
    "estimate",
    "assumption",
    "protected",
    "not published",
)

# Counts of 1 up to this number less 1 say little: chance alone makes and unmakes them.
FEW_BELOW = 5


def is_few(count: float | None, below: int = FEW_BELOW) -> bool:
    """Whether a count rests on few observations: on fewer than ``below``, but not on none.

    >>> is_few(4), is_few(5), is_few(0), is_few(None), is_few(9, 10)
    (True, False, False, False, True)
    """
    return count is not None and 0 < count < below


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything that must travel with it.

    ``value`` is None exactly where ``status`` is ``not published``, or ``protected``: a count
    of the ledger so small that it could give a person away. ``recorded`` is a count of the
    ledger, ``assumption`` a number that a scenario takes for granted. ``lower`` and ``upper``
    carry the rounding, estimation or 95 % interval where there is one (scenarios: 90 %).
    ``group`` tells apart figures of one entity and period (a partner, a class, an age).
    ``few`` marks a count that rests on few observations (`FEW_BELOW`, or as own rules say).
    """

    entity: str
    indicator: str
    period: str
    value: float | None
    unit: str
    status: str
    sources: tuple[str, ...]
    lower: float | None = None
    upper: float | None = None
    basis: str = ""
    group: str = ""
    formula: str = ""
    note_ko: str = ""
    note_en: str = ""
    few: bool = False

    @property
    def id(self) -> str:
        """A stable name: entity, indicator, period, then basis and group where there are any."""
        entity = self.entity.lower() if len(self.entity) > 2 else self.entity
        parts = (entity, self.indicator, self.period.replace("/", "_"), self.basis, self.group)
        return ".".join(part for part in parts if part)

    @property
    def published(self) -> bool:
        """Whether there is a number at all."""
        return self.value is not None

    @property
    def number(self) -> float:
        """The value, where the caller has made sure that there is one."""
        if self.value is None:
            raise ValueError(f"{self.id} is not published")
        return self.value

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper end; the value itself twice where there is no interval."""
        low = self.number if self.lower is None else self.lower
        high = self.number if self.upper is None else self.upper
        return low, high
