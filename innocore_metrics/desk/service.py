"""What one can do with the ledger. The check of roles and the audit log stand here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from innocore_metrics.dataset import Dataset
from innocore_metrics.desk import merging, releases, states
from innocore_metrics.desk.disclosure import protect
from innocore_metrics.desk.roles import Actor, authorise
from innocore_metrics.desk.tallies import exact_counts, group_keys
from innocore_metrics.errors import InnocoreError, IntakeError, LedgerError, Problem, RefusedError
from innocore_metrics.intake import persons
from innocore_metrics.intake.checks import Checked, check_cells
from innocore_metrics.intake.columns import HEADER_WORDS
from innocore_metrics.intake.findings import Findings, about_file
from innocore_metrics.intake.reading import Limits, Sheet, read_upload
from innocore_metrics.intake.rules import duplicates, quotas, stage_order
from innocore_metrics.model import LedgerCount, LedgerView
from innocore_metrics.storage.ledger import (
    Attempt,
    Draft,
    LedgerStore,
    Revision,
    StoredRelease,
    Writer,
)

Progress = Callable[[int], None]


def _now() -> datetime:
    return datetime.now(UTC)


def _silent(_rows: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Upload:
    """A file on its way into the ledger, after the check of its cells."""

    sheet: Sheet
    checked: Checked
    sha256: str


@dataclass(frozen=True)
class Preview:
    """What an import would do: all findings, and the exact counts before and after.

    ``after`` is None where the file has errors.
    """

    upload: Upload
    findings: Findings
    before: LedgerView
    after: LedgerView | None


@dataclass(frozen=True)
class Desk:
    """The ledger in ``store`` against the facts in ``dataset``.

    Methods raise RefusedError where the actor's role is too low, and LedgerError where the
    ledger cannot do it; the ledger is then as it was. ``clock`` gives the time in UTC.
    """

    store: LedgerStore
    dataset: Dataset
    limits: Limits = field(default_factory=Limits)
    release_days: int = 28
    clock: Callable[[], datetime] = _now

    def read(self, actor: Actor, path: Path, name: str) -> Upload:
        """Read a file apart from this process, and check its name and cells."""
        with self._attempt(actor, "preview", persons.recordable(name)):
            persons.refuse(name, "ledger_personal_file", IntakeError)
            sheet = read_upload(path, name, HEADER_WORDS, self.limits)
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Upload(sheet, check_cells(sheet, self.dataset, self.clock().date()), sha256)

    def preview(self, actor: Actor, upload: Upload, replaces: int | None = None) -> Preview:
        """Everything that is wrong with a file, and what committing it would change."""
        self._allow(actor, "preview")
        revisions = self.store.revisions()
        kept = self._kept(revisions, replaces)
        findings = self._findings(upload, revisions, kept)
        before = self._view(states.active(revisions))
        if findings.errors:
            return Preview(upload, findings, before, None)
        after = merging.joined(self.store.tally(kept), merging.tally(upload.checked.rows))
        return Preview(upload, findings, before, self._view_of(after, 0))

    def commit(
        self,
        actor: Actor,
        upload: Upload,
        reason: str,
        *,
        confirmed: bool = False,
        replaces: int | None = None,
        progress: Progress = _silent,
    ) -> Revision:
        """Import a file whole or not at all; ``confirmed``: although there are warnings.

        All rules are checked again inside the transaction, against what then is there.
        """
        file = upload.checked.file
        with self._attempt(actor, "import", persons.recordable(file)) as record:
            persons.refuse(file, "ledger_personal_file", IntakeError)
            draft = self._draft("import", actor, reason)
            draft = replace(draft, file_name=file, file_sha256=upload.sha256, target=replaces)
            with self.store.writing() as writer:
                kept = self._kept(writer.revisions, replaces)
                findings = self._findings(upload, writer.revisions, kept)
                merging.refuse(findings, confirmed)
                revision = writer.add_rows(draft, upload.checked.rows, progress)
                record(writer, f"{file} -> {revision.number}")
        return revision

    def rollback(self, actor: Actor, to: int, reason: str) -> Revision:
        """Bring the state after revision ``to`` back (0: the empty ledger), as a new revision."""
        with self._attempt(actor, "rollback", str(to)) as record:
            draft = replace(self._draft("rollback", actor, reason), target=to)
            with self.store.writing() as writer:
                states.active(writer.revisions, to)
                revision = writer.add_rows(draft, merging.no_rows())
                record(writer, f"{to} -> {revision.number}")
        return revision

    def release(self, actor: Actor, reason: str) -> Revision:
        """Publish the present state for viewers, protected against earlier releases too."""
        with self._attempt(actor, "release", "") as record:
            draft = self._draft("release", actor, reason)
            with self.store.writing() as writer:
                stored = self.store.releases()
                releases.check_distance(stored, self.clock().date(), self.release_days)
                state = writer.revisions[-1].number if writer.revisions else 0
                day, counts = self._protected(writer.revisions, stored)
                revision = writer.add_release(draft, state, day, releases.written(counts))
                record(writer, f"{state} -> {revision.number}")
        return revision

    def releasable(self, actor: Actor) -> LedgerView:
        """What viewers would see if the present state were published today."""
        self._allow(actor, "release")
        revisions = self.store.revisions()
        day, counts = self._protected(revisions, self.store.releases())
        return LedgerView(day, revisions[-1].number if revisions else 0, False, counts)

    def active(self, actor: Actor) -> tuple[Revision, ...]:
        """The imports that make up the present state, oldest first."""
        self._allow(actor, "history")
        revisions = self.store.revisions()
        current = states.active(revisions)
        return tuple(revision for revision in revisions if revision.number in current)

    def exact(self, actor: Actor, revision: int | None = None) -> LedgerView:
        """The exact counts of a state, for editors."""
        self._allow(actor, "read-exact")
        revisions = self.store.revisions()
        return self._view(states.active(revisions, revision), revision)

    def history(self, actor: Actor) -> tuple[Revision, ...]:
        """All revisions, oldest first."""
        self._allow(actor, "history")
        return self.store.revisions()

    def diff(self, actor: Actor, before: int, after: int) -> pd.DataFrame:
        """Cells by month, stage, group, host, source and country that differ between states."""
        self._allow(actor, "diff")
        revisions = self.store.revisions()
        tallies = [self.store.tally(states.active(revisions, n)) for n in (before, after)]
        return states.difference(*tallies)

    def rows(self, actor: Actor, revision: int | None = None) -> pa.Table:
        """The rows of a state with the revision that each came with."""
        with self._attempt(actor, "export", str(revision or "")) as record:
            table = self.store.entries(states.active(self.store.revisions(), revision))
            record(None, f"{revision or ''}: {table.num_rows}")
        return table

    def verify(self, actor: Actor, expected_head: str = "") -> tuple[Problem, ...]:
        """Everything in the database that does not fit the hashes."""
        self._allow(actor, "verify")
        return self.store.verify(expected_head)

    def audit(self, actor: Actor) -> tuple[Attempt, ...]:
        """The audit log, newest first."""
        self._allow(actor, "audit")
        return self.store.attempts()

    def _kept(self, revisions: tuple[Revision, ...], replaces: int | None) -> tuple[int, ...]:
        current = states.active(revisions)
        if replaces is not None and replaces not in current:
            allowed = ", ".join(map(str, current)) or "-"
            given = str(replaces)
            raise LedgerError([Problem(code="ledger_replaces", given=given, allowed=allowed)])
        return tuple(number for number in current if number != replaces)

    def _findings(
        self, upload: Upload, revisions: tuple[Revision, ...], kept: tuple[int, ...]
    ) -> Findings:
        """The rules between the file and the ledger; the cells were checked before."""
        found = upload.checked.findings
        if found.errors:
            return found
        same = [r for r in revisions if r.number in kept and r.file_sha256 == upload.sha256]
        if same:
            twice = about_file("ledger_same_file", str(same[0].number))
            return replace(found, errors=(twice,))
        rows = upload.checked.rows
        dates = rows.column("date").unique().cast(pa.string()).to_pylist()
        earlier = self.store.entries(kept, min(dates, default=""), max(dates, default=""))
        errors = duplicates(rows, earlier)
        daily = merging.daily(self.store.daily(kept), rows)
        errors += stage_order(rows, daily)
        return replace(found, errors=tuple(errors), warnings=tuple(quotas(self.dataset, daily)))

    def _view(self, active: tuple[int, ...], revision: int | None = None) -> LedgerView:
        newest = self.store.head()[0] if revision is None else revision
        return self._view_of(self.store.tally(active), newest)

    def _view_of(self, tally: pa.Table, revision: int) -> LedgerView:
        day = self.clock().date().isoformat()
        return LedgerView(day, revision, True, exact_counts(tally, self.dataset, day))

    def _protected(
        self, revisions: tuple[Revision, ...], stored: Sequence[StoredRelease]
    ) -> tuple[str, tuple[LedgerCount, ...]]:
        """Today, and the counts that a release made today may show."""
        day = self.clock().date().isoformat()
        view = self._view(states.active(revisions))
        earlier = [releases.read(one) for one in stored]
        return day, protect(view.counts, earlier, group_keys(self.dataset), day)

    def _draft(self, kind: str, actor: Actor, reason: str) -> Draft:
        if not reason.strip():
            raise LedgerError([Problem(code="ledger_reason")])
        persons.refuse(reason, "ledger_personal_reason", LedgerError)
        return Draft(kind, self._at(), actor.name, reason.strip()[:500])

    def _allow(self, actor: Actor, action: str) -> None:
        """Pass, or record and refuse; reading by those who may is not recorded."""
        with self._attempt(actor, action, ""):
            pass

    def _at(self) -> str:
        return self.clock().isoformat(timespec="seconds")

    @contextmanager
    def _attempt(
        self, actor: Actor, action: str, detail: str
    ) -> Iterator[Callable[[Writer | None, str], None]]:
        """Asks for the role and records how it ends; success is recorded with the change itself."""

        def line(outcome: str, what: str) -> Attempt:
            return Attempt(self._at(), actor.name, actor.role, action, outcome, what[:500])

        def done(writer: Writer | None, what: str) -> None:
            attempt = line("done", what)
            writer.record(attempt) if writer else self.store.record(attempt)

        try:
            authorise(actor, action)
            yield done
        except InnocoreError as error:
            outcome = "refused" if isinstance(error, RefusedError) else "failed"
            codes = ", ".join(dict.fromkeys(problem.code for problem in error.problems))
            try:
                self.store.record(line(outcome, f"{detail} {codes}".strip()))
            except LedgerError as second:
                raise LedgerError([*error.problems, *second.problems]) from error
            raise
