"""``simulate``: scenarios on the command line, with the same parameters as the page."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from innocore_metrics.dataset import Dataset, load_dataset
from innocore_metrics.errors import Problem, SelectionError
from innocore_metrics.levers import BASE, NAMES, Lever, Scenarios, parse_scenarios, read_value
from innocore_metrics.scenarios import MEASURES, NEEDS, RUNS, YEARS, Outcome
from innocore_metrics.scenarios.figures import MEASURE, NEED, outcomes
from innocore_metrics.text import Words

MOST_RUNS = 200_000


def add_command(commands: Any) -> argparse.ArgumentParser:
    """The command and its options."""
    command: argparse.ArgumentParser = commands.add_parser(
        "simulate", help="compute scenarios: paths to 2035, intervals, what a target takes"
    )
    command.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change the baseline"
    )
    command.add_argument(
        "--scenario",
        action="append",
        default=[],
        metavar="NAME:VALUE,...",
        help="a scenario beside the baseline (at most three times); empty: the same as it",
    )
    command.add_argument("--runs", type=_runs, default=RUNS, metavar="N")
    command.add_argument("--seed", metavar="N", help="the same as --set seed=N")
    command.add_argument("--format", choices=("json", "csv"), default="json")
    command.set_defaults(run=_simulate)
    return command


def _runs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_RUNS:
        raise argparse.ArgumentTypeError(f"{number} is not between 1 and {MOST_RUNS}")
    return number


def _simulate(options: argparse.Namespace, _words: Words) -> int:
    dataset = load_dataset(options.data)
    changes = [*options.set, *([f"seed={options.seed}"] if options.seed else [])]
    scenarios = _scenarios(changes, options.scenario, dataset.vocabulary.levers)
    found = outcomes(dataset, scenarios, options.runs)
    if options.format == "csv":
        _write_csv(_rows(found), sys.stdout)
    else:
        json.dump(_document(dataset, scenarios, found, options.runs), sys.stdout, indent=1)
        sys.stdout.write("\n")
    return 0


def _scenarios(changes: Sequence[str], others: Sequence[str], levers: Sequence[Lever]) -> Scenarios:
    """The scenarios asked for.

    Raises:
        SelectionError: with everything that is not understood.
    """
    known = {lever.id: lever for lever in levers}
    problems = []
    for change in changes:
        name, _, text = change.partition("=")
        if name not in known:
            problems.append(Problem("", 0, "", "parameter_name", name, ", ".join(known)))
        elif isinstance(allowed := read_value(text, known[name]), str):
            problems.append(Problem("", 0, name, "parameter_value", text, allowed))
    if len(others) > len(NAMES):
        problems.append(Problem("", 0, "", "too_many_scenarios", str(len(others)), str(len(NAMES))))
    query = {BASE: ",".join(change.replace("=", ":", 1) for change in changes)}
    scenarios, refused = parse_scenarios(query | dict(zip(NAMES, others, strict=False)), levers)
    problems += [
        Problem("", 0, p.column, "parameter_value", p.given, p.allowed)
        for p in refused
        if p.column != BASE
    ]
    if problems:
        raise SelectionError(problems)
    return scenarios


def _rows(found: dict[str, Outcome]) -> Iterator[dict[str, Any]]:
    for scenario, outcome in found.items():
        for name in MEASURES:
            path = zip(YEARS, getattr(outcome.paths, name), outcome.ends[name], strict=True)
            for year, value, ends in path:
                if year >= MEASURE[name].first:
                    yield _row(scenario, name, year, value, ends, MEASURE[name].unit)
        for name in NEEDS:
            unit = NEED["budget" if name == "budget_year" else name].unit
            value, ends = getattr(outcome.needs, name), outcome.need_ends[name]
            yield _row(scenario, f"{name}_needed", outcome.year, value, ends, unit)


def _row(
    scenario: str,
    name: str,
    year: int,
    value: float,
    ends: tuple[float, float] | None,
    unit: str,
) -> dict[str, Any]:
    known = ends is not None
    low, high = ends if ends is not None else (None, None)
    return {
        "scenario": scenario,
        "measure": name,
        "year": year,
        "value": float(value) if known else None,
        "lower": low,
        "upper": high,
        "unit": unit,
        "status": "estimate" if known else "not published",
    }


def _document(
    dataset: Dataset, scenarios: Scenarios, found: dict[str, Outcome], runs: int
) -> dict[str, Any]:
    """Everything: parameters, results, and what matters most, for each scenario."""
    return {
        "data_version": dataset.version,
        "query": scenarios.to_query(),
        "runs": runs,
        "interval": "5th to 95th percentile",
        "parameters": [
            {
                "id": row.id,
                "unit": row.unit,
                "kind": row.kind,
                "status": row.status,
                "low": row.low,
                "central": row.central,
                "high": row.high,
                "source": row.source,
                "values": {name: outcome.values[row.id] for name, outcome in found.items()},
            }
            for row in dataset.scenario_parameters
        ],
        "results": list(_rows(found)),
        "tornado": [
            {
                "scenario": scenario,
                "parameter": swing.parameter,
                "low": swing.low_value,
                "high": swing.high_value,
                "ratio_at_low": swing.at_low,
                "ratio_at_high": swing.at_high,
                "year": outcome.year,
            }
            for scenario, outcome in found.items()
            for swing in outcome.swings
        ],
    }


def _write_csv(rows: Iterator[dict[str, Any]], out: TextIO) -> None:
    listed = list(rows)
    writer = csv.DictWriter(out, list(listed[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
