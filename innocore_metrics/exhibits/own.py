"""A user's own career records, in a section of their own beside what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    withheld_of,
)
from innocore_metrics.indicators import own, own_least
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
    year = own.latest_complete(mobility)
    if year is None:
        return own_exhibit(view, "own-in-and-out", (*into, *out), chart, titled="title_incomplete")
    values = {name: _moved(view, f"own-{name}", year) for name in ("inflow", "outflow")}
    return own_exhibit(
        view, "own-in-and-out", (*into, *out), chart, year=_year(view, year), **values
    )


def _moved(view: View, indicator: str, year: int) -> str:
    """How many moved in the year; where that is withheld, how many at least."""
    found = own.moves(view.dataset, indicator, year, year)
    if found and found[0].status == "protected":
        least = own_least.moves(view.dataset, year, year)[indicator == "own-outflow"]
        return view.words("own.at_least", count=f"{least:,}")
    return view.labels.value(found[0]) if found else "-"


def _year(view: View, year: int) -> str:
    return view.labels.period(str(year))


def net_rate(view: View) -> Exhibit:
    """The net rate by own records with its interval."""
    mobility = own.view_of(view.dataset)
    every = own.net_rates(view.dataset, *chosen(view))
    figures = [f for f in every if f.published or f.status == "protected"]
    shade = _censored(view, mobility)
    axis = view.words("unit_axis.per_1000")
    line = view.line(figures, "", mobility.home, band=True)
    chart = lines([line], axis, view.theme, censored=shade)
    titled, values = _net_rate_title(view, own.latest_complete(mobility))
    least = str(mobility.min_population)
    return own_exhibit(view, "own-net-rate", figures, chart, titled=titled, least=least, **values)


def _net_rate_title(view: View, year: int | None) -> tuple[str, dict[str, str]]:
    """Which title holds for the latest complete year, and what it names."""
    if year is None:
        return "title_incomplete", {}
    last = own.net_rates(view.dataset, year, year)
    if last and last[0].status == "protected":
        return "title_withheld", {"year": _year(view, year)}
    value = view.labels.value(last[0]) if last else "-"
    return "title", {"year": _year(view, year), "value": value}


@dataclass(frozen=True, slots=True)
class _Found:
    """Moves of the complete years chosen, and the figures of them that are withheld."""

    moves: moves.Moves
    hidden: tuple[Figure, ...]
    years: tuple[int, int]

    def period(self, view: View) -> str:
        """The years, worded."""
        return view.labels.period(f"{self.years[0]}/{self.years[1]}")


def _moves(view: View) -> _Found:
    mobility = own.view_of(view.dataset)
    years = own.complete(mobility, *chosen(view))
    balances, hidden = own.partners(view.dataset, *years)
    return _Found(moves.Moves(mobility.home, balances, mobility.few_below), hidden, years)


def _with(view: View, exhibit: Exhibit, found: _Found, title: str, *caveats: str) -> Exhibit:
    """An exhibit of moves with the rules told; with another title where moves are withheld."""
    told = [*exhibit.caveats, *caveats, view.words("own.rules", rules=rules_told(view))]
    if not found.hidden:
        return replace(exhibit, caveats=tuple(told))
    told.append(view.words("own.withheld", count=len(found.hidden)))
    alt = view.labels.alt(title, exhibit.figures)
    return replace(exhibit, title=title, alt=alt, caveats=tuple(told))


def _of_shown(view: View, exhibit: Exhibit, found: _Found) -> str:
    """The title of an exhibit by partner, where some of them are withheld."""
    if not found.moves.balances:
        return view.words("own.all_withheld", years=found.period(view))
    return view.words("own.of_shown", title=exhibit.title)


def partners(view: View) -> Exhibit:
    """Moves out and in by partner."""
    found = _moves(view)
    exhibit = moves.two_sided(view, "own-partners", found.moves)
    few = view.words("own.few", below=found.moves.few_below)
    return _with(view, exhibit, found, _of_shown(view, exhibit, found), few)


def streams(view: View) -> Exhibit:
    """The same moves as streams."""
    found = _moves(view)
    exhibit = moves.streamed(view, "own-streams", found.moves)
    into, out = (f"{n:,}" for n in own_least.moves(view.dataset, *found.years))
    values = {"into": into, "out": out, "years": found.period(view)}
    title = view.words("exhibit.own-streams.title_withheld", **values)
    return _with(view, exhibit, found, title)


def balance_map(view: View) -> Exhibit:
    """Countries by their balance."""
    found = _moves(view)
    exhibit = moves.mapped(view, "own-map", found.moves)
    count = sum(three[2].few for three in found.moves.balances.values())
    few = view.words("own.few_partners", few=count, below=found.moves.few_below)
    return _with(view, exhibit, found, _of_shown(view, exhibit, found), few)


def institutes(view: View) -> Exhibit:
    """People who left the institutes for other countries, as streams to the countries."""
    mobility = own.view_of(view.dataset)
    years = own.complete(mobility, *chosen(view))
    keys = institutes_of(view)
    figures = own.institute_out(view.dataset, keys, *years)
    shown = [figure for figure in figures if figure.value]
    countries = _largest(shown, DESTINATIONS)
    drawn = [*_merged(shown, countries, mobility.few_below)]
    left = list(dict.fromkeys(f.entity for f in drawn))
    right = list(
        dict.fromkeys(c for c in (*countries, OTHER_COUNTRIES) for f in drawn if f.group == c)
    )
    streams = [(left.index(f.entity), right.index(f.group), _mark(view, f)) for f in drawn]
    names = ([view.labels.entity(k) for k in left], [view.labels.group(c) for c in right])
    chart = links(names, streams, view.theme) if streams else None
    total = own_least.institute_out(view.dataset, keys, *years)
    most = view.labels.group(countries[0]) if countries else "-"
    period = view.labels.period(f"{years[0]}/{years[1]}")
    every = [*drawn, *(f for f in figures if f not in drawn)]
    values = {"years": period, "total": f"{total:,}", "most": most}
    notices = missing(view, mobility.moves)
    titled = "title_withheld" if withheld_of(figures) else "title"
    return own_exhibit(view, "own-institutes", every, chart, notices, titled=titled, **values)


def _mark(view: View, figure: Figure) -> Mark:
    names = (view.labels.entity(figure.entity), view.labels.group(figure.group))
    return view.mark(figure, " → ".join(names))


def _largest(figures: Sequence[Figure], count: int) -> list[str]:
    totals: dict[str, float] = {}
    for figure in figures:
        totals[figure.group] = totals.get(figure.group, 0) + figure.number
    return sorted(totals, key=lambda country: (-totals[country], country))[:count]


def _merged(figures: Sequence[Figure], countries: Sequence[str], few_below: int) -> list[Figure]:
    """Figures of the countries named, and of each institute one for all others."""
    kept = [figure for figure in figures if figure.group in countries]
    rest: dict[str, Figure] = {}
    for figure in figures:
        if figure.group in countries:
            continue
        before = rest[figure.entity].number if figure.entity in rest else 0
        value = before + figure.number
        merged = replace(figure, group=OTHER_COUNTRIES, value=value, few=is_few(value, few_below))
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
    if not figures:
        notices = [view.words("own.no_sensitivity")]
        return own_exhibit(view, "own-sensitivity", (), None, notices, titled="name")
    if not figures[0].published or withheld_of(figures):
        return own_exhibit(view, "own-sensitivity", figures, chart, titled="title_withheld")
    values = {"low": ends[0], "high": ends[-1], "given": figures[0]}
    told = {name: view.labels.number(figure) for name, figure in values.items()}
    return own_exhibit(view, "own-sensitivity", figures, chart, **told)


def records(view: View) -> Exhibit:
    """What became of the records."""
    report = own.view_of(view.dataset).report
    figures = own.records(view.dataset)
    marks = [
        view.mark(figure, view.labels.group(figure.group), "gain" if index == 0 else "loss")
        for index, figure in enumerate(figures)
    ]
    chart = bars(marks, view.words("unit_axis.records"), view.theme)
    numbers = {"read": report.read, "kept": report.kept, "persons": report.persons or 0}
    values = {name: f"{number:,}" for name, number in numbers.items()}
    titled = "title_withheld" if report.persons is None else "title"
    return own_exhibit(view, "own-records", figures, chart, titled=titled, **values)


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
