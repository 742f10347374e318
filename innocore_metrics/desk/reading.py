"""What readers need of the ledger: one store for each database, and the releases in it."""

from __future__ import annotations

import threading

from innocore_metrics.desk import releases
from innocore_metrics.model import LedgerView
from innocore_metrics.storage.ledger import Database, LedgerStore

_stores: dict[str, LedgerStore] = {}
_lock = threading.Lock()


def store(url: str) -> LedgerStore:
    """The ledger at a database URL; one pool of connections for each, until ``close``."""
    with _lock:
        if url not in _stores:
            _stores[url] = LedgerStore(Database(url))
        return _stores[url]


def close() -> None:
    """Give the connections of all ledgers back; the next ``store`` opens anew."""
    with _lock:
        opened = list(_stores.values())
        _stores.clear()
    for each in opened:
        each.database.close()


def public_view(store: LedgerStore, number: int) -> LedgerView | None:
    """The release with this number as viewers see it; None where there is none."""
    found = [stored for stored in store.releases() if stored.number == number]
    return releases.read(found[0]) if found else None
