"""``export``: an exhibit, a page or all of them as a file."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from innocore_metrics import exports
from innocore_metrics.dataset import Dataset, load_dataset, with_ledger
from innocore_metrics.desk import reading
from innocore_metrics.errors import ExportError, Problem, SelectionError
from innocore_metrics.selection import URL_NAMES, Selection, parse_query
from innocore_metrics.settings import BASE_URL, DATABASE_URL
from innocore_metrics.text import Words

# The choices of a page, named as in its address; a language and data have options of their own.
CHOICES = tuple(name for name in URL_NAMES if name not in ("lang", "version"))


def add_commands(commands: Any) -> list[argparse.ArgumentParser]:
    """Add ``export``; it is returned for the options that all commands share."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "export", help="write an exhibit, a page or all as a file"
    )
    parser.add_argument("what", metavar="EXHIBIT|PAGE|all", help="ids may be joined by commas")
    parser.add_argument("--format", choices=[e.id for e in exports.EXPORTS], default=None)
    parser.add_argument("--out", type=Path, required=True, metavar="PATH")
    for name in CHOICES:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=f"choice_{name}", metavar="VALUE")
    parser.add_argument("--date", type=date.fromisoformat, help="day of the export; today if none")
    parser.add_argument("--base-url", default=BASE_URL.of(os.environ), metavar="URL")
    parser.set_defaults(run=_export)
    return [parser]


def _export(options: argparse.Namespace, words: Words) -> int:
    dataset = _dataset(options.data)
    selection = _selection(options, dataset)
    export = exports.find(options.format or options.out.suffix.removeprefix("."))
    day = options.date or datetime.now(UTC).astimezone().date()
    document = exports.build(dataset, selection, options.what, day.isoformat(), options.base_url)
    file = exports.file(document, export)
    try:
        options.out.write_bytes(file.content)
    except OSError as error:
        given = error.strerror or str(error)
        raise ExportError([Problem(str(options.out), code="bundle_write", given=given)]) from error
    values = {"path": options.out, "count": len(document.exhibits), "version": dataset.version}
    print(words("export_cli.written", **values))
    return 0


def _dataset(folder: Path) -> Dataset:
    """The facts with the newest release of the ledger, where there is one."""
    store = reading.store(DATABASE_URL.of(os.environ))
    number = store.latest_release()
    view = reading.public_view(store, number) if number else None
    return with_ledger(load_dataset(folder), view)


def _selection(options: argparse.Namespace, dataset: Dataset) -> Selection:
    """The choices given; all that are not understood are refused at once."""
    given = {name: getattr(options, f"choice_{name}") for name in CHOICES}
    query = {name: value for name, value in given.items() if value is not None}
    selection, problems = parse_query(query | {"lang": options.lang}, dataset.vocabulary)
    if problems:
        raise SelectionError(problems)
    return selection
