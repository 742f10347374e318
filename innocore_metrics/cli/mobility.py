"""``mobility``: flows, rates, stays and sensitivity from career records.

Rows go to standard output or ``--out``; the report of what was read and refused to standard
error, and with ``--out`` beside the rows, together with the rules.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

from innocore_metrics import __version__
from innocore_metrics.cli import published
from innocore_metrics.cli.progress import Bar
from innocore_metrics.cli.unknown_countries import listed
from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.geography import country_code
from innocore_metrics.mobility import cohort_measures, measures
from innocore_metrics.mobility.engine import ALL_TABLES, Engine, Progress, silent
from innocore_metrics.mobility.engines import ENGINES, open_engine
from innocore_metrics.mobility.folder import write_folder
from innocore_metrics.mobility.measures import Row
from innocore_metrics.mobility.records import Reader
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Dating, OpenEnd, Overlap, Rules, Tie
from innocore_metrics.mobility.sensitivity import sensitivity_rows, variants
from innocore_metrics.mobility.sources import AUTO, FORMATS, open_source
from innocore_metrics.mobility.withholding import keep_apart, report_record
from innocore_metrics.text import Words

_Make = Callable[[MobilityTables, str], list[Row]]
# What each command can show: tables the engine must make, and the rows made of them.
_SHOWN: dict[str, dict[str, tuple[tuple[str, ...], _Make]]] = {
    "flows": {
        "flows": (("population", "flows"), lambda t, _: measures.count_rows(t, "flows")),
        "groups": (
            ("population", "flow_groups"),
            lambda t, _: measures.count_rows(t, "flow_groups"),
        ),
        "institutes": (
            ("population", "institute_moves", "flows"),
            lambda t, _: measures.count_rows(t, "institute_moves"),
        ),
        "first-postdocs": (("population", "first_postdocs"), cohort_measures.first_postdoc_rows),
        "population": (("population",), lambda t, _: measures.count_rows(t, "population")),
    },
    "rates": {
        "countries": (("population", "flows"), lambda t, _: measures.country_rows(t)),
        "system": (("population", "flows"), lambda t, _: measures.system_rows(t)),
        "balance": (("population", "flows"), measures.balance_rows),
    },
    "stays": {
        "stays": (
            ("population", "stays", "flows", "first_postdocs"),
            lambda t, _: cohort_measures.stay_rows(t),
        ),
        "returns": (
            ("population", "returns", "flows"),
            lambda t, _: cohort_measures.return_rows(t),
        ),
    },
    "sensitivity": {},
}
_HELP = {
    "flows": "moves by origin, destination and year, and by role, field or institute",
    "rates": "in, out and net rates with intervals, intensity, effectiveness, balance",
    "stays": "k-year stay and return rates",
    "tables": "every table into a folder that the dashboard shows (INNOCORE_MOBILITY_DIR)",
    "sensitivity": "rates of a country as one rule after the other is changed",
}
# Of the rows of several rules: what they are about, and what is counted.
_TRIED = ("parameter", "value", "year", "country")
_COUNTED = ("scholars_count", "observed_count", "inflow_count", "outflow_count")
_COUNTRY_COLUMNS = ("country", "origin", "destination", "partner")


def add_commands(commands: Any) -> list[argparse.ArgumentParser]:
    """Add ``mobility`` with its own commands; they are returned for the options all share."""
    parser = commands.add_parser("mobility", help="flows and rates from career records")
    own = parser.add_subparsers(required=True, metavar="ACTION")
    made = []
    for name, tables in _SHOWN.items():
        command = own.add_parser(name, help=_HELP[name])
        command.set_defaults(run=_run, action=name)
        if tables:
            command.add_argument("--table", choices=tables, default=next(iter(tables)))
        command.add_argument("--country", help="only rows with this country (code or name)")
        command.add_argument("--format", choices=("csv", "json"), default="csv")
        command.add_argument("--out", type=Path, metavar="FILE")
        _add_common(command)
        made.append(command)
    return [*made, _add_tables(own), published.add_command(own)]


def _add_tables(own: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = own.add_parser("tables", help=_HELP["tables"])
    command.set_defaults(run=_write_tables)
    command.add_argument("--out", type=Path, metavar="DIR", required=True)
    command.add_argument("--no-sensitivity", action="store_true", help="only the rules as given")
    _add_common(command)
    return command


def _add_common(command: argparse.ArgumentParser) -> None:
    """What every command needs that runs an engine."""
    command.add_argument("input", type=Path, help="a file or a folder of files")
    command.add_argument("--input-format", choices=FORMATS, default=AUTO)
    command.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    command.add_argument("--master", default="local[*]", help="address of the Spark cluster")
    command.add_argument("--work", type=Path, metavar="DIR", help="a killed run goes on here")
    _add_rules(command)


def _years(text: str) -> int | None:
    return None if text == "any" else int(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _listed(text))


_CHOICES = {"tie": Tie, "overlap": Overlap, "open_end": OpenEnd, "dating": Dating}
_KINDS: dict[str, Callable[[str], Any]] = {
    "fill_years": _years,
    "move_gap_years": _years,
    "roles": _listed,
    "institutes": _listed,
    "horizons": _numbers,
}


def _add_rules(command: argparse.ArgumentParser) -> None:
    """One option a parameter of ``Rules``; docs/mobility.md explains them."""
    rules = command.add_argument_group("rules")
    default = Rules()
    for field in fields(Rules):
        option, value = f"--{field.name.replace('_', '-')}", getattr(default, field.name)
        if field.name in _CHOICES:
            rules.add_argument(option, choices=get_args(_CHOICES[field.name]), default=value)
        elif isinstance(value, bool):
            rules.add_argument(option, action="store_true")
        else:
            kind = _KINDS.get(field.name, int)
            rules.add_argument(option, type=kind, default=value)


def _rules(options: argparse.Namespace) -> Rules:
    return Rules(**{field.name: getattr(options, field.name) for field in fields(Rules)})


def _country(options: argparse.Namespace) -> str:
    """The code of ``--country``, "" without one.

    Raises:
        MobilityError: it is not known, or missing where a table is of one country.
    """
    table = getattr(options, "table", "")
    given = options.country or ""
    if not given and table not in ("balance", "first-postdocs") and options.action != "sensitivity":
        return ""
    code = country_code(given)
    if code is None:
        problem = Problem(column="--country", code="unknown_country_name", given=given)
        raise MobilityError([problem])
    return code


def _run(options: argparse.Namespace, words: Words) -> int:
    country, rules = _country(options), _rules(options)
    reader = open_source(options.input, options.input_format)
    engine = _Counting(open_engine(options.engine, options.master), options.input, words)
    if options.action == "sensitivity":
        rows = sensitivity_rows(engine, reader, rules, country, progress=_bars(), work=options.work)
        rows = _kept_apart(rows, rules)
        about = {"rules": rules.record(), "country": country}
    else:
        rows, about = _table(options, engine, reader, rules, country)
    _print_unread(reader, words)
    _print_report(about, words)
    _write([_short(row) for row in rows], about, options)
    return 0


def _kept_apart(rows: list[Row], rules: Rules) -> list[Row]:
    """Rows of several rules; with ``suppress`` without those that lie too close to another."""
    if not rules.suppress:
        return rows
    kept = keep_apart(rows, "year", _COUNTED, (*_TRIED, "incomplete"), rules)
    # A rate over three years would tell of a row that is emptied beside it.
    return [{**row, "net_rate_3y_per_1000": None} for row in kept]


def _write_tables(options: argparse.Namespace, words: Words) -> int:
    reader = open_source(options.input, options.input_format)
    engine = _Counting(open_engine(options.engine, options.master), options.input, words)
    tried = variants(_rules(options), reader.form)[: 1 if options.no_sensitivity else None]
    rules = [given for _, _, given in tried]
    results = engine.run(reader, rules, progress=_bars(), work=options.work)
    others = [(name, value, r) for (name, value, _), r in zip(tried, results, strict=True)]
    about = {"engine": f"{engine.name} {__version__}", "made": date.today().isoformat()}
    try:
        write_folder(
            results[0], options.out, **about, tried=others[: len(others) if others[1:] else 0]
        )
    except OSError as error:
        given = error.strerror or str(error)
        raise MobilityError([Problem(str(options.out), code="unreadable", given=given)]) from error
    _print_unread(reader, words)
    _print_report({"report": report_record(results[0])}, words)
    print(words("mobility_cli.written", folder=options.out))
    return 0


def _table(
    options: argparse.Namespace, engine: Engine, reader: Reader, rules: Rules, country: str
) -> tuple[list[Row], dict[str, Any]]:
    want, make = _SHOWN[options.action][options.table]
    (tables,) = engine.run(reader, [rules], want=want, progress=_bars(), work=options.work)
    rows = make(tables, country)
    if country and options.table not in ("balance", "first-postdocs", "system"):
        rows = [row for row in rows if country in (row.get(c) for c in _COUNTRY_COLUMNS)]
    about = {"rules": tables.rules.record(), "report": report_record(tables)}
    return rows, about


def _bars() -> Progress:
    """A bar for each stage, with rows and the time left."""
    bars: dict[str, Bar] = {}

    def show(stage: str, done: int, total: int) -> None:
        bars.setdefault(stage, Bar(total))(done, total)

    return show


class _Counting:
    """An engine whose result with nobody in it is an error: 0 people is no finding.

    What became of the records is printed before.
    """

    def __init__(self, engine: Engine, path: Path, words: Words) -> None:
        self.name = engine.name
        self._engine, self._path, self._words = engine, path, words

    def run(
        self,
        reader: Reader,
        variants: Sequence[Rules],
        *,
        want: Sequence[str] = ALL_TABLES,
        progress: Progress = silent,
        work: Path | None = None,
    ) -> list[MobilityTables]:
        """See ``Engine.run``.

        Raises:
            MobilityError: as there, or nobody is counted under the first of the rules.
        """
        results = self._engine.run(reader, variants, want=want, progress=progress, work=work)
        report = results[0].report
        if report.persons:
            return results
        _print_unread(reader, self._words)
        _print_report({"report": report.record()}, self._words)
        code = "mobility_nobody" if report.read else "mobility_no_records"
        raise MobilityError([Problem(str(self._path), code=code, given=f"{report.read:,}")])


def _print_unread(reader: Reader, words: Words) -> None:
    """Columns, files and entries that were passed over."""
    unused = ", ".join(getattr(reader, "unused", ()))
    if unused:
        print(words("mobility_cli.unused", columns=unused), file=sys.stderr)
    for kind, count in sorted(getattr(reader, "skipped", {}).items()):
        print(words(f"mobility_unread.{kind}", count=f"{count:,}"), file=sys.stderr)


def _print_report(about: dict[str, Any], words: Words) -> None:
    report = about.get("report")
    if report is None:
        return
    counts = {
        name: f"{report[name] or 0:,}" for name in ("read", "kept", "persons", "person_years")
    }
    key = "report" if report["persons"] is not None else "report_withheld"
    print(words(f"mobility_cli.{key}", source=report["source"], **counts), file=sys.stderr)
    for kind in ("rejected", "dropped", "notes"):
        for reason, count in report[kind].items():
            line = words(f"mobility_{kind}.{reason}", count=f"{count:,}")
            print(f"  {line}", file=sys.stderr)
            if reason == "unknown_country" and report["unknown_countries"]:
                print(f"    {listed(report['unknown_countries'], words)}", file=sys.stderr)


def _write(rows: list[Row], about: dict[str, Any], options: argparse.Namespace) -> None:
    if options.format == "json":
        text = json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=1) + "\n"
    else:
        text = _as_csv(rows)
    if options.out is None:
        sys.stdout.write(text)
        return
    try:
        options.out.write_text(text, encoding="utf-8")
        if options.format == "csv":
            beside = options.out.with_name(f"{options.out.name}.json")
            beside.write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        given = error.strerror or str(error)
        raise MobilityError([Problem(str(options.out), code="unreadable", given=given)]) from error


def _short(row: Row) -> Row:
    """Values to six decimals, enough for any of the rates."""
    return {n: round(v, 6) if isinstance(v, float) else v for n, v in row.items()}


def _as_csv(rows: list[Row]) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
