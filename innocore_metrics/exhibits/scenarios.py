"""Scenarios by year: ratio, stock, cost and pay to 2035, baseline and up to three beside it.

The browser draws these by itself while a lever moves (static/scenarios/findings.js), from the
same words; a test holds both to the same result.
"""

from __future__ import annotations

from collections.abc import Iterable

from innocore_metrics.charts import Series, lines, money_axis
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.indicators import pay, recruitment, staffing
from innocore_metrics.model import Figure
from innocore_metrics.numbers import format_money_tick, format_number
from innocore_metrics.scenarios import FIRST, LAST, Outcome
from innocore_metrics.scenarios.figures import at_year, by_year, outcomes

PAGE = "scenarios"
FILTERS = ("scenarios",)
FIVE_YEARS = 2029  # The end of the five years that the announced budget is for.
DASH = {"base": "solid", "s1": "solid", "s2": "dash", "s3": "dot"}


def name_of(view: View, scenario: str) -> str:
    """The name of a scenario: baseline, scenario 1 ..."""
    return view.words(f"group.{scenario}")


def focused(view: View) -> tuple[str, dict[str, Outcome]]:
    """The scenario spoken about, and all that are shown."""
    return view.selection.scenarios.focus, outcomes(view.dataset, view.selection.scenarios)


def _paths(
    view: View, found: dict[str, Outcome], measure: str
) -> tuple[list[Series], list[Figure]]:
    """The series of a measure for every scenario, and the figures they are made of."""
    series: list[Series] = []
    figures: list[Figure] = []
    for scenario, outcome in found.items():
        own = by_year(view.dataset, outcome, measure, scenario)
        figures += own
        label, dash = name_of(view, scenario), DASH[scenario]
        series.append(view.line(own, label, scenario, dash=dash, band=True))
    return series, figures


def span(view: View, figure: Figure, decimals: int) -> str:
    """The interval in brackets, with a space before it; nothing where there is none."""
    if figure.lower is None or figure.upper is None:
        return ""
    low, high = (format_number(end, decimals) for end in (figure.lower, figure.upper))
    return view.words("scenario.span", low=low, high=high)


def scenario_ratio(view: View) -> Exhibit:
    """Postdocs per faculty member by year, beside MIT's."""
    focus, found = focused(view)
    outcome = found[focus]
    series, figures = _paths(view, found, "ratio")
    mit = by_year(view.dataset, outcome, "mit_ratio", focus)
    series.append(view.line(mit, view.labels.entity("mit"), "mit", dash="dashdot"))
    year = outcome.year
    ratio = at_year(view.dataset, outcome, "ratio", focus, year)
    theirs = at_year(view.dataset, outcome, "mit_ratio", focus, year)
    chart = lines(series, view.words("unit_axis.ratio"), view.theme)
    return view.exhibit(
        "scenario-ratio",
        (*staffing.ratios(view.dataset, ("mit", staffing.FOUR)), *figures, *mit),
        chart,
        name=name_of(view, focus),
        year=year,
        ratio=view.labels.number(ratio),
        span=span(view, ratio, 2),
        percent=format_number(100 * ratio.number / theirs.number),
    )


def scenario_stock(view: View) -> Exhibit:
    """Postdocs of the four institutes by year."""
    focus, found = focused(view)
    series, figures = _paths(view, found, "stock")
    own = by_year(view.dataset, found[focus], "stock", focus)
    chart = lines(series, view.words("unit_axis.persons"), view.theme)
    postdocs = staffing.headcount(view.dataset, "postdocs", staffing.FOUR)
    finding = _course(view, own)
    return view.exhibit(
        "scenario-stock",
        (postdocs, *figures),
        chart,
        name=name_of(view, focus),
        finding=finding,
    )


def _course(view: View, path: tuple[Figure, ...]) -> str:
    """Whether people become more, fewer, or more and then fewer."""
    first, last = path[0], path[-1]
    peak = path[0]
    for figure in path:
        peak = figure if figure.number > peak.number else peak
    # A peak that is read as one of the ends is none.
    ends = {view.labels.value(first), view.labels.value(last)}
    if view.labels.value(peak) not in ends:
        kind = "peaks"
    elif len(ends) == 1:
        kind = "stays"
    else:
        kind = "rises" if last.number > first.number else "falls"
    return view.words(
        f"scenario.{kind}",
        year=peak.period,
        peak=view.labels.value(peak),
        first=view.labels.value(first),
        last=view.labels.value(last),
        end=LAST,
        start=FIRST,
    )


def scenario_cost(view: View) -> Exhibit:
    """What the programme costs a year."""
    focus, found = focused(view)
    outcome = found[focus]
    series, figures = _paths(view, found, "cost")
    totals = [
        at_year(view.dataset, one, "cost_total", scenario, year)
        for scenario, one in found.items()
        for year in dict.fromkeys((FIVE_YEARS, one.year))
    ]
    chart = lines(series, view.words("unit_axis.krw_year"), view.theme)
    top = max(end for figure in figures for end in figure.bounds)
    money_axis(chart, top, lambda value: format_money_tick(value, view.words.lang))
    published = recruitment.budget(view.dataset)[0]
    at = (
        at_year(view.dataset, outcome, "cost_total", focus, y) for y in (FIVE_YEARS, outcome.year)
    )
    five, total = (view.labels.value(figure) for figure in at)
    return view.exhibit(
        "scenario-cost",
        (published, *totals, *figures),
        chart,
        name=name_of(view, focus),
        five=five,
        year=outcome.year,
        total=total,
        published=view.labels.value(published),
    )


def scenario_salary(view: View) -> Exhibit:
    """The InnoCORE salary as a share of MIT's, by market rate and by purchasing power."""
    focus, found = focused(view)
    outcome = found[focus]
    series, figures = _paths(view, found, "share")
    ppp = by_year(view.dataset, outcome, "share_ppp", focus)
    mean = by_year(view.dataset, outcome, "share_mean", focus)
    label = view.words("scenario.in_ppp", name=name_of(view, focus))
    series.append(view.line(ppp, label, "mit", dash="dashdot"))
    chart = lines(series, view.words("unit_axis.share_of_mit"), view.theme)
    at = [
        at_year(view.dataset, outcome, name, focus, outcome.year) for name in ("share", "share_ppp")
    ]
    share, in_ppp = (view.labels.value(figure) for figure in at)
    return view.exhibit(
        "scenario-salary",
        (*_salaries(view), *figures, *ppp, *mean),
        chart,
        name=name_of(view, focus),
        year=outcome.year,
        share=share,
        ppp=in_ppp,
    )


def _salaries(view: View) -> Iterable[Figure]:
    return pay.mit_salary(view.dataset), pay.programme_salary(view.dataset)


SPECS = (
    Spec("scenario-ratio", PAGE, FILTERS, scenario_ratio),
    Spec("scenario-stock", PAGE, FILTERS, scenario_stock),
    Spec("scenario-cost", PAGE, FILTERS, scenario_cost),
    Spec("scenario-salary", PAGE, FILTERS, scenario_salary),
)
