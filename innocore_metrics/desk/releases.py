"""Releases: what viewers see of the ledger, kept as it was published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, timedelta

from innocore_metrics.errors import LedgerError, Problem
from innocore_metrics.model import LedgerCount, LedgerView
from innocore_metrics.storage.ledger import StoredRelease


def written(counts: Sequence[LedgerCount]) -> str:
    """Counts as the text that is stored and hashed."""
    rows = [list(astuple(count)) for count in counts]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read(stored: StoredRelease) -> LedgerView:
    """A stored release as readers see it.

    Raises:
        LedgerError: its contents are not those of a release.
    """
    try:
        counts = tuple(LedgerCount(*row) for row in json.loads(stored.content))
    except (ValueError, TypeError) as error:
        problem = Problem(code="ledger_release_unreadable", given=str(stored.number))
        raise LedgerError([problem]) from error
    return LedgerView(stored.as_of, stored.number, False, counts)


def check_distance(stored: Sequence[StoredRelease], today: date, days: int) -> None:
    """Refuse a release sooner than ``days`` after the last one: differences tell on people.

    Raises:
        LedgerError: it is too soon; the first day allowed is named.
    """
    if not stored:
        return
    earliest = date.fromisoformat(stored[-1].as_of) + timedelta(days)
    if today < earliest:
        problem = Problem(
            code="ledger_release_soon",
            given=stored[-1].as_of,
            allowed=earliest.isoformat(),
            detail=str(days),
        )
        raise LedgerError([problem])
