"""Brain drain as flow: Korea's balance, its neighbours, partners, two databases."""

from __future__ import annotations

from innocore_metrics.charts import Censored, bars, dots, lines
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.trends import year
from innocore_metrics.indicators import flows
from innocore_metrics.model import Figure

PAGE = "brain-drain"
HOME = "KR"
COMPARED = 2020
LARGEST = 16


def _series(view: View, indicator: str, database: str = "scopus") -> tuple[Figure, ...]:
    chosen = view.selection
    years = (chosen.first_year, chosen.last_year)
    return flows.series(view.dataset, indicator, HOME, database, *years)


def _censored(view: View, database: str = "scopus") -> Censored:
    return Censored(flows.CENSORED_FROM[database], view.words("chart.censored"))


def net_rate(view: View) -> Exhibit:
    """Korea's net migration rate of scholars with its interval."""
    figures = _series(view, "net-migration-rate")
    chart = lines(
        [view.line(figures, "", HOME, band=True)],
        view.words("unit_axis.per_1000"),
        view.theme,
        censored=_censored(view),
    )
    told = {"finding": "", "interval": ""}
    if figures:
        last, span = year(view, figures[-1]), view.labels.interval(figures[-1])
        told["finding"] = _turned(view, figures, last)
        told["interval"] = view.words("finding.net_interval", year=last, range=span)
    return view.exhibit("net-rate", figures, chart, **told)


def _turned(view: View, figures: tuple[Figure, ...], last_year: str) -> str:
    """The latest rate, and the year that made it negative where the years shown hold the turn."""
    told = {"year": last_year, "value": view.labels.number(figures[-1])}
    gains = [position for position, figure in enumerate(figures) if figure.number >= 0]
    if not gains or gains[-1] + 1 == len(figures):
        return view.words("finding.net_only", **told)
    return view.words("finding.net_turned", turned=year(view, figures[gains[-1] + 1]), **told)


def in_and_out(view: View) -> Exhibit:
    """Scholars moving into and out of Korea."""
    inflow, outflow = _series(view, "scholar-inflow"), _series(view, "scholar-outflow")
    series = [
        view.line(inflow, view.words("series.inflow"), "gain"),
        view.line(outflow, view.words("series.outflow"), "loss", dash="dash"),
    ]
    chart = lines(series, view.words("unit_axis.persons"), view.theme, censored=_censored(view))
    net_moves = _series(view, "net-migration")
    last = [one[-1:] for one in (inflow, outflow, net_moves)]
    into, out, net = ("".join(view.labels.value(f) for f in one) for one in last)
    told = {"into": into, "out": out, "net": net}
    told["year"] = "".join(year(view, f) for f in last[0])
    return view.exhibit("in-and-out", (*inflow, *outflow, *net_moves), chart, **told)


def countries(view: View) -> Exhibit:
    """Korea's net rate among other countries, latest year chosen."""
    chosen = min(view.selection.last_year, COMPARED)
    figures = flows.comparison(view.dataset, "net-migration-rate", "scopus", chosen)
    if chosen < view.selection.first_year:
        figures = ()
    marks = [
        view.mark(f, view.labels.entity(f.entity), HOME if f.entity == HOME else "other")
        for f in figures
    ]
    chart = dots(marks, view.words("unit_axis.per_1000"), view.theme)
    place = [f.entity for f in figures].index(HOME) + 1 if figures else 0
    return view.exhibit(
        "countries",
        figures,
        chart,
        year=view.labels.period(str(chosen)),
        place=place,
        count=len(figures),
        value=view.labels.number(figures[place - 1]) if figures else "",
    )


def two_databases(view: View) -> Exhibit:
    """The same rate from two databases."""
    scopus = _series(view, "net-migration-rate")
    other = _series(view, "net-migration-rate", "openalex")
    series = [
        view.line(scopus, "Scopus", HOME, band=True),
        view.line(other, "OpenAlex", "second", band=True, dash="dash", below=True),
    ]
    chart = lines(
        series, view.words("unit_axis.per_1000"), view.theme, censored=_censored(view, "openalex")
    )
    both = {f.period for f in scopus} & {f.period for f in other}
    # Without a year that both have, one of them is told alone.
    told = max(both or {f.period for f in (*scopus, *other)}, default="")
    rates = [
        view.words("finding.rate_of_database", name=name, value=view.labels.number(f))
        for name, one in (("Scopus", scopus), ("OpenAlex", other))
        for f in one
        if f.period == told
    ]
    return view.exhibit(
        "two-databases",
        (*scopus, *other),
        chart,
        year=view.labels.period(told),
        rates=view.labels.listed(rates),
    )


def effectiveness(view: View) -> Exhibit:
    """How one-sided the moves are, beside how many there are."""
    figures = _series(view, "migration-effectiveness")
    chart = lines(
        [view.line(figures, "", HOME)],
        view.words("unit_axis.effectiveness"),
        view.theme,
        censored=_censored(view),
    )
    told = {
        "value": "".join(view.labels.number(f, 1) for f in figures[-1:]),
        "year": "".join(year(view, f) for f in figures[-1:]),
    }
    return view.exhibit("effectiveness", figures, chart, **told)


def partners(view: View) -> Exhibit:
    """Balance with the largest partners over the years chosen, at most the last five."""
    last = min(view.selection.last_year, 2018)
    first = max(view.selection.first_year, last - 4)
    balances = flows.bilateral(view.dataset, first, last)
    figures = flows.largest_partners(balances, LARGEST)
    marks = [
        view.mark(f, view.labels.group(f.group), "gain" if f.number >= 0 else "loss")
        for f in figures
    ]
    chart = bars(marks, view.words("unit_axis.net_persons"), view.theme)
    if not figures:
        return view.exhibit("partners", (), None, best="-", worst="-", years="-", shown=LARGEST)
    best, worst = figures[0], figures[-1]
    # Within the interval of zero chance can be the whole of it.
    sure = best.lower is not None and worst.upper is not None and best.lower > 0 > worst.upper
    return view.exhibit(
        "partners",
        figures,
        chart,
        titled="title" if sure else "title_unsure",
        best=view.labels.in_text(best.group),
        worst=view.labels.in_text(worst.group),
        shown=LARGEST,
        years=view.labels.period(figures[0].period),
    )


def recent_partners(view: View) -> Exhibit:
    """2016 to 2020 with three partners, cited as single figures."""
    figures = tuple(sorted(flows.single_balances(view.dataset), key=lambda f: -f.number))
    marks = [
        view.mark(f, view.labels.group(f.group), "gain" if f.number >= 0 else "loss")
        for f in figures
    ]
    chart = bars(marks, view.words("unit_axis.net_persons"), view.theme)
    value = {f.group: view.labels.value(f) for f in figures}
    return view.exhibit(
        "recent-partners",
        figures,
        chart,
        us=value["US"],
        cn=value["CN"],
        vn=value["VN"],
    )


SPECS = (
    Spec("net-rate", PAGE, ("period",), net_rate, "flow"),
    Spec("in-and-out", PAGE, ("period",), in_and_out, "flow"),
    Spec("countries", PAGE, ("period",), countries, "flow"),
    Spec("partners", PAGE, ("period",), partners, "flow"),
    Spec("recent-partners", PAGE, (), recent_partners, "flow"),
    Spec("effectiveness", PAGE, ("period",), effectiveness, "flow"),
    Spec("two-databases", PAGE, ("period",), two_databases, "flow"),
)
