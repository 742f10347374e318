"""The desk and the public view of the ledger that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from innocore_metrics.dataset import Dataset
from innocore_metrics.desk import releases
from innocore_metrics.desk.service import Desk
from innocore_metrics.intake.reading import Limits
from innocore_metrics.model import LedgerView
from innocore_metrics.settings import (
    DATABASE_URL,
    RELEASE_DAYS,
    UPLOAD_MB,
    UPLOAD_MEMORY_MB,
    UPLOAD_SECONDS,
)
from innocore_metrics.storage.ledger import Database, LedgerStore


@lru_cache(maxsize=8)
def store(url: str) -> LedgerStore:
    """The ledger at a database URL; one pool of connections for each."""
    return LedgerStore(Database(url))


def desk(environment: Mapping[str, str], dataset: Dataset) -> Desk:
    """The desk over the ledger and with the limits that the settings name."""
    limits = Limits(
        file_bytes=int(UPLOAD_MB.of(environment)) * 2**20,
        seconds=int(UPLOAD_SECONDS.of(environment)),
        memory_bytes=int(UPLOAD_MEMORY_MB.of(environment)) * 2**20,
    )
    days = int(RELEASE_DAYS.of(environment))
    return Desk(store(DATABASE_URL.of(environment)), dataset, limits, days)


def public_view(store: LedgerStore, number: int) -> LedgerView | None:
    """The release with this number as viewers see it; None where there is none."""
    found = [stored for stored in store.releases() if stored.number == number]
    return releases.read(found[0]) if found else None
