"""What own records tell of moves at least, where a part of them is withheld."""

from __future__ import annotations

from collections.abc import Sequence

from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.own import leavers, view_of


def moves(dataset: Dataset, first: int, last: int) -> tuple[int, int]:
    """How many moved in, and out, over the years at least; a withheld cell holds one person."""
    years = [row for row in view_of(dataset).years if first <= row.year <= last]
    return sum(row.inflow_least for row in years), sum(row.outflow_least for row in years)


def institute_out(dataset: Dataset, institutes: Sequence[str], first: int, last: int) -> int:
    """How many left the institutes for other countries at least."""
    rows = leavers(view_of(dataset), first, last)
    counts = [row.persons for row in rows if row.institute in institutes]
    return sum(1 if count is None else count for count in counts)
