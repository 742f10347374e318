"""What readers need of the ledger: one store for each database, and the releases in it."""

from __future__ import annotations

from functools import lru_cache

from innocore_metrics.desk import releases
from innocore_metrics.model import LedgerView
from innocore_metrics.storage.ledger import Database, LedgerStore


@lru_cache(maxsize=8)
def store(url: str) -> LedgerStore:
    """The ledger at a database URL; one pool of connections for each."""
    return LedgerStore(Database(url))


def public_view(store: LedgerStore, number: int) -> LedgerView | None:
    """The release with this number as viewers see it; None where there is none."""
    found = [stored for stored in store.releases() if stored.number == number]
    return releases.read(found[0]) if found else None
