"""Published counts as rows with rates: what others have counted, divided as everything else."""

from __future__ import annotations

from typing import Any

from innocore_metrics.mobility import rates
from innocore_metrics.mobility.readers.smd import Published
from innocore_metrics.model import BilateralFlow, CountryYear, is_few


def published_rows(found: Published) -> list[dict[str, Any]]:
    """One row a country and year, or a flow; rates per 1,000 with 95 % intervals.

    There is no rate where a file has no scholars yet. ``incomplete``: not all moves of the year
    were known when the file was made.
    """
    rows = [_country(row) for row in found.countries] or [_flow(row) for row in found.flows]
    return [{**row, "incomplete": row["year"] >= found.censored_from} for row in rows]


def _country(row: CountryYear) -> dict[str, Any]:
    n, i, o = row.scholars_count, row.inflow_count, row.outflow_count
    return {
        "database": row.database,
        "year": row.year,
        "country": row.country,
        "scholars_count": n,
        "inflow_count": i,
        "outflow_count": o,
        "net_count": i - o,
        **_rates(i, o, n),
        "effectiveness_percent": rates.effectiveness(i, o),
        "few": is_few(i) or is_few(o),
    }


def _rates(i: int, o: int, n: int) -> dict[str, float | None]:
    names = [f"{way}_rate_{what}" for way in ("in", "out", "net") for what in _COLUMNS]
    if not n:
        return dict.fromkeys(names)
    ways = (
        (rates.in_rate(i, n), rates.count_rate_interval(i, n)),
        (rates.out_rate(o, n), rates.count_rate_interval(o, n)),
        (rates.net_rate(i, o, n), rates.net_rate_interval(i, o, n)),
    )
    values = [number for value, interval in ways for number in (value, *interval)]
    return dict(zip(names, values, strict=True))


_COLUMNS = ("per_1000", "lower", "upper")


def _flow(row: BilateralFlow) -> dict[str, Any]:
    return {
        "year": row.year,
        "origin": row.origin,
        "destination": row.destination,
        "moves_count": row.moves_count,
        "few": is_few(row.moves_count),
    }
