"""The command line: ``python -m innocore_metrics``.

Exit 0 done, 1 the input is wrong, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from innocore_metrics import stories
from innocore_metrics.cli import bundle, export, ledger, mobility, simulate, versions
from innocore_metrics.dataset import check, load_dataset
from innocore_metrics.desk import reading
from innocore_metrics.errors import InnocoreError
from innocore_metrics.indicators import all_figures, as_records
from innocore_metrics.selection import DEFAULT_RATE_DATE
from innocore_metrics.settings import DATA_DIR, SETTINGS
from innocore_metrics.storage.ledger import without_password
from innocore_metrics.text import LANGUAGES, Words, render


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    words = Words(options.lang)
    try:
        return int(options.run(options, words))
    except InnocoreError as error:
        for problem in error.problems:
            print(render(problem, words), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of a pipe, such as head, had enough.
        sys.stderr.close()
        return 0
    finally:
        reading.close()


class _Parser(argparse.ArgumentParser):
    """Takes options by their whole names only: ``--base`` is no ``--base-url``."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values | {"allow_abbrev": False})


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m innocore_metrics",
        description="Sourced figures on postdocs and researchers.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="validate the data package; list every problem")
    checking.set_defaults(run=_check)
    figures = commands.add_parser("figures", help="print every figure with its definition")
    figures.add_argument("--format", choices=("json", "csv"), default="json")
    figures.add_argument("--rate-date", default=DEFAULT_RATE_DATE, type=_day, metavar="YYYY-MM-DD")
    figures.set_defaults(run=_figures)
    settings = commands.add_parser("settings", help="print every setting and its value")
    settings.set_defaults(run=_settings)
    folder = Path(DATA_DIR.of(os.environ))
    parts = (export, ledger, mobility, versions, bundle)
    own = [command for part in parts for command in part.add_commands(commands)]
    own.append(simulate.add_command(commands))
    for command in (checking, figures, settings, *own):
        command.add_argument("--data", type=Path, default=folder, metavar="DIR")
        command.add_argument("--lang", choices=LANGUAGES, default="en")
    return parser


def _settings(_options: argparse.Namespace, words: Words) -> int:
    for setting in SETTINGS:
        value = setting.of(os.environ)
        if setting.secret:
            value = without_password(value)
        print(f"{setting.name}={value}\n    {words(setting.word)}")
    return 0


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _check(options: argparse.Namespace, words: Words) -> int:
    problems = check(options.data)
    # The stories' filters are checked against the data, where it can be read.
    vocabulary = None if problems else load_dataset(options.data).vocabulary
    problems += stories.check(options.data, vocabulary)
    if not problems:
        dataset = load_dataset(options.data)
        tables = sum(1 for path in options.data.glob("*.csv"))
        sound = words("cli.sound", folder=options.data, version=dataset.version, tables=tables)
        print(sound)
        return 0
    for problem in problems:
        print(render(problem, words), file=sys.stderr)
    print(words("cli.problems", folder=options.data, count=len(problems)), file=sys.stderr)
    return 1


def _figures(options: argparse.Namespace, words: Words) -> int:
    dataset = load_dataset(options.data)
    records = as_records(all_figures(dataset, options.rate_date), dataset, words)
    _write(records, options.format, sys.stdout)
    return 0


def _write(records: list[dict[str, Any]], form: str, out: TextIO) -> None:
    if form == "json":
        json.dump(records, out, ensure_ascii=False, indent=1)
        out.write("\n")
        return
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**record, "sources": " ".join(record["sources"])} for record in records)
