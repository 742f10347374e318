"""``mobility published``: tables that others have counted, checked and with rates.

Rows go to standard output; what became of the rows of the file to standard error.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from innocore_metrics.cli.unknown_countries import listed
from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.readers import Kept, read_ncses, read_smd
from innocore_metrics.mobility.readers.published import published_rows
from innocore_metrics.text import Words

Rows = list[dict[str, Any]]
_HELP = "a file of the Scholarly Migration Database or of NCSES, checked and with rates"


def add_command(commands: Any) -> argparse.ArgumentParser:
    """Add the command and return it."""
    command: argparse.ArgumentParser = commands.add_parser("published", help=_HELP)
    command.set_defaults(run=_run)
    command.add_argument("input", type=Path, help="CSV or Parquet")
    command.add_argument("--source", choices=("smd", "ncses"), default="smd")
    command.add_argument("--database", choices=("scopus", "openalex"), default="scopus")
    command.add_argument("--gender", default="all", help="rows of a 2026 file: f, m, u or all")
    command.add_argument("--field", default="all", help="rows of a 2026 file: a field or all")
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    return command


def _run(options: argparse.Namespace, words: Words) -> int:
    rows, kept = _ncses(options) if options.source == "ncses" else _smd(options)
    if rows and options.format == "json":
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    counts = {"rows": f"{kept.rows:,}", "taken": f"{kept.taken:,}"}
    print(words("published_cli.report", source=options.input.name, **counts), file=sys.stderr)
    for counter in (kept.rejected, kept.set_aside, kept.noted):
        for reason, count in counter.items():
            named = words(f"published_cli.{reason}")
            print(f"  {count:,} {named}", file=sys.stderr)
    if kept.unknown_countries:
        names = dict(kept.unknown_countries.most_common())
        print(f"  {listed(names, words)}", file=sys.stderr)
    if not rows:
        given = f"{kept.rows:,}"
        raise MobilityError([Problem(str(options.input), code="mobility_no_rows", given=given)])
    return 0


def _smd(options: argparse.Namespace) -> tuple[Rows, Kept]:
    found = read_smd(options.input, options.database, gender=options.gender, field=options.field)
    return published_rows(found), found.kept


def _ncses(options: argparse.Namespace) -> tuple[Rows, Kept]:
    values, kept = read_ncses(options.input)
    names = list(dict.fromkeys(name for value in values for name in value.about))
    rows = []
    for value in values:
        row = {name: value.about.get(name, "") for name in names}
        rows.append({"table": value.table, "period": value.period, **row, **_cell(value)})
    return rows, kept


def _cell(value: Any) -> dict[str, Any]:
    return {"measure": value.measure, "value": value.value, "unit": value.unit}
