"""Brain drain as flow: Korea's balance, its neighbours, partners, two databases."""

from __future__ import annotations

from innocore_metrics.charts import Censored, bars, dots, lines
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.indicators import flows
from innocore_metrics.model import Figure

PAGE = "brain-drain"
HOME = "KR"
COMPARED = 2020


def _series(view: View, indicator: str, database: str = "scopus") -> tuple[Figure, ...]:
    chosen = view.selection
    years = (chosen.first_year, chosen.last_year)
    return flows.series(view.dataset, indicator, HOME, database, *years)


def _censored(view: View, database: str = "scopus") -> Censored:
    return Censored(flows.CENSORED_FROM[database], view.words("chart.censored"))


def net_rate(view: View) -> Exhibit:
    """Korea's net migration rate of scholars with its interval."""
    figures = _series(view, "net-migration-rate")
    everything = flows.series(view.dataset, "net-migration-rate", HOME, "scopus", 1998, 2026)
    last = everything[-1]
    turned = next(f for f in everything if f.number < 0)
    chart = lines(
        [view.line(figures, "", HOME, band=True)],
        view.words("unit_axis.per_1000"),
        view.theme,
        censored=_censored(view),
    )
    return view.exhibit(
        "net-rate",
        figures,
        chart,
        value=view.labels.number(last),
        range=view.labels.interval(last),
        year=view.labels.period(last.period),
        turned=view.labels.period(turned.period),
    )


def in_and_out(view: View) -> Exhibit:
    """Scholars moving into and out of Korea."""
    inflow, outflow = _series(view, "scholar-inflow"), _series(view, "scholar-outflow")
    series = [
        view.line(inflow, view.words("series.inflow"), "gain"),
        view.line(outflow, view.words("series.outflow"), "loss", dash="dash"),
    ]
    chart = lines(series, view.words("unit_axis.persons"), view.theme, censored=_censored(view))
    both = [
        flows.series(view.dataset, name, HOME, "scopus", 2020, 2020)[0]
        for name in ("scholar-inflow", "scholar-outflow", "net-migration")
    ]
    into, out, net = (view.labels.value(f) for f in both)
    return view.exhibit("in-and-out", (*inflow, *outflow), chart, into=into, out=out, net=net)


def countries(view: View) -> Exhibit:
    """Korea's net rate among other countries, latest year chosen."""
    year = max(1998, min(view.selection.last_year, COMPARED))
    figures = flows.comparison(view.dataset, "net-migration-rate", "scopus", year)
    marks = [
        view.mark(f, view.labels.entity(f.entity), HOME if f.entity == HOME else "other")
        for f in figures
    ]
    chart = dots(marks, view.words("unit_axis.per_1000"), view.theme)
    place = [f.entity for f in figures].index(HOME) + 1
    korea = figures[place - 1]
    return view.exhibit(
        "countries",
        figures,
        chart,
        year=view.labels.period(str(year)),
        place=place,
        count=len(figures),
        value=view.labels.number(korea),
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
    last = [
        flows.series(view.dataset, "net-migration-rate", HOME, name, 2018, 2018)[0]
        for name in flows.DATABASES
    ]
    return view.exhibit(
        "two-databases",
        (*scopus, *other),
        chart,
        scopus=view.labels.number(last[0]),
        openalex=view.labels.number(last[1]),
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
    everything = flows.series(view.dataset, "migration-effectiveness", HOME, "scopus", 1998, 2026)
    last = everything[-1]
    return view.exhibit("effectiveness", figures, chart, value=view.labels.number(last, 1))


def partners(view: View) -> Exhibit:
    """Balance with the largest partners over the years chosen, at most the last five."""
    last = min(view.selection.last_year, 2018)
    first = max(view.selection.first_year, last - 4)
    balances = flows.bilateral(view.dataset, first, last)
    figures = flows.largest_partners(balances, 16)
    marks = [
        view.mark(f, view.labels.group(f.group), "gain" if f.number >= 0 else "loss")
        for f in figures
    ]
    chart = bars(marks, view.words("unit_axis.net_persons"), view.theme)
    if not figures:
        return view.exhibit("partners", (), None, best="-", worst="-", years="-")
    return view.exhibit(
        "partners",
        figures,
        chart,
        best=view.labels.group(figures[0].group),
        worst=view.labels.group(figures[-1].group),
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
