"""Stay and return rates, and where doctorates of an institute go, as rows ready to show."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from innocore_metrics.mobility import rates
from innocore_metrics.mobility.measures import Row, is_few
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules


def _percent(name: str, part: int, whole: int, shown: bool) -> Row:
    """A share with its 95 % interval, None where there is nobody or it is not shown."""
    low: float | None = None
    high: float | None = None
    if shown and whole:
        low, high = rates.share_interval(part, whole)
    value = rates.share(part, whole) if shown else None
    return {f"{name}_percent": value, f"{name}_lower": low, f"{name}_upper": high}


def _withheld(counts: list[int], rules: Rules) -> bool:
    """Whether any part of a row is so small that the row's parts are withheld together."""
    return rules.suppress and any(is_few(count, rules) for count in counts)


def stay_rows(tables: MobilityTables) -> list[Row]:
    """k-year stay rates: of those observed k years later, the share that is in the country.

    ``bound_lower_percent`` and ``bound_upper_percent`` take all who were not observed as gone,
    or as present. Nothing is given where ``censored``: the year has not come yet.
    """
    rows = []
    for row in tables.stays.to_pylist():
        parts = [row["present"], row["elsewhere"], row["unobserved"]]
        shown = not row["censored"] and not _withheld(parts, tables.rules)
        observed = row["present"] + row["elsewhere"]
        share = rates.share(row["present"], row["persons"])
        most = rates.share(row["present"] + row["unobserved"], row["persons"])
        result: Row = {name: row[name] for name in ("cohort", "country", "year", "k")}
        result |= _person_counts(row, ("present", "elsewhere", "unobserved"), shown, tables.rules)
        enough = shown and observed >= tables.rules.min_population
        result |= _percent("stay", row["present"], observed, enough)
        result["bound_lower_percent"] = share if enough else None
        result["bound_upper_percent"] = most if enough else None
        rows.append(result | _marks(row, tables.rules))
    return rows


def return_rows(tables: MobilityTables) -> list[Row]:
    """k-year return rates: of a country's emigrants, the share seen to move back by then.

    Emigrants are those who left the country of their first residence.
    Where ``censored`` the k years are not over, and the share can only grow.
    """
    rows = []
    for row in tables.returns.to_pylist():
        parts = [row["returned"], row["persons"] - row["returned"]]
        shown = not _withheld(parts, tables.rules)
        result: Row = {name: row[name] for name in ("country", "year", "k")}
        result |= _person_counts(row, ("returned",), shown, tables.rules)
        enough = shown and row["persons"] >= tables.rules.min_population
        result |= _percent("return", row["returned"], row["persons"], enough)
        rows.append(result | _marks(row, tables.rules))
    return rows


def _person_counts(row: Row, parts: tuple[str, ...], shown: bool, rules: Rules) -> Row:
    hidden = rules.suppress and is_few(row["persons"], rules)
    counts: Row = {"persons_count": None if hidden else row["persons"]}
    return counts | {f"{part}_count": row[part] if shown else None for part in parts}


def _marks(row: Row, rules: Rules) -> Row:
    return {"few": is_few(row["persons"], rules), "censored": row["censored"]}


def first_postdoc_rows(tables: MobilityTables, home: str) -> list[Row]:
    """First postdocs of an institute's doctorates by year: at home, abroad, none seen.

    ``home``: the institutes' country. ``abroad_percent`` is of those with a postdoc; None for
    fewer of them than ``min_population``.
    """
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(
        lambda: {"home": 0, "abroad": 0, "none_seen": 0}
    )
    for row in tables.first_postdocs.to_pylist():
        where = row["destination"]
        kind = "none_seen" if not where else "home" if where == home else "abroad"
        own = found[row["institute"], row["year"]]
        own[kind] += row["persons"]
        own["censored"] = row["censored"]
    rows = []
    for (institute, year), own in found.items():
        persons = own["home"] + own["abroad"] + own["none_seen"]
        shown = not _withheld([own["home"], own["abroad"], own["none_seen"]], tables.rules)
        result: Row = {"institute": institute, "year": year}
        kinds = ("home", "abroad", "none_seen")
        result |= _person_counts({**own, "persons": persons}, kinds, shown, tables.rules)
        with_postdoc = own["home"] + own["abroad"]
        enough = shown and with_postdoc >= tables.rules.min_population
        result |= _percent("abroad", own["abroad"], with_postdoc, enough)
        rows.append(result | _marks({**own, "persons": persons}, tables.rules))
    return rows
