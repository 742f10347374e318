"""``ledger``: import, history, diff, rollback, release, export, verify, template, audit.

Whoever can reach the database from a terminal is its administrator; ``--who`` names them for
the record.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from innocore_metrics.cli.progress import Bar
from innocore_metrics.dataset import load_dataset
from innocore_metrics.desk import opening
from innocore_metrics.desk.roles import Actor
from innocore_metrics.desk.service import Desk, Upload
from innocore_metrics.errors import IntakeError, Problem
from innocore_metrics.intake import remarks, tables, template
from innocore_metrics.text import Words, render

Command = Callable[[argparse.Namespace, Words], int]
_MOST_SHOWN = 20


def add_commands(commands: Any) -> list[argparse.ArgumentParser]:
    """Add ``ledger`` with its own commands; they are returned for the options all share."""
    parser = commands.add_parser("ledger", help="keep the recruitment ledger")
    own = parser.add_subparsers(required=True, metavar="ACTION")
    made = [
        _command(own, "import", _import, "check a file and commit it", "file", "reason?"),
        _command(own, "history", _history, "list all revisions"),
        _command(own, "diff", _diff, "cells that differ between two states", "before", "after"),
        _command(own, "rollback", _rollback, "bring a state back", "to", "reason"),
        _command(own, "release", _release, "publish the present state", "reason"),
        _command(own, "export", _export, "write the rows of a state", "revision?", "out"),
        _command(own, "verify", _verify, "check all hashes", "head?", "audit-head?"),
        _command(own, "template", _template, "write a workbook to fill in", "out"),
        _command(own, "audit", _audit, "who tried what"),
    ]
    importing = made[0]
    importing.add_argument("--check", action="store_true", help="only check, commit nothing")
    importing.add_argument("--confirm", action="store_true", help="commit in spite of warnings")
    importing.add_argument("--replaces", type=int, metavar="N", help="revision it corrects")
    importing.add_argument("--remarks", type=Path, help="write the file with remarks here")
    return made


def _command(own: Any, name: str, run: Command, help_: str, *takes: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = own.add_parser(name, help=help_)
    parser.set_defaults(run=run)
    for what in takes:
        if what == "file":
            parser.add_argument("file", type=Path)
        elif what in ("before", "after", "to"):
            parser.add_argument(what, type=int)
        elif what == "revision?":
            parser.add_argument("--revision", type=int, help="state to write; the newest if none")
        elif what == "out":
            parser.add_argument("--out", type=Path, required=True)
        else:
            name_, needed = what.rstrip("?"), not what.endswith("?")
            parser.add_argument(f"--{name_}", default="", required=needed)
    parser.add_argument("--who", default=None, help="name for the record")
    parser.add_argument("--database", default=None, metavar="URL")
    return parser


def _desk(options: argparse.Namespace) -> tuple[Desk, Actor]:
    environment = dict(os.environ)
    if options.database:
        environment["INNOCORE_DATABASE_URL"] = options.database
    desk = opening.desk(environment, load_dataset(options.data))
    return desk, Actor(options.who or getpass.getuser(), "admin")


def _import(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    upload = desk.read(actor, options.file, options.file.name)
    preview = desk.preview(actor, upload, options.replaces)
    findings = preview.findings
    if options.remarks and (findings.errors or findings.warnings):
        options.remarks.write_bytes(remarks.with_remarks(upload.sheet, findings, words))
        print(words("ledger_cli.remarks", path=options.remarks), file=sys.stderr)
    for problem in findings.cautions(_MOST_SHOWN):
        print(render(problem, words), file=sys.stderr)
    if findings.errors:
        return _refused(upload, findings, words)
    rows = upload.checked.rows.num_rows
    if options.check:
        print(words("ledger_cli.sound", file=upload.checked.file, rows=f"{rows:,}"))
        return 0
    revision = desk.commit(
        actor,
        upload,
        options.reason,
        confirmed=options.confirm,
        replaces=options.replaces,
        progress=Bar(rows),
    )
    _print_committed(revision, words)
    return 0


def _refused(upload: Upload, findings: Any, words: Words) -> int:
    for problem in findings.problems(_MOST_SHOWN):
        print(render(problem, words), file=sys.stderr)
    count = len(findings)
    if count > _MOST_SHOWN:
        print(words("ledger_cli.more", count=f"{count - _MOST_SHOWN:,}"), file=sys.stderr)
    file = upload.checked.file
    print(words("ledger_cli.errors", file=file, count=f"{count:,}"), file=sys.stderr)
    return 1


def _print_committed(revision: Any, words: Words) -> None:
    values = {"number": revision.number, "rows": f"{revision.rows_count:,}"}
    print(words("ledger_cli.committed", **values, hash=revision.sha256))


def _history(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    revisions = desk.history(actor)
    for r in revisions:
        target = "" if r.target is None else f" -> {r.target}"
        what = f"{r.kind}{target} {r.rows_count:,} {r.file_name}".strip()
        print(f"{r.number:>5}  {r.at}  {r.actor}  {what}  {r.reason}  {r.sha256[:12]}")
    if not revisions:
        print(words("ledger_cli.empty"))
    return 0


def _diff(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    frame = desk.diff(actor, options.before, options.after)
    if frame.empty:
        print(words("ledger_cli.no_difference"))
    else:
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    return 0


def _rollback(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    _print_committed(desk.rollback(actor, options.to, options.reason), words)
    return 0


def _release(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    _print_committed(desk.release(actor, options.reason), words)
    return 0


def _export(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    rows = desk.rows(actor, options.revision)
    options.out.write_bytes(tables.as_csv(rows))
    print(words("ledger_cli.exported", rows=f"{rows.num_rows:,}", path=options.out))
    return 0


def _verify(options: argparse.Namespace, words: Words) -> int:
    desk, actor = _desk(options)
    problems = desk.verify(actor, options.head, options.audit_head)
    for problem in problems:
        print(render(problem, words), file=sys.stderr)
    if problems:
        return 1
    (number, sha256), (lines, audit_sha256) = desk.heads(actor)
    print(words("ledger_cli.whole", count=number, hash=sha256 or "-"))
    print(words("ledger_cli.audit_whole", count=lines, hash=audit_sha256 or "-"))
    return 0


def _template(options: argparse.Namespace, words: Words) -> int:
    try:
        options.out.write_bytes(template.workbook(load_dataset(options.data), words))
    except OSError as error:
        given = error.strerror or str(error)
        raise IntakeError([Problem(str(options.out), code="unreadable", given=given)]) from error
    return 0


def _audit(options: argparse.Namespace, _words: Words) -> int:
    desk, actor = _desk(options)
    for line in desk.audit(actor):
        print(
            f"{line.at}  {line.actor} ({line.role})  {line.action}  {line.outcome}  {line.detail}"
        )
    return 0
