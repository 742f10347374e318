"""How recruitment in the ledger goes on over time, and where it may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from innocore_metrics.charts import Point, Series, lines
from innocore_metrics.exhibits.base import Exhibit, Spec, View, decimal_year
from innocore_metrics.indicators import ledger
from innocore_metrics.indicators import recruitment as published
from innocore_metrics.model import Figure

PAGE = "recruitment"
_COLOURS = ("four-institutes", "innocore", "second")
_MOST_TICKS = 5


def cohorts_of(view: View) -> tuple[int, ...]:
    """The cohorts that the ledger of a view speaks of, oldest first."""
    return ledger.view_of(view.dataset).cohorts


def cohort_name(view: View, cohort: int) -> str:
    """A cohort as a reader knows it."""
    return view.labels.group(ledger.cohort_key(cohort))


def series_name(view: View, series: str, cohort: int) -> str:
    """The name of a cohort's series of a kind."""
    return view.words(f"series.{series}", cohort=cohort_name(view, cohort))


def joined(view: View, parts: Sequence[str]) -> str:
    """Clauses as one sentence."""
    return view.labels.listed(parts)


def progress(view: View) -> Exhibit:
    """Starts by month, the published totals, the targets, and a forecast where one can be made."""
    series: list[Series] = []
    figures: list[Figure] = []
    clauses = []
    for cohort, colour in zip(cohorts_of(view), _COLOURS, strict=False):
        shown = _cohort_series(view, cohort, colour)
        series += shown[0]
        figures += shown[1]
        clauses.append(_clause(view, cohort))
    totals: tuple[Figure, ...] = ()
    if ledger.coverage(view.dataset, ledger.FIRST).complete:
        totals = published.counts(view.dataset, "total")
        series.append(view.line(totals, view.words("series.published"), "loss", joined=False))
    chart = None
    if any(one.points for one in series):
        ticks = _ticks(view, series)
        chart = lines(series, view.words("unit_axis.persons"), view.theme, ticks=ticks)
    return covered(
        view,
        "ledger-progress",
        (*figures, *totals),
        chart,
        day=view.labels.period(ledger.view_of(view.dataset).date),
        clauses=joined(view, clauses),
    )


def _clause(view: View, cohort: int) -> str:
    """How many started of how many; no target beside the count of some institutes."""
    total, goal = ledger.started(view.dataset, cohort), ledger.target(view.dataset, cohort)
    known = ledger.coverage(view.dataset, cohort)
    name = cohort_name(view, cohort)
    if known.complete:
        values = {"total": view.labels.short(total), "target": view.labels.value(goal)}
        return view.words("ledger.clause", cohort=name, **values)
    if not known.reported:
        return view.words("ledger.clause_none", cohort=name)
    who = view.labels.listed([view.labels.entity(id) for id in known.reported])
    values = {"total": view.labels.value(total), "who": who}
    return view.words("ledger.clause_some", cohort=name, **values)


def covered(view: View, id: str, *arguments: Any, **values: Any) -> Exhibit:
    """An exhibit of the ledger that says which institutes have not reported."""
    notices = [
        *(_coverage_notice(view, cohort) for cohort in cohorts_of(view)),
        *values.pop("notices", ()),
    ]
    notices = [notice for notice in notices if notice]
    made = view.exhibit(id, *arguments, notices=notices, **values)
    return _partial(view, made)


def _partial(view: View, exhibit: Exhibit) -> Exhibit:
    """The same with a title that says where its sums are not of all institutes."""
    counted = {f.group.split(".")[0] for f in exhibit.figures if f.published}
    for cohort in cohorts_of(view):
        known = ledger.coverage(view.dataset, cohort)
        if known.complete or ledger.cohort_key(cohort) not in counted:
            continue
        title = view.words(
            "ledger.some",
            title=exhibit.title,
            cohort=cohort_name(view, cohort),
            count=len(known.reported),
            all=known.count,
        )
        alt = view.labels.alt(title, exhibit.figures)
        return replace(exhibit, title=title, alt=alt)
    return exhibit


def _coverage_notice(view: View, cohort: int) -> str:
    known = ledger.coverage(view.dataset, cohort)
    if known.complete:
        return ""
    names = [
        view.labels.listed([view.labels.entity(id) for id in ids])
        for ids in (known.reported, known.missing)
    ]
    return view.words(
        "ledger.coverage" if known.reported else "ledger.coverage_none",
        cohort=cohort_name(view, cohort),
        count=len(known.reported),
        all=known.count,
        reported=names[0],
        missing=names[1],
    )


def _cohort_series(view: View, cohort: int, colour: str) -> tuple[list[Series], list[Figure]]:
    months = ledger.monthly(view.dataset, cohort)
    total, goal = ledger.started(view.dataset, cohort), ledger.target(view.dataset, cohort)
    # The total stands at its own day, so the month it falls in is left out.
    line = [f for f in months if ledger.month_end(f.period).isoformat() < total.period]
    ahead = ledger.forecast(view.dataset, cohort)
    if total.published and goal.published and total.number >= goal.number:
        ahead = ()
    series = [_monthly_line(view, [*line, total], series_name(view, "ledger", cohort), colour)]
    if ahead:
        fan = [replace(total, lower=total.value, upper=total.value), *ahead]
        label = series_name(view, "forecast", cohort)
        series.append(view.line(fan, label, colour, dash="dot", band=True))
    complete = ledger.coverage(view.dataset, cohort).complete
    if complete and goal.published and (line or ahead or total.published):
        series.append(_target_line(view, cohort, goal, [*line, total, *ahead]))
    pace = ledger.pace_figure(view.dataset, cohort)
    share = ledger.progress(view.dataset, cohort)
    against = [goal, share] if complete else []
    return series, [total, *against, *pace, *months, *ahead]


def _monthly_line(view: View, figures: Sequence[Figure], label: str, colour: str) -> Series:
    """Month ends stand at their last day, not at the first as a bare month would."""
    line = view.line(figures, label, colour)
    published_ = [f for f in figures if f.published]
    at = [f.period if len(f.period) > 7 else str(ledger.month_end(f.period)) for f in published_]
    points = tuple(
        Point(decimal_year(day), point.value, point.text)
        for day, point in zip(at, line.points, strict=True)
    )
    return Series(label, points, colour)


def _target_line(view: View, cohort: int, goal: Figure, figures: Sequence[Figure]) -> Series:
    days = [f.period if len(f.period) > 7 else f"{f.period}-01" for f in figures]
    ends = (min(days), max(days))
    text = view.labels.value(goal)
    name = f"{series_name(view, 'cohort_target', cohort)} {text}"
    points = [replace(goal, period=day) for day in ends]
    return view.line(points, name, "other", dash="dash", below=True)


def _ticks(view: View, series: Sequence[Series]) -> list[tuple[float, str]]:
    """Quarters, half-years or years, so that no more than a few stand on the axis."""
    xs = [point.x for one in series for point in one.points]
    first, last = int(min(xs) * 12), int(max(xs) * 12) + 1
    step = next(s for s in (3, 6, 12, 24) if (last - first) / s <= _MOST_TICKS)
    months = range(first // step * step + step, last + 1, step)
    names = (f"{month // 12}-{month % 12 + 1:02d}" for month in months)
    return [(m / 12, view.labels.period(name)) for m, name in zip(months, names, strict=True)]


def forecast(view: View) -> Exhibit:
    """The probability of reaching the target by the ends of the next months."""
    series, figures, findings, notices = [], [], [], []
    for cohort, colour in zip(cohorts_of(view), _COLOURS, strict=False):
        total, goal = ledger.started(view.dataset, cohort), ledger.target(view.dataset, cohort)
        if not ledger.coverage(view.dataset, cohort).complete:
            figures.append(total)
            continue
        figures += [total, goal]
        if total.published and goal.published and total.number >= goal.number:
            findings.append(view.words("ledger.reached", cohort=cohort_name(view, cohort)))
            continue
        chances = ledger.chances(view.dataset, cohort)
        if not chances:
            notices.append(view.words("ledger.too_few", cohort=cohort_name(view, cohort)))
            continue
        series.append(view.line(chances, cohort_name(view, cohort), colour))
        figures += [*ledger.pace_figure(view.dataset, cohort), *chances]
        findings.append(_finding(view, cohort, chances))
    chart = None
    if series:
        ticks = _ticks(view, series)
        chart = lines(series, view.words("unit_axis.probability"), view.theme, ticks=ticks)
        chart.update_yaxes(range=[0, 104])
    finding = joined(view, findings) or view.words(
        "ledger.no_forecast" if notices else "ledger.not_all_reported"
    )
    return covered(view, "ledger-forecast", figures, chart, notices=notices, finding=finding)


def _finding(view: View, cohort: int, chances: Sequence[Figure]) -> str:
    """When the target is more likely reached than not, or how likely it is after all months."""
    likely = next((f for f in chances if f.number >= 50), None)
    shown = likely or chances[-1]
    key = "ledger.likely" if likely else "ledger.unlikely"
    values = {"day": view.labels.period(shown.period), "chance": view.labels.value(shown)}
    return view.words(key, cohort=cohort_name(view, cohort), **values)


SPECS = (
    Spec("ledger-progress", PAGE, (), progress),
    Spec("ledger-forecast", PAGE, (), forecast),
)
