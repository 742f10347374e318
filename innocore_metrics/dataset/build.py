"""From a folder to a Dataset: read, correct, check, freeze."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from innocore_metrics import model
from innocore_metrics.dataset import rules_scenarios
from innocore_metrics.dataset.dataset import Dataset
from innocore_metrics.dataset.rules import RULES, check_guards
from innocore_metrics.errors import DataError, Problem
from innocore_metrics.schema import Row, Table
from innocore_metrics.storage import Package, read_package

RECORDS: Mapping[str, Any] = {
    "sources": model.Source,
    "units": model.Unit,
    "institutions": model.Institution,
    "fields": model.Field,
    "indicators": model.Indicator,
    "observations": model.Observation,
    "research_groups": model.ResearchGroup,
    "group_partners": model.GroupPartner,
    "recruitment": model.RecruitmentCount,
    "briefings": model.Briefing,
    "exchange_rates": model.ExchangeRate,
    "ppp": model.Parity,
    "researcher_flows": model.CountryYear,
    "bilateral_flows": model.BilateralFlow,
    "doctorate_stays": model.DoctorateStay,
    "claims": model.Claim,
    "scenario_parameters": model.ScenarioParameter,
    "known_issues": model.KnownIssue,
}


def check(folder: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with the package in ``folder``; empty when it is sound."""
    try:
        package = read_package(folder)
    except DataError as error:
        return error.problems
    return _problems(package)


def load_dataset(folder: Path) -> Dataset:
    """The checked Dataset of ``folder``.

    Raises:
        DataError: with every problem found.
    """
    return from_tables(*corrected_tables(folder))


def corrected_tables(folder: Path) -> tuple[str, dict[str, Table]]:
    """Title and checked tables of ``folder``, the corrections of known_issues applied.

    Raises:
        DataError: with every problem found.
    """
    package = read_package(folder)
    problems = _problems(package)
    if problems:
        raise DataError(problems)
    tables = _corrected(package.tables)
    tables[rules_scenarios.NAME] = rules_scenarios.completed(tables)
    return package.descriptor.title, tables


def from_tables(title: str, tables: Mapping[str, Table]) -> Dataset:
    """The Dataset that checked and corrected tables make."""
    records: dict[str, Any] = {
        name: tuple(record(**row.cells) for row in tables[name].rows)
        for name, record in RECORDS.items()
    }
    return Dataset(version=_version(tables), title=title, **records)


def _problems(package: Package) -> tuple[Problem, ...]:
    missing = [name for name in RECORDS if name not in package.tables]
    if missing:
        return tuple(
            Problem("datapackage.json", 0, name, "missing_table", name) for name in missing
        )
    found = list(package.problems)
    found += check_guards(package.tables)
    for rule in (*RULES, *rules_scenarios.RULES):
        found += rule(package.tables)
    return tuple(sorted(set(found)))


def _corrected(tables: Mapping[str, Table]) -> dict[str, Table]:
    """The tables with the corrections of known_issues applied; guards were checked before."""
    result = dict(tables)
    for issue in tables["known_issues"].rows:
        if issue["correct"]:
            name = str(issue["table"])
            result[name] = _correct(result[name], issue)
    return result


def _correct(table: Table, issue: Row) -> Table:
    column = str(issue["column"])

    def mend(row: Row) -> Row:
        if table.key(row) != issue["row"]:
            return row
        old, correct = row[column], str(issue["correct"])
        new = float(correct) if isinstance(old, float) else correct
        new = int(correct) if isinstance(old, int) else new
        return Row(row.line, {**row.cells, column: new})

    return replace(table, rows=tuple(mend(row) for row in table.rows))


def _version(tables: Mapping[str, Table]) -> str:
    contents = {name: [dict(row.cells) for row in tables[name].rows] for name in sorted(RECORDS)}
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
