"""Rates, balances and shares from the tables of an engine, as rows ready to show.

Divisions are done by ``rates`` and nowhere else. A value that cannot be had is None: below the
population that the rules ask for, or withheld. ``few`` marks counts of 1 to 4 (as the rules
say), ``incomplete`` the newest and oldest years, where records come late or begin early.

Where the rules ask to suppress, cells of few observations are withheld, and sums are made of
the cells that are left, so that nothing withheld can be had by subtraction.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from innocore_metrics.mobility import rates
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.numbers import Interval, skellam

Row = dict[str, Any]
_ENDS = ("lower", "upper")
_POOLED_YEARS = 3
_RATES = (
    *(f"{way}_rate_{what}" for way in ("in", "out", "net") for what in ("per_1000", *_ENDS)),
    "intensity_percent",
    "effectiveness_percent",
)


def is_few(count: int, rules: Rules) -> bool:
    """Whether a count is one of few observations."""
    return 0 < count < rules.few_below


def _shown(count: int, rules: Rules) -> int | None:
    return None if rules.suppress and is_few(count, rules) else count


def count_rows(tables: MobilityTables, name: str) -> list[Row]:
    """The rows of ``population``, ``flows`` or another plain table, with marks.

    >>> from innocore_metrics.mobility.results import SCHEMAS, MobilityTables, Report
    >>> empty = {name: schema.empty_table() for name, schema in SCHEMAS.items()}
    >>> count_rows(MobilityTables(Rules(), Report("x", "spells", 0), **empty), "flows")
    []
    """
    table: pa.Table = getattr(tables, name)
    rows = []
    for row in table.to_pylist():
        row["few"] = is_few(row["persons"], tables.rules)
        row["incomplete"] = _incomplete(tables, row["year"])
        for column in ("persons", "observed"):
            if column in row:
                row[column] = _shown(row[column], tables.rules)
        rows.append(row)
    return rows


def _incomplete(tables: MobilityTables, year: int) -> bool:
    years = tables.population.column("year")
    last = tables.rules.last_year or 0
    margin = tables.rules.censor_years
    first = years[0].as_py() if len(years) else year
    return bool(year > last - margin or year < first + margin)


def country_rows(tables: MobilityTables) -> list[Row]:
    """One row a year and country: scholars, moves, rates per 1,000 with 95 % intervals.

    A country in which nobody is seen when a move out of it or into it is dated has a row with 0
    scholars and without rates: inflows and outflows of all rows add up to the same.
    Needs ``population`` and ``flows``. ``net_rate_3y_per_1000`` pools the year and the two
    before it, where all three have scholars.
    """
    inflow, outflow = _totals(tables)
    scholars = {(r["year"], r["country"]): r for r in tables.population.to_pylist()}
    moved = {key for sums in (inflow, outflow) for key, persons in sums.items() if persons}
    nobody: Row = {"persons": 0, "observed": 0}
    rows = []
    for year, country in sorted(moved | scholars.keys()):
        row = scholars.get((year, country), nobody)
        counts = (inflow[year, country], outflow[year, country], row["persons"])
        rows.append(
            {
                "year": year,
                "country": country,
                **_counts(*counts, row["observed"], tables.rules),
                **_rates(*counts, tables.rules),
                "net_rate_3y_per_1000": _pooled(year, country, inflow, outflow, scholars, tables),
                "incomplete": _incomplete(tables, year),
            }
        )
    return rows


_Totals = dict[tuple[int, str], int]


def _totals(tables: MobilityTables) -> tuple[_Totals, _Totals]:
    """Inflow and outflow by year and country, of the cells that are shown."""
    inflow: _Totals = defaultdict(int)
    outflow: _Totals = defaultdict(int)
    for row in tables.flows.to_pylist():
        persons = _shown(row["persons"], tables.rules) or 0
        inflow[row["year"], row["destination"]] += persons
        outflow[row["year"], row["origin"]] += persons
    return inflow, outflow


def _counts(inflow: int, outflow: int, scholars: int, observed: int, rules: Rules) -> Row:
    return {
        "scholars_count": _shown(scholars, rules),
        "observed_count": _shown(observed, rules),
        "inflow_count": inflow,
        "outflow_count": outflow,
        "net_count": inflow - outflow,
        "few": is_few(inflow, rules) or is_few(outflow, rules),
        "below_minimum": scholars < rules.min_population,
    }


def _rates(inflow: int, outflow: int, scholars: int, rules: Rules) -> Row:
    if not scholars:
        return dict.fromkeys(_RATES)
    enough = scholars >= max(rules.min_population, rules.few_below if rules.suppress else 1)
    row: Row = {}
    measures = (
        ("in", rates.in_rate(inflow, scholars), rates.count_rate_interval(inflow, scholars)),
        ("out", rates.out_rate(outflow, scholars), rates.count_rate_interval(outflow, scholars)),
        (
            "net",
            rates.net_rate(inflow, outflow, scholars),
            rates.net_rate_interval(inflow, outflow, scholars),
        ),
    )
    for name, value, interval in measures:
        row |= _with_interval(f"{name}_rate", "per_1000", value, interval, enough)
    row["intensity_percent"] = rates.crude_intensity(inflow, outflow, scholars) if enough else None
    row["effectiveness_percent"] = rates.effectiveness(inflow, outflow) if enough else None
    return row


def _with_interval(
    name: str, unit: str, value: float | None, interval: Interval | None, enough: bool = True
) -> Row:
    known = enough and value is not None and interval is not None
    lower, upper = interval if known and interval is not None else (None, None)
    return {
        f"{name}_{unit}": value if known else None,
        f"{name}_lower": lower,
        f"{name}_upper": upper,
    }


def _pooled(
    year: int,
    country: str,
    inflow: _Totals,
    outflow: _Totals,
    scholars: dict[tuple[int, str], Row],
    tables: MobilityTables,
) -> float | None:
    years = [(year - back, country) for back in range(_POOLED_YEARS)]
    if any(key not in scholars for key in years):
        return None
    people = sum(scholars[key]["persons"] for key in years)
    if people < tables.rules.min_population * _POOLED_YEARS:
        return None
    gained, lost = sum(inflow[key] for key in years), sum(outflow[key] for key in years)
    return rates.net_rate(gained, lost, people)


def system_rows(tables: MobilityTables) -> list[Row]:
    """One row a year over all countries: scholars, moves, intensity, effectiveness."""
    inflow, outflow = _totals(tables)
    people: dict[int, int] = defaultdict(int)
    for row in tables.population.to_pylist():
        people[row["year"]] += row["persons"]
    rows = []
    for year, scholars in people.items():
        countries = {country for when, country in (*inflow, *outflow) if when == year}
        pairs = [(inflow[year, c], outflow[year, c]) for c in sorted(countries)]
        moves = sum(gained for gained, _ in pairs)
        enough = scholars >= tables.rules.min_population
        rows.append(
            {
                "year": year,
                "scholars_count": scholars,
                "moves_count": moves,
                "intensity_percent": rates.system_intensity(moves, scholars) if enough else None,
                "effectiveness_percent": rates.system_effectiveness(pairs),
                "incomplete": _incomplete(tables, year),
            }
        )
    return rows


def balance_rows(tables: MobilityTables, country: str) -> list[Row]:
    """Moves between ``country`` and each partner by year: out, in, balance, share of outflow.

    ``balance_count`` is in less out, with its 95 % interval.
    """
    moves: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in tables.flows.to_pylist():
        if row["origin"] == country:
            moves[row["year"], row["destination"]][0] = row["persons"]
        elif row["destination"] == country:
            moves[row["year"], row["origin"]][1] = row["persons"]
    rows = []
    for (year, partner), (out, back) in sorted(moves.items()):
        shown = _shown(out, tables.rules) is not None and _shown(back, tables.rules) is not None
        low, high = skellam(back, out)
        rows.append(
            {
                "year": year,
                "country": country,
                "partner": partner,
                "out_count": _shown(out, tables.rules),
                "in_count": _shown(back, tables.rules),
                "balance_count": back - out if shown else None,
                "balance_lower": low if shown else None,
                "balance_upper": high if shown else None,
                "outflow_share_percent": rates.outflow_share(out, back) if shown else None,
                "few": is_few(out, tables.rules) or is_few(back, tables.rules),
                "incomplete": _incomplete(tables, year),
            }
        )
    return rows
