"""Cohorts in own career records: first postdocs, stays and returns; what own exhibits share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from innocore_metrics.charts import Mark, Series, lines, parts
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.indicators import own
from innocore_metrics.mobility.records import ROLES
from innocore_metrics.model import Figure

PAGE = "brain-drain"
# Years on that are shown where the tables have them; else the two longest.
_AFTER = (5, 10)
_PART_COLOURS = {"home": "four", "abroad": "loss", "unseen": "other", "waiting": "muted"}
_KINDS = (("stays", "four-institutes"), ("returns", "second"))


def chosen(view: View) -> tuple[int, int]:
    """First and last year chosen."""
    return view.selection.first_year, view.selection.last_year


def rules_told(view: View) -> str:
    """Every rule of the tables with its value, as one sentence."""
    told = dict(own.view_of(view.dataset).rules)
    if set(told.get("roles", "").split()) == set(ROLES):
        told["roles"] = "all"
    return view.words("own_rule.joined").join(
        view.labels.rule(name, value) for name, value in told.items() if value
    )


def own_exhibit(
    view: View,
    id: str,
    figures: Sequence[Figure],
    chart: object | None,
    notices: Sequence[str] = (),
    *,
    titled: str = "title",
    **values: str,
) -> Exhibit:
    """An exhibit that also tells the rules that its tables were made by, and what is withheld."""
    told = {"rules": rules_told(view), **values}
    exhibit = view.exhibit(id, figures, chart, notices=notices, titled=titled, **told)
    hidden = withheld_of(figures)
    if not hidden:
        return exhibit
    return replace(exhibit, caveats=(*exhibit.caveats, view.words("own.withheld", count=hidden)))


def withheld_of(figures: Sequence[Figure]) -> int:
    """How many of the figures are withheld."""
    return sum(figure.status == "protected" for figure in figures)


def institutes_of(view: View) -> list[str]:
    """Institutes of the tables that the filter lets through; unlisted ones always."""
    listed = view.dataset.vocabulary.institutes
    chosen = view.selection.chosen_institutes
    keys = own.view_of(view.dataset).institutes
    return [key for key in keys if key not in listed or key in chosen]


def missing(view: View, rows: Sequence[object]) -> list[str]:
    """What to say where tables have no rows about institutes."""
    return [] if rows else [view.words("own.no_institutes")]


def first_postdocs(view: View) -> Exhibit:
    """Where doctorates of the institutes have their first postdoc."""
    mobility = own.view_of(view.dataset)
    found = own.first_postdocs(view.dataset, institutes_of(view), *chosen(view))
    chart = None
    if found:
        names = [view.labels.entity(key) for key in found]
        series = [
            (
                view.labels.group(f"postdoc-{where}"),
                _PART_COLOURS[where],
                [_bare(view, figures[index]) for figures in found.values()],
            )
            for index, where in enumerate(own.FOREIGN_SHARE)
        ]
        chart = parts(names, series, view.words("unit_axis.persons"), view.theme)
    figures = [figure for one in found.values() for figure in one]
    notices = missing(view, mobility.postdocs)
    known = [f for f in figures if f.group in ("postdoc-home", "postdoc-abroad")]
    if withheld_of(known):
        return own_exhibit(view, "own-postdocs", figures, chart, notices, titled="title_withheld")
    abroad = sum(f.number for f in known if f.group == "postdoc-abroad")
    values = {"seen": f"{sum(f.number for f in known):,.0f}", "abroad": f"{abroad:,.0f}"}
    return own_exhibit(view, "own-postdocs", figures, chart, notices, **values)


def _bare(view: View, figure: Figure) -> Mark:
    text = view.labels.number(figure) if figure.published else ""
    return replace(view.mark(figure, ""), text=text)


def stays(view: View) -> Exhibit:
    """Doctorates still in the country, and people who left and came back, years later."""
    figures: list[Figure] = []
    series: list[Series] = []
    after = _years_on(view)
    for kind, colour in _KINDS:
        for k, dash in zip(after, ("solid", "dot"), strict=False):
            every = own.cohorts(view.dataset, kind, k, *chosen(view))
            found = [figure for figure in every if figure.published]
            label = view.words(f"own_series.{kind}", years=k)
            series.append(view.line(found, label, colour, dash=dash, band=k == after[0]))
            figures += found
    chart = lines(series, view.words("unit_axis.percent"), view.theme)
    chart.update_yaxes(range=[0, 104])
    latest = _latest(view, figures, after[0] if after else 0)
    return own_exhibit(view, "own-stays", figures, chart, **latest)


def _years_on(view: View) -> tuple[int, ...]:
    there = sorted({row.k for row in own.view_of(view.dataset).cohorts})
    wanted = [k for k in _AFTER if k in there]
    return tuple(wanted or there[-2:])


def _latest(view: View, figures: Sequence[Figure], after: int) -> dict[str, str]:
    """The newest share known of each kind, so many years on."""
    values = {"after": str(after)}
    for kind, _ in _KINDS:
        about = (f"own-{kind}", f"after-{after}")
        known = [f for f in figures if f.published and (f.indicator, f.group) == about]
        values[kind] = view.labels.value(known[-1]) if known else "-"
        values[f"{kind}_year"] = view.labels.period(known[-1].period) if known else "-"
    return values


SPECS = (
    Spec("own-postdocs", PAGE, ("period", "institutes"), first_postdocs, "flow"),
    Spec("own-stays", PAGE, ("period",), stays, "flow"),
)
