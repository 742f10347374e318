"""Figures from tables that were made of a user's own career records, told apart from published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from innocore_metrics.dataset import OWN_SOURCE, Dataset
from innocore_metrics.errors import Problem, SelectionError
from innocore_metrics.indicators.derive import derived
from innocore_metrics.indicators.flows import Balances, balanced
from innocore_metrics.mobility import net_rate, net_rate_interval, share, share_interval
from innocore_metrics.model import Figure, InstituteMove, MobilityView, OwnYear, Variant, is_few
from innocore_metrics.numbers import poisson

FOREIGN_SHARE = ("home", "abroad", "unseen", "waiting")


def view_of(dataset: Dataset) -> MobilityView:
    """The own tables of a dataset; SelectionError where there are none."""
    if dataset.mobility is None:
        raise SelectionError([Problem(code="no_own_records")])
    return dataset.mobility


def count(
    view: MobilityView,
    indicator: str,
    period: str,
    value: int | None,
    group: str = "",
    entity: str = "",
) -> Figure:
    """A count of persons out of own tables; protected where it was withheld.

    ``entity`` is the home country where none is given.
    """
    status = "protected" if value is None else "derived"
    about = (entity or view.home, indicator, period, value, "persons", status, (OWN_SOURCE,))
    few = is_few(value, view.few_below)
    return Figure(*about, group=group, formula="counted by the rules", few=few)


def latest_complete(view: MobilityView) -> int | None:
    """The latest year that is not incomplete; None where all are."""
    last = view.last_year - view.censor_years
    return last if last >= view.first_year + view.censor_years else None


def complete(view: MobilityView, first: int, last: int, most: int = 5) -> tuple[int, int]:
    """First and last of the latest ``most`` complete years among those chosen.

    Raises:
        SelectionError: no year is complete, or none of those chosen.
    """
    earliest, latest = view.first_year + view.censor_years, latest_complete(view)
    if latest is None:
        given, allowed = f"{view.first_year} - {view.last_year}", str(view.censor_years)
        raise SelectionError([Problem(code="no_complete_year", given=given, allowed=allowed)])
    end = min(last, latest)
    if end < max(first, earliest):
        given, allowed = f"{first} - {last}", f"{earliest} - {latest}"
        problem = Problem(code="no_complete_year_chosen", given=given, allowed=allowed)
        raise SelectionError([problem])
    return max(first, earliest, end - most + 1), end


def moves(dataset: Dataset, indicator: str, first: int, last: int) -> tuple[Figure, ...]:
    """``own-inflow``, ``own-outflow`` or ``own-scholars`` by year, moves with an interval."""
    view = view_of(dataset)
    name = {"own-inflow": "inflow", "own-outflow": "outflow", "own-scholars": "persons"}[indicator]
    found = []
    for row in _years(view, first, last):
        figure = count(view, indicator, str(row.year), getattr(row, name))
        if figure.value is not None and name != "persons":
            low, high = poisson(int(figure.value))
            figure = replace(figure, lower=low, upper=high)
        found.append(figure)
    return tuple(found)


def _years(view: MobilityView, first: int, last: int) -> Iterable[OwnYear]:
    return (row for row in view.years if first <= row.year <= last)


def net_rates(dataset: Dataset, first: int, last: int) -> tuple[Figure, ...]:
    """Net rate per 1,000 by year; no value where the records hold too few people for a rate."""
    view = view_of(dataset)
    found = []
    for row in _years(view, first, last):
        n, i, o = row.persons, row.inflow, row.outflow
        inputs = [
            count(view, "own-scholars", str(row.year), n),
            count(view, "own-inflow", str(row.year), i),
            count(view, "own-outflow", str(row.year), o),
        ]
        enough = n is not None and i is not None and o is not None and n >= view.min_population
        found.append(_rate(view, str(row.year), inputs, "", (i, o, n) if enough else None))
    return tuple(found)


def _rate(
    view: MobilityView,
    period: str,
    inputs: Sequence[Figure],
    group: str,
    counts: tuple[int | None, int | None, int | None] | None,
) -> Figure:
    value = interval = None
    if counts is not None:
        i, o, n = (int(c or 0) for c in counts)
        value, interval = net_rate(i, o, n), net_rate_interval(i, o, n)
    about = ("own-net-rate", view.home, period, "per_1000", value, inputs)
    return derived(*about, interval=interval, group=group, formula="1000 (I - O) / N")


def partners(dataset: Dataset, first: int, last: int) -> tuple[Balances, tuple[Figure, ...]]:
    """Moves in, out and balance by partner over the years, and figures that are withheld."""
    view = view_of(dataset)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    withheld: dict[tuple[str, int], bool] = {}
    for row in view.flows:
        if not first <= row.year <= last:
            continue
        side = 0 if row.destination == view.home else 1
        partner = row.origin if side == 0 else row.destination
        if row.persons is None:
            withheld[partner, side] = True
        sums[partner][side] += row.persons or 0
    period = f"{first}/{last}"
    names = ("own-moves-in", "own-moves-out")
    hidden = [count(view, names[side], period, None, p) for p, side in sorted(withheld)]
    shut = {partner for partner, _ in withheld}
    open_ = {
        p: balanced(
            count(view, names[0], period, i, p),
            count(view, names[1], period, o, p),
            "own-balance",
            view.few_below,
        )
        for p, (i, o) in sums.items()
        if p not in shut
    }
    return open_, tuple(hidden)


def leavers(view: MobilityView, first: int, last: int) -> Iterable[InstituteMove]:
    """Moves from institutes to other countries."""
    for row in view.moves:
        if row.direction == "out" and row.partner != view.home and first <= row.year <= last:
            yield row


def institute_out(
    dataset: Dataset, institutes: Sequence[str], first: int, last: int
) -> tuple[Figure, ...]:
    """People who left an institute for another country, by institute and country."""
    view = view_of(dataset)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    withheld = set()
    for row in leavers(view, first, last):
        key = (row.institute, row.partner)
        sums[key] += row.persons or 0
        if row.persons is None:
            withheld.add(key)
    period = f"{first}/{last}"
    chosen = [key for key in sums if key[0] in institutes]
    ordered = sorted(chosen, key=lambda key: (institutes.index(key[0]), -sums[key], key[1]))
    return tuple(
        count(
            view,
            "own-institute-out",
            period,
            None if (where, partner) in withheld else sums[where, partner],
            partner,
            where,
        )
        for where, partner in ordered
    )


def first_postdocs(
    dataset: Dataset, institutes: Sequence[str], first: int, last: int
) -> dict[str, tuple[Figure, ...]]:
    """Doctorates of an institute by where the first postdoc is: home, abroad, unseen, waiting.

    ``waiting``: the years in which a postdoc would count are not over.
    """
    view = view_of(dataset)
    sums: dict[tuple[str, str], int | None] = defaultdict(int)
    for row in view.postdocs:
        if row.institute not in institutes or not first <= row.year <= last:
            continue
        where = "home" if row.destination == view.home else "abroad"
        if not row.destination:
            where = "waiting" if row.censored else "unseen"
        before = sums[row.institute, where]
        known = before is not None and row.persons is not None
        sums[row.institute, where] = (before or 0) + (row.persons or 0) if known else None
    period = f"{max(first, view.first_year)}/{min(last, view.last_year)}"
    with_any = [one for one in institutes if any((one, w) in sums for w in FOREIGN_SHARE)]
    return {
        one: tuple(
            count(
                view,
                "own-first-postdoc",
                period,
                sums.get((one, where), 0),
                f"postdoc-{where}",
                one,
            )
            for where in FOREIGN_SHARE
        )
        for one in with_any
    }


def cohorts(dataset: Dataset, kind: str, k: int, first: int, last: int) -> tuple[Figure, ...]:
    """Share (percent, 95 % interval) that stayed or came back within ``k`` years, by cohort.

    No value where the k years are not over, or too few people are known for a rate.
    """
    view = view_of(dataset)
    found = []
    for row in view.cohorts:
        if (row.kind, row.k) != (kind, k) or not first <= row.year <= last:
            continue
        enough = row.persons is not None and row.persons >= view.min_population
        value = interval = None
        if enough and not row.censored and row.part is not None and row.persons:
            value, interval = share(row.part, row.persons), share_interval(row.part, row.persons)
        group = f"after-{k}"
        base = count(view, "own-cohort", str(row.year), row.persons, group)
        about = (f"own-{kind}", view.home, str(row.year), "percent", value, [base])
        formula = "100 x part / cohort"
        found.append(derived(*about, interval=interval, group=group, formula=formula))
    return tuple(found)


def sensitivity(dataset: Dataset) -> tuple[Figure, ...]:
    """The net rate over all complete years under each rule that was tried, as they are first."""
    view = view_of(dataset)
    first, last = complete(view, 0, 9999, 9999)
    return tuple(_variant(view, one, f"{first}/{last}") for one in view.variants)


def _variant(view: MobilityView, one: Variant, period: str) -> Figure:
    group = f"rule-{one.rule}-{one.value}" if one.rule else "rule-as_given-"
    inputs = [
        count(view, "own-scholars", period, one.persons, group),
        count(view, "own-inflow", period, one.inflow, group),
        count(view, "own-outflow", period, one.outflow, group),
    ]
    counts = (one.inflow, one.outflow, one.persons) if one.persons else None
    return _rate(view, period, inputs, group, counts)


def records(dataset: Dataset) -> tuple[Figure, ...]:
    """Own records by what became of them: kept, rejected by reason, left out by rule."""
    view = view_of(dataset)
    report, period = view.report, f"{view.first_year}/{view.last_year}"
    counts = {"kept": report.kept, **report.rejected, **report.dropped}
    return tuple(
        Figure(
            view.home,
            "own-records",
            period,
            number,
            "records",
            "derived",
            (OWN_SOURCE,),
            group=f"record-{what}",
            formula="counted",
        )
        for what, number in counts.items()
        if number or what == "kept"
    )


def own_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every figure of own tables; none where there are no tables."""
    if dataset.mobility is None:
        return ()
    first, last = dataset.mobility.first_year, dataset.mobility.last_year
    names = ("own-scholars", "own-inflow", "own-outflow")
    series = (figure for name in names for figure in moves(dataset, name, first, last))
    with_complete = latest_complete(dataset.mobility) is not None
    balances, hidden = (
        partners(dataset, *complete(dataset.mobility, first, last)) if with_complete else ({}, ())
    )
    return (
        *series,
        *net_rates(dataset, first, last),
        *(figure for three in balances.values() for figure in three),
        *hidden,
        *records(dataset),
    )
