"""From counts under packed keys to the tables of the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Ints, Words64, arrow_numbers, arrow_text
from innocore_metrics.mobility.codes import countries, most_frequent
from innocore_metrics.mobility.counting import CENSORED, ELSEWHERE, PRESENT, UNOBSERVED
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR, ROLES, Form
from innocore_metrics.mobility.results import SCHEMAS, MobilityTables, Report
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sorting import starts
from innocore_metrics.mobility.tallies import Tallies, unpack

_DROPPED = ("open_end", "short_spell", "other_role", "after_last_year")


class Intake(NamedTuple):
    """What reading the input found, beside the records themselves."""

    source: str
    form: Form
    read: int
    rejected: dict[str, int]
    renamed: int
    unknown: dict[str, int]
    newest: int
    fields: Sequence[str]


def decode(tallies: Tallies, rules: Rules, intake: Intake) -> MobilityTables:
    """The tables and the report of a run.

    Args:
        tallies: all counts.
        rules: with ``last_year`` filled in.
        intake: ``fields`` in the order of their numbers, "" first.
    """
    columns = {name: make(tallies, rules, intake) for name, make in _MAKERS.items()}
    tables = {name: _table(name, columns[name]) for name in SCHEMAS}
    return MobilityTables(rules, _report(tallies, intake), **tables)


def _report(tallies: Tallies, intake: Intake) -> Report:
    totals = tallies.totals()
    notes = {"country_renamed": intake.renamed, "tied": totals["tied"], "filled": totals["filled"]}
    return Report(
        source=intake.source,
        form=intake.form,
        read=intake.read,
        rejected={name: count for name, count in sorted(intake.rejected.items()) if count},
        dropped={name: totals[name] for name in _DROPPED if totals[name]},
        notes={name: count for name, count in notes.items() if count},
        unknown_countries=most_frequent(intake.unknown),
        persons=totals["persons"],
        person_years=totals["person_years"],
    )


Columns = dict[str, Any]


def _table(name: str, columns: Columns) -> pa.Table:
    schema = SCHEMAS[name]
    if not columns:
        return schema.empty_table()
    arrays = [_column(columns[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _column(values: Any, kind: pa.DataType) -> pa.Array:
    return values if isinstance(values, pa.Array) else arrow_numbers(values, kind)


def _names(names: Sequence[str], numbers: Ints) -> pa.Array:
    return arrow_text(names).take(arrow_numbers(numbers, pa.int64()))


def _country(numbers: Ints) -> pa.Array:
    return _names(countries(), numbers)


def _population(tallies: Tallies, _rules: Rules, _intake: Intake) -> Columns:
    keys, observed = tallies.tally("observed")
    others, filled = tallies.tally("filled")
    both = np.union1d(keys, others)
    seen, added = np.zeros(len(both), np.int64), np.zeros(len(both), np.int64)
    seen[np.searchsorted(both, keys)] = observed
    added[np.searchsorted(both, others)] = filled
    parts = unpack("observed", both)
    return {
        "year": parts["year"] + FIRST_YEAR,
        "country": _country(parts["country"]),
        "persons": seen + added,
        "observed": seen,
    }


def _flows(tallies: Tallies, _rules: Rules, _intake: Intake) -> Columns:
    keys, persons = tallies.tally("flows")
    return _ends(unpack("flows", keys)) | {"persons": persons}


def _ends(parts: dict[str, Ints]) -> Columns:
    return {
        "year": parts["year"] + FIRST_YEAR,
        "origin": _country(parts["origin"]),
        "destination": _country(parts["destination"]),
    }


def _flow_groups(tallies: Tallies, _rules: Rules, intake: Intake) -> Columns:
    keys, persons = tallies.tally("flow_groups")
    parts = unpack("flow_groups", keys)
    return _ends(parts) | {
        "role_before": _names(ROLES, parts["role_before"]),
        "role_after": _names(ROLES, parts["role_after"]),
        "field": _names(intake.fields, parts["field"]),
        "persons": persons,
    }


def _institute_moves(tallies: Tallies, rules: Rules, _intake: Intake) -> Columns:
    keys, persons = tallies.tally("institute_moves")
    parts = unpack("institute_moves", keys)
    return {
        "institute": _names(rules.institutes, parts["institute"] - 1),
        "direction": _names(("out", "in"), parts["direction"]),
        "year": parts["year"] + FIRST_YEAR,
        "partner": _country(parts["partner"]),
        "persons": persons,
    }


def _by_state(keys: Words64, counts: Ints, bits: int) -> tuple[Words64, NDArray[np.int64]]:
    """Distinct keys without their lowest ``bits``, and counts with a column for each state."""
    whole = keys >> np.uint64(bits)
    begins = starts(whole)
    rows = np.searchsorted(whole[begins], whole)
    states = np.zeros((len(begins), 1 << bits), np.int64)
    states[rows, (keys & np.uint64((1 << bits) - 1)).astype(np.int64)] = counts
    return whole[begins], states


def _stays(tallies: Tallies, rules: Rules, _intake: Intake) -> Columns:
    keys, states = _by_state(*tallies.tally("stays"), 2)
    parts = unpack("stays", keys << np.uint64(2))
    return {
        "cohort": _names(("arrivals", "doctorates"), parts["cohort"]),
        "country": _country(parts["country"]),
        "year": parts["year"] + FIRST_YEAR,
        "k": parts["k"],
        "persons": states.sum(axis=1),
        "present": states[:, PRESENT],
        "elsewhere": states[:, ELSEWHERE],
        "unobserved": states[:, UNOBSERVED],
        "censored": states[:, CENSORED] > 0,
    }


def _returns(tallies: Tallies, rules: Rules, _intake: Intake) -> Columns:
    keys, states = _by_state(*tallies.tally("returns"), 1)
    parts = unpack("returns", keys << np.uint64(1))
    return {
        "country": _country(parts["country"]),
        "year": parts["year"] + FIRST_YEAR,
        "k": parts["k"],
        "persons": states.sum(axis=1),
        "returned": states[:, 1],
        "censored": parts["year"] + FIRST_YEAR + parts["k"] > _last(rules),
    }


def _first_postdocs(tallies: Tallies, rules: Rules, _intake: Intake) -> Columns:
    keys, persons = tallies.tally("first_postdocs")
    parts = unpack("first_postdocs", keys)
    names = (*countries(), *[""] * (256 - len(countries())))
    year = parts["year"] + FIRST_YEAR
    return {
        "institute": _names(rules.institutes, parts["institute"] - 1),
        "year": year,
        "destination": _names(names, parts["destination"]),
        "persons": persons,
        "censored": year + rules.postdoc_years > _last(rules),
    }


def _last(rules: Rules) -> int:
    return LAST_YEAR if rules.last_year is None else rules.last_year


_MAKERS: dict[str, Callable[[Tallies, Rules, Intake], Columns]] = {
    "population": _population,
    "flows": _flows,
    "flow_groups": _flow_groups,
    "institute_moves": _institute_moves,
    "stays": _stays,
    "returns": _returns,
    "first_postdocs": _first_postdocs,
}
