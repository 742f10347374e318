"""How every attempt ends, for the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from innocore_metrics.desk.roles import Actor, authorise
from innocore_metrics.errors import InnocoreError, LedgerError, RefusedError
from innocore_metrics.storage.ledger import Attempt, LedgerStore, Writer

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one attempt, before it is known how that ends."""

    store: LedgerStore
    actor: Actor
    action: str
    at: Callable[[], str]

    def done(self, writer: Writer | None, what: str) -> None:
        """It succeeded; with ``writer`` the line stands or falls with what that writes."""
        attempt = self._ended("done", what)
        writer.record(attempt) if writer else self.store.record(attempt)

    def seen(self, what: str) -> None:
        """It was read: one line an hour of each actor, action and state (``what``)."""
        self.store.record_reading(self._ended("done", what))

    def broken(self, outcome: str, what: str) -> None:
        """It was refused or failed."""
        self.store.record(self._ended(outcome, what))

    def _ended(self, outcome: str, what: str) -> Attempt:
        who = self.actor
        return Attempt(self.at(), who.name, who.role, self.action, outcome, what[:_LONGEST])


@contextmanager
def attempt(line: Line, detail: str) -> Iterator[Line]:
    """Asks for the role and records every end but success, which is recorded with the change.

    Raises:
        RefusedError: the role is too low.
        LedgerError: a failure that could not be recorded either, with the problems of both.
    """
    try:
        authorise(line.actor, line.action)
        yield line
    except InnocoreError as error:
        outcome = "refused" if isinstance(error, RefusedError) else "failed"
        codes = ", ".join(dict.fromkeys(problem.code for problem in error.problems))
        try:
            line.broken(outcome, f"{detail} {codes}".strip())
        except LedgerError as second:
            both = dict.fromkeys((*error.problems, *second.problems))
            raise LedgerError(both) from error
        raise
    except BaseException as error:
        # An interruption too: what it broke off has been tried. Its message may hold anything,
        # so the log gets the name alone.
        try:
            line.broken("failed", f"{detail} {type(error).__name__}".strip())
        except LedgerError as second:
            error.add_note(f"not in the audit log: {second}")
        raise
