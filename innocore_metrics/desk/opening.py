"""The desk over the ledger that the settings name."""

from __future__ import annotations

from collections.abc import Mapping

from innocore_metrics.dataset import Dataset
from innocore_metrics.desk.reading import store
from innocore_metrics.desk.service import Desk
from innocore_metrics.intake.reading import Limits
from innocore_metrics.settings import (
    DATABASE_URL,
    RELEASE_DAYS,
    UPLOAD_MB,
    UPLOAD_MEMORY_MB,
    UPLOAD_SECONDS,
)


def desk(environment: Mapping[str, str], dataset: Dataset) -> Desk:
    """The desk over the ledger and with the limits that the settings name."""
    limits = Limits(
        file_bytes=int(UPLOAD_MB.of(environment)) * 2**20,
        seconds=int(UPLOAD_SECONDS.of(environment)),
        memory_bytes=int(UPLOAD_MEMORY_MB.of(environment)) * 2**20,
    )
    days = int(RELEASE_DAYS.of(environment))
    return Desk(store(DATABASE_URL.of(environment)), dataset, limits, days)
