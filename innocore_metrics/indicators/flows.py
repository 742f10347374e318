"""Flows of scholars: rates with intervals, effectiveness, bilateral balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.derive import derived, observed
from innocore_metrics.mobility import (
    count_rate_interval,
    effectiveness,
    in_rate,
    net_rate,
    net_rate_interval,
    out_rate,
)
from innocore_metrics.mobility.releases import censored_from
from innocore_metrics.model import FEW_BELOW, CountryYear, Figure, is_few
from innocore_metrics.numbers import Interval, skellam

OTHER_COUNTRIES = "other-countries"
DATABASES = ("scopus", "openalex")
# The counts of the data package are those of this release.
_RELEASE = "2024"
CENSORED_FROM = {database: censored_from(_RELEASE, database) for database in DATABASES}


def country_figures(row: CountryYear) -> dict[str, Figure]:
    """All measures of one country and year, by indicator.

    Counts in persons, rates per 1,000 scholars with the 95 % interval of the net rate.
    """
    counts = _counts(row)
    figures = (*counts, *_rates(row, counts))
    return {figure.indicator: figure for figure in figures}


def _counts(row: CountryYear) -> tuple[Figure, Figure, Figure]:
    def count(indicator: str, value: int) -> Figure:
        period, sources = str(row.year), (row.source,)
        return Figure(
            row.country, indicator, period, value, row.unit, row.status, sources, group=row.database
        )

    return (
        count("scholars", row.scholars_count),
        count("scholar-inflow", row.inflow_count),
        count("scholar-outflow", row.outflow_count),
    )


def _rates(row: CountryYear, inputs: tuple[Figure, ...]) -> tuple[Figure, ...]:
    n, i, o = row.scholars_count, row.inflow_count, row.outflow_count

    def measure(
        indicator: str,
        unit: str,
        value: float | None,
        formula: str,
        interval: Interval | None = None,
    ) -> Figure:
        about = (indicator, row.country, str(row.year), unit, value, inputs)
        return derived(*about, interval=interval, group=row.database, formula=formula)

    net_interval = net_rate_interval(i, o, n)
    return (
        measure("net-migration", "net-persons", i - o, "I - O", skellam(i, o)),
        measure(
            "in-migration-rate", "per_1000", in_rate(i, n), "1000 I / N", count_rate_interval(i, n)
        ),
        measure(
            "out-migration-rate",
            "per_1000",
            out_rate(o, n),
            "1000 O / N",
            count_rate_interval(o, n),
        ),
        measure(
            "net-migration-rate", "per_1000", net_rate(i, o, n), "1000 (I - O) / N", net_interval
        ),
        measure(
            "migration-effectiveness",
            "effectiveness",
            effectiveness(i, o),
            "100 (I - O) / (I + O)",
        ),
    )


def series(
    dataset: Dataset, indicator: str, country: str, database: str, first: int, last: int
) -> tuple[Figure, ...]:
    """One measure of a country over the years ``first`` to ``last``."""
    return tuple(
        country_figures(row)[indicator]
        for row in dataset.researcher_flows
        if row.country == country and row.database == database and first <= row.year <= last
    )


def comparison(dataset: Dataset, indicator: str, database: str, year: int) -> tuple[Figure, ...]:
    """One measure of every country in a year, highest first."""
    rows = [r for r in dataset.researcher_flows if r.database == database and r.year == year]
    found = [country_figures(row)[indicator] for row in rows]
    return tuple(sorted(found, key=lambda figure: -figure.number))


def bilateral(
    dataset: Dataset, first: int, last: int, home: str = "KR"
) -> dict[str, tuple[Figure, Figure, Figure]]:
    """Moves in, moves out and balance of ``home`` with each partner over the years.

    Balance: from the partner less to the partner (net-persons), 95 % Skellam interval.
    """
    moves: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    years = set()
    for row in dataset.bilateral_flows:
        if first <= row.year <= last and home in (row.origin, row.destination):
            years.add(row.year)
            partner, side = (row.origin, 0) if row.destination == home else (row.destination, 1)
            moves[partner][side] += row.moves_count
    if not years:
        return {}
    period = f"{min(years)}/{max(years)}"
    return {p: _balance(home, p, period, i, o) for p, (i, o) in moves.items()}


def _balance(
    home: str, partner: str, period: str, into: int, out: int
) -> tuple[Figure, Figure, Figure]:
    sources = ("smd-scopus-flows",)

    def total(indicator: str, count: int) -> Figure:
        about = (home, indicator, period, count, "persons", "derived", sources)
        formula = "sum over years"
        return Figure(*about, group=partner, formula=formula, few=is_few(count))

    return balanced(total("scholar-moves-in", into), total("scholar-moves-out", out))


def balanced(
    inflow: Figure,
    outflow: Figure,
    indicator: str = "bilateral-balance",
    few_below: int = FEW_BELOW,
) -> tuple[Figure, Figure, Figure]:
    """Moves in and out (persons) and their balance (net-persons), 95 % Skellam interval."""
    i, o = int(inflow.number), int(outflow.number)
    net = derived(
        indicator,
        inflow.entity,
        inflow.period,
        "net-persons",
        i - o,
        (inflow, outflow),
        interval=skellam(i, o),
        group=inflow.group,
        formula="in - out",
    )
    return inflow, outflow, replace(net, few=is_few(i + o, few_below))


Balances = Mapping[str, tuple[Figure, Figure, Figure]]


def busiest(balances: Balances, count: int) -> tuple[tuple[Figure, Figure, Figure], ...]:
    """Moves in, out and balance of the ``count`` partners with most moves, most first."""
    ordered = sorted(balances.values(), key=lambda m: (-(m[0].number + m[1].number), m[0].group))
    return tuple(ordered[:count])


def with_the_rest(
    moves: Sequence[Figure], count: int, few_below: int = FEW_BELOW
) -> tuple[Figure, ...]:
    """The ``count`` largest, most first, and the sum of all others as one figure."""
    ordered = sorted(moves, key=lambda figure: (-figure.number, figure.group))
    rest = ordered[count:]
    if not rest:
        return tuple(ordered)
    total = sum(figure.number for figure in rest)
    others = replace(rest[0], value=total, group=OTHER_COUNTRIES, few=is_few(total, few_below))
    return (*ordered[:count], others)


def largest_partners(
    balances: dict[str, tuple[Figure, Figure, Figure]], count: int
) -> tuple[Figure, ...]:
    """Balances of the ``count`` partners with most moves, highest balance first."""
    by_size = sorted(balances.values(), key=lambda m: -(m[0].number + m[1].number))[:count]
    return tuple(sorted((m[2] for m in by_size), key=lambda figure: -figure.number))


def single_balances(dataset: Dataset) -> tuple[Figure, ...]:
    """Balances of 2016 to 2020 with the few partners cited as single figures."""
    result = []
    for into in dataset.observed("scholar-moves-in", "KR", "2016/2020"):
        (out,) = [
            row
            for row in dataset.observed("scholar-moves-out", "KR", "2016/2020")
            if row.partner == into.partner
        ]
        result.append(balanced(observed(into), observed(out))[2])
    return tuple(result)


def flow_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every measure of Korea in every year and database; the net rate of all other countries."""
    result: list[Figure] = []
    for row in dataset.researcher_flows:
        measures = country_figures(row)
        if row.country == "KR":
            result += measures.values()
        else:
            result.append(measures["net-migration-rate"])
    for inflow, outflow, net in bilateral(dataset, 2014, 2018).values():
        result += (inflow, outflow, net)
    return (*result, *single_balances(dataset))
