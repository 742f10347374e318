"""The monthly series of a release: months put together until nobody stands out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import Any

from innocore_metrics.desk.disclosure.families import SMALL, started_total
from innocore_metrics.model import LedgerCount


def months(
    exact: Sequence[LedgerCount],
    total: LedgerCount,
    earlier: Sequence[Mapping[Any, LedgerCount]],
    day: str,
) -> list[LedgerCount]:
    """Cumulative points of which no two known values are 1 to 4 apart.

    Points that were published stay as they were published. A month is added that is over on
    ``day`` (ISO 8601) and whose value is at least 5 away from, or equal to, every value that
    readers know: all points and totals of all releases, zero, and the total of this one. Months
    before the last point that is known are not added later.
    """
    published: dict[str, LedgerCount] = {}
    known = {0, total.count or 0}
    for rows in earlier:
        known.add(started_total(rows).count or 0)
        for row in rows.values():
            if row.dimension == "month":
                published[row.category] = row
                known.add(row.count or 0)
    newest = max(published, default="")
    points = dict(published)
    for row in sorted(exact, key=lambda row: row.category):
        count = row.count or 0
        is_new = row.category > newest and _last_day(row.category) <= day
        if is_new and all(not 1 <= abs(count - k) <= SMALL for k in known):
            points[row.category] = row
            known.add(count)
    return [points[month] for month in sorted(points)]


def _last_day(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return f"{month}-{monthrange(year, number)[1]:02d}"
