"""What one can do with the ledger. The check of roles and the audit log stand here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from innocore_metrics.dataset import Dataset
from innocore_metrics.desk import merging, releases, states
from innocore_metrics.desk.disclosure import protect
from innocore_metrics.desk.roles import Actor
from innocore_metrics.desk.tallies import exact_counts, group_keys
from innocore_metrics.desk.trail import Line, attempt
from innocore_metrics.errors import IntakeError, LedgerError, Problem
from innocore_metrics.intake import columns, persons
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
)
from innocore_metrics.text import Words

Progress = Callable[[int], None]


def _now() -> datetime:
    return datetime.now(UTC)


def _newest(revisions: Sequence[Revision]) -> int:
    return revisions[-1].number if revisions else 0


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
        file = persons.recordable(upload.checked.file)
        with self._attempt(actor, "preview", file) as line:
            revisions = self.store.revisions()
            kept = self._kept(revisions, replaces)
            findings = self._findings(upload, revisions, kept)
            before = self._view(states.active(revisions))
            after = None
            if not findings.errors:
                tally = merging.joined(self.store.tally(kept), merging.tally(upload.checked.rows))
                after = self._view_of(tally, 0)
            line.seen(f"{file} ({_newest(revisions)})")
        return Preview(upload, findings, before, after)

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
        with self._attempt(actor, "import", persons.recordable(file)) as line:
            persons.refuse(file, "ledger_personal_file", IntakeError)
            draft = self._draft("import", actor, reason)
            draft = replace(draft, file_name=file, file_sha256=upload.sha256, target=replaces)
            with self.store.writing() as writer:
                kept = self._kept(writer.revisions, replaces)
                findings = self._findings(upload, writer.revisions, kept)
                merging.refuse(findings, confirmed)
                revision = writer.add_rows(draft, upload.checked.rows, progress)
                line.done(writer, f"{file} -> {revision.number}")
        return revision

    def rollback(self, actor: Actor, to: int, reason: str) -> Revision:
        """Bring the state after revision ``to`` back (0: the empty ledger), as a new revision."""
        with self._attempt(actor, "rollback", str(to)) as line:
            draft = replace(self._draft("rollback", actor, reason), target=to)
            with self.store.writing() as writer:
                states.active(writer.revisions, to)
                revision = writer.add_rows(draft, merging.no_rows())
                line.done(writer, f"{to} -> {revision.number}")
        return revision

    def release(self, actor: Actor, reason: str) -> Revision:
        """Publish the present state for viewers, protected against earlier releases too."""
        with self._attempt(actor, "release", "") as line:
            draft = self._draft("release", actor, reason)
            with self.store.writing() as writer:
                stored = self.store.releases()
                releases.check_distance(stored, self.clock().date(), self.release_days)
                state = _newest(writer.revisions)
                day, counts = self._protected(writer.revisions, stored)
                revision = writer.add_release(draft, state, day, releases.written(counts))
                line.done(writer, f"{state} -> {revision.number}")
        return revision

    def releasable(self, actor: Actor) -> LedgerView:
        """What viewers would see if the present state were published today."""
        with self._attempt(actor, "release", ""):
            revisions = self.store.revisions()
        day, counts = self._protected(revisions, self.store.releases())
        return LedgerView(day, _newest(revisions), False, counts)

    def active(self, actor: Actor) -> tuple[Revision, ...]:
        """The imports that make up the present state, oldest first."""
        revisions = self.history(actor)
        current = states.active(revisions)
        return tuple(revision for revision in revisions if revision.number in current)

    def exact(self, actor: Actor, revision: int | None = None) -> LedgerView:
        """The exact counts of a state, for editors."""
        with self._attempt(actor, "read-exact", "") as line:
            revisions = self.store.revisions()
            view = self._view(states.active(revisions, revision), revision)
            line.seen(str(view.revision))
        return view

    def history(self, actor: Actor) -> tuple[Revision, ...]:
        """All revisions, oldest first."""
        with self._attempt(actor, "history", "") as line:
            revisions = self.store.revisions()
            line.seen(str(_newest(revisions)))
        return revisions

    def diff(self, actor: Actor, before: int, after: int) -> pd.DataFrame:
        """Cells by month, stage, group, host, source and country that differ between states."""
        with self._attempt(actor, "diff", f"{before} - {after}") as line:
            revisions = self.store.revisions()
            tallies = [self.store.tally(states.active(revisions, n)) for n in (before, after)]
            line.seen(f"{before} - {after}")
        return states.difference(*tallies)

    def rows(self, actor: Actor, revision: int | None = None) -> pa.Table:
        """The rows of a state with the revision that each came with."""
        with self._attempt(actor, "export", str(revision or "")) as line:
            table = self.store.entries(states.active(self.store.revisions(), revision))
            line.done(None, f"{revision or ''}: {table.num_rows}")
        return table

    def verify(
        self, actor: Actor, expected_head: str = "", expected_audit_head: str = ""
    ) -> tuple[Problem, ...]:
        """Everything in the database that does not fit the hashes."""
        with self._attempt(actor, "verify", "") as line:
            problems = self.store.verify(expected_head, expected_audit_head)
            line.seen(f"{self.store.head()[0]}: {len(problems)}")
        return problems

    def heads(self, actor: Actor) -> tuple[tuple[int, str], tuple[int, str]]:
        """Number and hash of the newest revision, and of the newest line of the audit log.

        ``(0, "")`` where there is none. These are to be noted elsewhere, for `verify`.
        """
        with self._attempt(actor, "verify", ""):
            return self.store.head(), self.store.audit_head()

    def audit(self, actor: Actor) -> tuple[Attempt, ...]:
        """The audit log, newest first."""
        with self._attempt(actor, "audit", "") as line:
            attempts = self.store.attempts()
            line.seen("")
        return attempts

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
        words = Words(columns.language(upload.sheet.header))
        names = {g.id: words.of(g, "name") for g in self.dataset.research_groups}
        errors += stage_order(rows, daily, names)
        warnings = (*found.warnings, *quotas(self.dataset, daily))
        return replace(found, errors=tuple(errors), warnings=warnings)

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
        # The head of the chain: known to nobody who does not know the exact counts anyway.
        secret = revisions[-1].sha256 if revisions else ""
        return day, protect(view.counts, earlier, group_keys(self.dataset), day, secret)

    def _draft(self, kind: str, actor: Actor, reason: str) -> Draft:
        if not reason.strip():
            raise LedgerError([Problem(code="ledger_reason")])
        persons.refuse(reason, "ledger_personal_reason", LedgerError)
        return Draft(kind, self._at(), actor.name, reason.strip()[:500])

    def _at(self) -> str:
        return self.clock().isoformat(timespec="seconds")

    def _attempt(self, actor: Actor, action: str, detail: str) -> AbstractContextManager[Line]:
        """Asks for the role and records how it ends; success is recorded with the change itself."""
        return attempt(Line(self.store, actor, action, self._at), detail)
