"""Lines about reading: one an hour of each kind, and none that a reader has to wait for."""

from __future__ import annotations

import threading

from innocore_metrics.errors import LedgerError
from innocore_metrics.storage.ledger import audit
from innocore_metrics.storage.ledger.database import Database
from innocore_metrics.storage.ledger.records import Attempt

_Key = tuple[str, ...]


class Readings:
    """What this process has recorded, or has still to record, of the present hour."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._hour = ""
        self._done: set[_Key] = set()
        self._owed: dict[_Key, Attempt] = {}
        self._upgraded = False

    def record(self, attempt: Attempt) -> None:
        """Add a line, unless there is the same one of the same hour.

        Where another writer holds the database, the line waits for the next call; where it may
        only be read, there is no line.

        Raises:
            LedgerError: the database cannot take the line for another reason.
        """
        key = (attempt.at[:13], *_words(attempt))
        with self._lock:
            if key[0] != self._hour:
                self._hour, self._done = key[0], set()
            if key in self._done:
                return
            self._owed[key] = attempt
            self._write()
            self._done.add(key)

    def _write(self) -> None:
        try:
            self._append()
        except LedgerError as error:
            code = error.problems[0].code
            if code == "ledger_busy":
                return
            self._owed.clear()
            if code != "ledger_read_only":
                raise
        self._owed.clear()

    def _append(self) -> None:
        if not self._upgraded:
            self._database.upgrade(patient=False)
            self._upgraded = True
        with self._database.writing(locked=False, patient=False) as connection:
            audit.lock(connection)
            new = [a for a in self._owed.values() if not audit.is_there(connection, a)]
            audit.append(connection, new)


def _words(attempt: Attempt) -> _Key:
    return (attempt.actor, attempt.role, attempt.action, attempt.outcome, attempt.detail)
