"""A user's own career records, in a section of their own beside what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from innocore_metrics.charts import Censored, Mark, bars, dots, lines, links
from innocore_metrics.exhibits import moves, own_cohorts
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.own_cohorts import (
    PAGE,
    chosen,
    institutes_of,
    missing,
    own_exhibit,
    rules_told,
)
from innocore_metrics.indicators import own
from innocore_metrics.indicators.flows import OTHER_COUNTRIES
from innocore_metrics.model import Figure, MobilityView, is_few

DESTINATIONS = 9


def _censored(view: View, mobility: MobilityView) -> Censored:
    late = mobility.last_year - mobility.censor_years + 1
    early = mobility.first_year + mobility.censor_years - 1
    return Censored(late, view.words("own.censored"), early)


def in_and_out(view: View) -> Exhibit:
    """People moving in and out by own records, with intervals, incomplete years shaded."""
    mobility = own.view_of(view.dataset)
    into, out = (
        own.moves(view.dataset, name, *chosen(view)) for name in ("own-inflow", "own-outflow")
    )
    shade = _censored(view, mobility)
    chart = moves.in_and_out_lines(view, into, out, "unit_axis.persons", shade)
    year = own.complete(mobility, 0, 9999, 1)[1]
    last = {
        name: own.moves(view.dataset, f"own-{name}", year, year)[:1]
        for name in ("inflow", "outflow")
    }
    values = {name: view.labels.value(f[0]) if f else "-" for name, f in last.items()}
    return own_exhibit(
        view, "own-in-and-out", (*into, *out), chart, year=_year(view, year), **values
    )


def _year(view: View, year: int) -> str:
    return view.labels.period(str(year))


def net_rate(view: View) -> Exhibit:
    """The net rate by own records with its interval."""
    mobility = own.view_of(view.dataset)
    figures = [f for f in own.net_rates(view.dataset, *chosen(view)) if f.published]
    shade = _censored(view, mobility)
    axis = view.words("unit_axis.per_1000")
    line = view.line(figures, "", mobility.home, band=True)
    chart = lines([line], axis, view.theme, censored=shade)
    year = own.complete(mobility, 0, 9999, 1)[1]
    last = own.net_rates(view.dataset, year, year)
    value = view.labels.value(last[0]) if last else "-"
    least = str(mobility.min_population)
    return own_exhibit(
        view, "own-net-rate", figures, chart, year=_year(view, year), value=value, least=least
    )


def _moves(view: View) -> tuple[moves.Moves, tuple[Figure, ...]]:
    mobility = own.view_of(view.dataset)
    years = own.complete(mobility, *chosen(view))
    balances, hidden = own.partners(view.dataset, *years)
    return moves.Moves(mobility.home, balances), hidden


def _with(view: View, exhibit: Exhibit, hidden: Sequence[Figure]) -> Exhibit:
    """An exhibit of moves with the rules told, and with what was withheld."""
    caveats = [*exhibit.caveats, view.words("own.rules", rules=rules_told(view))]
    if hidden:
        caveats.append(view.words("own.withheld", count=len(hidden)))
    return replace(exhibit, caveats=tuple(caveats))


def partners(view: View) -> Exhibit:
    """Moves out and in by partner."""
    found, hidden = _moves(view)
    return _with(view, moves.two_sided(view, "own-partners", found), hidden)


def streams(view: View) -> Exhibit:
    """The same moves as streams."""
    found, hidden = _moves(view)
    return _with(view, moves.streamed(view, "own-streams", found), hidden)


def balance_map(view: View) -> Exhibit:
    """Countries by their balance."""
    found, hidden = _moves(view)
    return _with(view, moves.mapped(view, "own-map", found), hidden)


def institutes(view: View) -> Exhibit:
    """People who left the institutes for other countries, as streams to the countries."""
    mobility = own.view_of(view.dataset)
    years = own.complete(mobility, *chosen(view))
    keys = institutes_of(view)
    figures = own.institute_out(view.dataset, keys, *years)
    shown = [figure for figure in figures if figure.value]
    countries = _largest(shown, DESTINATIONS)
    drawn = [*_merged(shown, countries)]
    left = list(dict.fromkeys(f.entity for f in drawn))
    right = list(
        dict.fromkeys(c for c in (*countries, OTHER_COUNTRIES) for f in drawn if f.group == c)
    )
    streams = [(left.index(f.entity), right.index(f.group), _mark(view, f)) for f in drawn]
    names = ([view.labels.entity(k) for k in left], [view.labels.group(c) for c in right])
    chart = links(names, streams, view.theme) if streams else None
    total = sum(figure.number for figure in shown)
    most = view.labels.group(countries[0]) if countries else "-"
    period = view.labels.period(f"{years[0]}/{years[1]}")
    every = [*drawn, *(f for f in figures if f not in drawn)]
    values = {"years": period, "total": f"{total:,.0f}", "most": most}
    return own_exhibit(
        view, "own-institutes", every, chart, missing(view, mobility.moves), **values
    )


def _mark(view: View, figure: Figure) -> Mark:
    names = (view.labels.entity(figure.entity), view.labels.group(figure.group))
    return view.mark(figure, " → ".join(names))


def _largest(figures: Sequence[Figure], count: int) -> list[str]:
    totals: dict[str, float] = {}
    for figure in figures:
        totals[figure.group] = totals.get(figure.group, 0) + figure.number
    return sorted(totals, key=lambda country: (-totals[country], country))[:count]


def _merged(figures: Sequence[Figure], countries: Sequence[str]) -> list[Figure]:
    """Figures of the countries named, and of each institute one for all others."""
    kept = [figure for figure in figures if figure.group in countries]
    rest: dict[str, Figure] = {}
    for figure in figures:
        if figure.group in countries:
            continue
        before = rest[figure.entity].number if figure.entity in rest else 0
        value = before + figure.number
        merged = replace(figure, group=OTHER_COUNTRIES, value=value, few=is_few(value))
        rest[figure.entity] = merged
    return [*kept, *rest.values()]


def sensitivity(view: View) -> Exhibit:
    """The net rate under other rules."""
    figures = own.sensitivity(view.dataset)
    home = own.view_of(view.dataset).home
    shown = [figure for figure in figures if figure.published]
    marks = [
        view.mark(figure, view.labels.group(figure.group), home if index == 0 else "other")
        for index, figure in enumerate(shown)
    ]
    chart = dots(marks, view.words("unit_axis.per_1000"), view.theme, row=40) if marks else None
    ends = sorted(shown, key=lambda figure: figure.number)
    values = {
        "low": view.labels.number(ends[0]) if ends else "-",
        "high": view.labels.number(ends[-1]) if ends else "-",
        "given": view.labels.number(shown[0]) if shown else "-",
    }
    notices = [] if figures else [view.words("own.no_sensitivity")]
    return own_exhibit(view, "own-sensitivity", figures, chart, notices, **values)


def records(view: View) -> Exhibit:
    """What became of the records."""
    report = own.view_of(view.dataset).report
    figures = own.records(view.dataset)
    marks = [
        view.mark(figure, view.labels.group(figure.group), "gain" if index == 0 else "loss")
        for index, figure in enumerate(figures)
    ]
    chart = bars(marks, view.words("unit_axis.records"), view.theme)
    numbers = {"read": report.read, "kept": report.kept, "persons": report.persons}
    values = {name: f"{number:,}" for name, number in numbers.items()}
    return own_exhibit(view, "own-records", figures, chart, **values)


SPECS = (
    Spec("own-in-and-out", PAGE, ("period",), in_and_out, "flow"),
    Spec("own-net-rate", PAGE, ("period",), net_rate, "flow"),
    Spec("own-partners", PAGE, ("period",), partners, "flow"),
    Spec("own-streams", PAGE, ("period",), streams, "flow"),
    Spec("own-map", PAGE, ("period",), balance_map, "flow"),
    Spec("own-institutes", PAGE, ("period", "institutes"), institutes, "flow"),
    *own_cohorts.SPECS,
    Spec("own-sensitivity", PAGE, (), sensitivity, "flow"),
    Spec("own-records", PAGE, (), records, "flow"),
)
