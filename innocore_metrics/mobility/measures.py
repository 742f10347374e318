"""Rates, balances and shares from the tables of an engine, as rows ready to show.

Divisions are done by ``rates`` and nowhere else. A value that cannot be had is None: below the
population that the rules ask for, or withheld. ``few`` marks counts of 1 to 4 (as the rules
say), ``incomplete`` the newest and oldest years, where records come late or begin early.

Where the rules ask to suppress, cells of few observations are withheld (``withholding``). A sum
that holds a withheld cell is None too, and so is every rate of it; ``..._at_least`` is what it
is at least, counting each withheld cell as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from innocore_metrics.mobility import rates
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.withholding import Sum, Sums, is_few, total, withheld
from innocore_metrics.numbers import Interval, skellam

Row = dict[str, Any]
_POOLED_YEARS = 3


def count_rows(tables: MobilityTables, name: str) -> list[Row]:
    """The rows of ``population``, ``flows`` or another plain table, with marks.

    >>> from innocore_metrics.mobility.results import SCHEMAS, MobilityTables, Report
    >>> empty = {name: schema.empty_table() for name, schema in SCHEMAS.items()}
    >>> count_rows(MobilityTables(Rules(), Report("x", "spells", 0), **empty), "flows")
    []
    """
    rows: list[Row] = getattr(withheld(tables), name).to_pylist()
    for row in rows:
        row["few"] = is_few(row["persons"], tables.rules)
        row["incomplete"] = _incomplete(tables, row["year"])
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
    before it, where all three have scholars and nothing in them is withheld.
    """
    tables = withheld(tables)
    inflow, outflow = _totals(tables)
    scholars = {(r["year"], r["country"]): r for r in tables.population.to_pylist()}
    moved = {key for sums in (inflow, outflow) for key, one in sums.items() if one.least}
    nobody: Row = {"persons": 0, "observed": 0}
    rows = []
    for year, country in sorted(moved | scholars.keys()):
        row = scholars.get((year, country), nobody)
        into, out = inflow[year, country], outflow[year, country]
        rows.append(
            {
                "year": year,
                "country": country,
                **_counts(into, out, row["persons"], row["observed"], tables.rules),
                **_rates(into.value, out.value, row["persons"], tables.rules),
                "net_rate_3y_per_1000": _pooled(year, country, inflow, outflow, scholars, tables),
                "incomplete": _incomplete(tables, year),
            }
        )
    return rows


def _totals(tables: MobilityTables) -> tuple[Sums, Sums]:
    """Inflow and outflow by year and country."""
    flows = tables.flows.to_pylist()
    return total(flows, "destination"), total(flows, "origin")


def _counts(into: Sum, out: Sum, scholars: int | None, observed: int | None, rules: Rules) -> Row:
    known = into.value is not None and out.value is not None
    return {
        "scholars_count": scholars,
        "observed_count": observed,
        "inflow_count": into.value,
        "inflow_at_least": into.least,
        "outflow_count": out.value,
        "outflow_at_least": out.least,
        "net_count": into.shown - out.shown if known else None,
        "few": is_few(into.value, rules) or is_few(out.value, rules),
        "below_minimum": scholars is None or scholars < rules.min_population,
    }


def _rates(inflow: int | None, outflow: int | None, scholars: int | None, rules: Rules) -> Row:
    """Rates and their intervals; None where a count is withheld or there are too few scholars."""
    i, o, n = inflow or 0, outflow or 0, scholars or 0
    enough = n >= max(rules.min_population, 1)
    came, left = enough and inflow is not None, enough and outflow is not None
    both = came and left
    row = _with_interval(
        "in_rate", "per_1000", rates.in_rate, rates.count_rate_interval, came, i, n
    )
    row |= _with_interval(
        "out_rate", "per_1000", rates.out_rate, rates.count_rate_interval, left, o, n
    )
    row |= _with_interval(
        "net_rate", "per_1000", rates.net_rate, rates.net_rate_interval, both, i, o, n
    )
    row["intensity_percent"] = rates.crude_intensity(i, o, n) if both else None
    row["effectiveness_percent"] = rates.effectiveness(i, o) if both else None
    return row


def _with_interval(
    name: str,
    unit: str,
    value: Callable[..., float],
    interval: Callable[..., Interval],
    known: bool,
    *counts: int,
) -> Row:
    lower, upper = interval(*counts) if known else (None, None)
    return {
        f"{name}_{unit}": value(*counts) if known else None,
        f"{name}_lower": lower,
        f"{name}_upper": upper,
    }


def _pooled(
    year: int,
    country: str,
    inflow: Sums,
    outflow: Sums,
    scholars: dict[tuple[int, str], Row],
    tables: MobilityTables,
) -> float | None:
    years = [(year - back, country) for back in range(_POOLED_YEARS)]
    if any(key not in scholars or scholars[key]["persons"] is None for key in years):
        return None
    if any(inflow[key].cells or outflow[key].cells for key in years):
        return None
    people = sum(scholars[key]["persons"] for key in years)
    if people < tables.rules.min_population * _POOLED_YEARS:
        return None
    gained, lost = (sum(way[key].shown for key in years) for way in (inflow, outflow))
    return rates.net_rate(gained, lost, people)


def system_rows(tables: MobilityTables) -> list[Row]:
    """One row a year over all countries: scholars, moves, intensity, effectiveness."""
    tables = withheld(tables)
    inflow, outflow = _totals(tables)
    people = total(tables.population.to_pylist())
    moves = total(tables.flows.to_pylist())
    countries: dict[int, set[str]] = defaultdict(set)
    for year, country in (*inflow, *outflow):
        countries[year].add(country)
    rows = []
    for (year,), scholars in people.items():
        moved = moves[(year,)]
        known = scholars.value is not None and moved.value is not None
        enough = known and scholars.shown >= max(tables.rules.min_population, 1)
        pairs = [(inflow[year, c].shown, outflow[year, c].shown) for c in sorted(countries[year])]
        rows.append(
            {
                "year": year,
                "scholars_count": scholars.value,
                "scholars_at_least": scholars.least,
                "moves_count": moved.value,
                "moves_at_least": moved.least,
                "intensity_percent": (
                    rates.system_intensity(moved.shown, scholars.shown) if enough else None
                ),
                "effectiveness_percent": (
                    None if moved.cells else rates.system_effectiveness(pairs)
                ),
                "incomplete": _incomplete(tables, year),
            }
        )
    return rows


def balance_rows(tables: MobilityTables, country: str) -> list[Row]:
    """Moves between ``country`` and each partner by year: out, in, balance, share of outflow.

    ``balance_count`` is in less out, with its 95 % interval.
    """
    moves: dict[tuple[int, str], list[int | None]] = defaultdict(lambda: [0, 0])
    for row in withheld(tables).flows.to_pylist():
        if row["origin"] == country:
            moves[row["year"], row["destination"]][0] = row["persons"]
        elif row["destination"] == country:
            moves[row["year"], row["origin"]][1] = row["persons"]
    rows = []
    for (year, partner), (out, back) in sorted(moves.items()):
        rows.append(
            {
                "year": year,
                "country": country,
                "partner": partner,
                "out_count": out,
                "in_count": back,
                **_balance(out, back),
                "few": is_few(out, tables.rules) or is_few(back, tables.rules),
                "incomplete": _incomplete(tables, year),
            }
        )
    return rows


def _balance(out: int | None, back: int | None) -> Row:
    shown = out is not None and back is not None
    i, o = back or 0, out or 0
    low, high = skellam(i, o) if shown else (None, None)
    return {
        "balance_count": i - o if shown else None,
        "balance_lower": low,
        "balance_upper": high,
        "outflow_share_percent": rates.outflow_share(o, i) if shown else None,
    }
