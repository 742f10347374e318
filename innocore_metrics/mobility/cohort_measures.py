"""Stay and return rates, and where doctorates of an institute go, as rows ready to show."""

from __future__ import annotations

from collections import defaultdict

from innocore_metrics.mobility import rates
from innocore_metrics.mobility.measures import Row
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.withholding import Sum, is_few, withheld


def _percent(name: str, part: int | None, whole: int | None, shown: bool) -> Row:
    """A share with its 95 % interval, None where there is nobody or it is not shown."""
    low: float | None = None
    high: float | None = None
    value: float | None = None
    if shown and part is not None and whole:
        low, high = rates.share_interval(part, whole)
        value = rates.share(part, whole)
    return {f"{name}_percent": value, f"{name}_lower": low, f"{name}_upper": high}


def stay_rows(tables: MobilityTables) -> list[Row]:
    """k-year stay rates: of those observed k years later, the share that is in the country.

    ``bound_lower_percent`` and ``bound_upper_percent`` take all who were not observed as gone,
    or as present. Nothing is given where ``censored``: the year has not come yet.
    """
    rows = []
    for row in withheld(tables).stays.to_pylist():
        shown = not row["censored"] and row["persons"] is not None
        here, unseen, persons = (row[n] or 0 for n in ("present", "unobserved", "persons"))
        observed = here + (row["elsewhere"] or 0)
        result: Row = {name: row[name] for name in ("cohort", "country", "year", "k")}
        result |= _person_counts(row, ("present", "elsewhere", "unobserved"), shown)
        enough = shown and observed >= tables.rules.min_population
        result |= _percent("stay", here, observed, enough)
        result["bound_lower_percent"] = rates.share(here, persons) if enough else None
        result["bound_upper_percent"] = rates.share(here + unseen, persons) if enough else None
        rows.append(result | _marks(row, tables.rules))
    return rows


def return_rows(tables: MobilityTables) -> list[Row]:
    """k-year return rates: of a country's emigrants, the share seen to move back by then.

    Emigrants are those who left the country of their first residence.
    Where ``censored`` the k years are not over, and the share can only grow.
    """
    rows = []
    for row in withheld(tables).returns.to_pylist():
        result: Row = {name: row[name] for name in ("country", "year", "k")}
        result |= _person_counts(row, ("returned",), True)
        enough = row["persons"] is not None and row["persons"] >= tables.rules.min_population
        result |= _percent("return", row["returned"], row["persons"], enough)
        rows.append(result | _marks(row, tables.rules))
    return rows


def _person_counts(row: Row, parts: tuple[str, ...], shown: bool) -> Row:
    counts: Row = {"persons_count": row["persons"]}
    return counts | {f"{part}_count": row[part] if shown else None for part in parts}


def _marks(row: Row, rules: Rules) -> Row:
    return {"few": is_few(row["persons"], rules), "censored": row["censored"]}


_KINDS = ("home", "abroad", "none_seen")


def first_postdoc_rows(tables: MobilityTables, home: str) -> list[Row]:
    """First postdocs of an institute's doctorates by year: at home, abroad, none seen.

    ``home``: the institutes' country. ``abroad_percent`` is of those with a postdoc; None for
    fewer of them than ``min_population``. A count is None where a cell of it is withheld.
    """
    sums: dict[tuple[str, int], dict[str, Sum]] = defaultdict(
        lambda: {kind: Sum() for kind in (*_KINDS, "persons")}
    )
    censored: dict[tuple[str, int], bool] = {}
    for row in withheld(tables).first_postdocs.to_pylist():
        where = row["destination"]
        kind = "none_seen" if not where else "home" if where == home else "abroad"
        key = (row["institute"], row["year"])
        sums[key][kind].add(row["persons"])
        sums[key]["persons"].add(row["persons"])
        censored[key] = row["censored"]
    rows = []
    for (institute, year), parts in sums.items():
        own: Row = {kind: one.value for kind, one in parts.items()}
        own["censored"] = censored[institute, year]
        result: Row = {"institute": institute, "year": year, **_person_counts(own, _KINDS, True)}
        known = own["home"] is not None and own["abroad"] is not None
        with_postdoc = own["home"] + own["abroad"] if known else None
        enough = with_postdoc is not None and with_postdoc >= tables.rules.min_population
        result |= _percent("abroad", own["abroad"], with_postdoc, enough)
        rows.append(result | _marks(own, tables.rules))
    return rows
