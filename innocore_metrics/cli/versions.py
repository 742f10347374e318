"""``archive``: keep the present version of the data, list what is kept, show what changed."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from innocore_metrics.dataset import changes, versions
from innocore_metrics.settings import ARCHIVE_DIR
from innocore_metrics.storage.archive import kept
from innocore_metrics.text import Words


def add_commands(commands: Any) -> list[argparse.ArgumentParser]:
    """Add ``archive``; it is returned for the options that all commands share."""
    parser = commands.add_parser("archive", help="keep the present version of the data")
    parser.set_defaults(run=_archive)
    parser.add_argument("--archive", type=Path, default=Path(ARCHIVE_DIR.of(os.environ)))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="only list the versions kept")
    what.add_argument("--since", metavar="VERSION", help="changes since a version, as CSV")
    return [parser]


def _archive(options: argparse.Namespace, words: Words) -> int:
    if options.list:
        for one in kept(options.archive):
            print(f"{one.version}  {one.date}  {one.title}")
        return 0
    if options.since:
        before = versions.open_edition(options.archive, options.since)
        _write(changes.compare(before, versions.load_edition(options.data)))
        return 0
    today = datetime.now(UTC).astimezone().date().isoformat()
    version, new = versions.keep(options.data, options.archive, today)
    print(words("version.kept" if new else "version.kept_already", version=version))
    return 0


def _write(found: tuple[changes.Change, ...]) -> None:
    names = [field.name for field in fields(changes.Change)]
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(change) for change in found)
