"""The recruitment ledger in a relational database: append-only, hashed revision by revision."""

from innocore_metrics.storage.ledger.database import Database, without_password
from innocore_metrics.storage.ledger.records import (
    ENTRY_COLUMNS,
    Attempt,
    Draft,
    Revision,
    StoredRelease,
)
from innocore_metrics.storage.ledger.store import LedgerStore
from innocore_metrics.storage.ledger.writing import Writer

__all__ = [
    "ENTRY_COLUMNS",
    "Attempt",
    "Database",
    "Draft",
    "LedgerStore",
    "Revision",
    "StoredRelease",
    "Writer",
    "without_password",
]
