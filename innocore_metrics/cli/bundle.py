"""``bundle``: the dashboard as one zip for machines without network.

The bundle is made of the pages, which stand above the library: their module is looked up when
the command runs, so that the library does not depend on them.
"""

from __future__ import annotations

import argparse
import importlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from innocore_metrics.cli.progress import Bar
from innocore_metrics.dataset import with_ledger
from innocore_metrics.dataset.versions import load_edition
from innocore_metrics.desk import reading
from innocore_metrics.errors import ExportError, Problem
from innocore_metrics.settings import DATABASE_URL
from innocore_metrics.text import LANGUAGES, Words

BUILDER = "web.bundle"


def add_commands(commands: Any) -> list[argparse.ArgumentParser]:
    """Add ``bundle``; it is returned for the options that all commands share."""
    parser = commands.add_parser("bundle", help="write the dashboard as one zip to open offline")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=_bundle)
    return [parser]


def _bundle(options: argparse.Namespace, words: Words) -> int:
    try:
        builder = importlib.import_module(BUILDER)
    except ModuleNotFoundError as error:
        raise ExportError([Problem(code="bundle_no_pages", given=str(error.name))]) from error
    edition = load_edition(options.data)
    ledger = reading.store(DATABASE_URL.of(os.environ))
    number = ledger.latest_release()
    dataset = edition.dataset
    if number:
        dataset = with_ledger(dataset, reading.public_view(ledger, number))
    choices = builder.Choices()
    bar = Bar(builder.count(dataset, choices) * len(LANGUAGES))
    today = datetime.now(UTC).astimezone().date().isoformat()
    content = builder.build(edition, dataset, today, choices, bar)
    try:
        options.out.write_bytes(content)
    except OSError as error:
        given = error.strerror or str(error)
        raise ExportError([Problem(str(options.out), code="bundle_write", given=given)]) from error
    megabytes = f"{len(content) / 1e6:.1f}"
    print(words("bundle.written", path=options.out, size=megabytes, version=dataset.version))
    return 0
