"""Recruitment as the ledger has it, told apart from what was published, and how the two agree."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from innocore_metrics.dataset import Dataset
from innocore_metrics.dataset.ledger import LEDGER_SOURCE
from innocore_metrics.errors import Problem, SelectionError
from innocore_metrics.indicators import recruitment as published
from innocore_metrics.indicators.coverage import (
    Coverage,
    coverage_of,
    not_reported,
    with_coverage,
)
from innocore_metrics.indicators.derive import derived, not_published, observed
from innocore_metrics.indicators.forecast import Pace, pace
from innocore_metrics.model import Figure, LedgerCount, LedgerView

STAGES = ("applied", "offered", "accepted", "started", "left")
# Dimension of the ledger -> our indicator, and whether its categories are entities.
DIMENSIONS = {
    "group": ("ledger-by-group", True),
    "lead": ("ledger-by-lead", True),
    "host": ("ledger-by-host", True),
    "field": ("ledger-by-field", False),
    "talent-source": ("ledger-by-source", False),
    "country": ("ledger-by-country", False),
}
_HELD = (
    "{day} 현재 값입니다. "
    "그 뒤 그대로이거나 5명 미만이 달라져, 개인이 드러나지 않도록 그대로 둡니다.",
    "It is as of {day}: the same since, or changed by fewer than 5 people "
    "and left as it was to protect them.",
)
MONTHS_AHEAD = 12
# The cohort that figures were published about.
FIRST = int(published.COHORT_DATE[:4])
NO_FIELD = "no-field"


def view_of(dataset: Dataset) -> LedgerView:
    """The ledger of a dataset; SelectionError where nothing was released yet."""
    if dataset.ledger is None:
        raise SelectionError([Problem(code="no_ledger")])
    return dataset.ledger


def cohort_key(cohort: int) -> str:
    """How a cohort is spelt in the id of a figure.

    >>> cohort_key(2026)
    'cohort-2026'
    """
    return f"cohort-{cohort}"


def _figure(row: LedgerCount, indicator: str, entity: str, group: str) -> Figure:
    hidden = row.count is None
    note = tuple(text.format(day=row.as_of) for text in _HELD) if row.mark == "held" else ("", "")
    return Figure(
        entity=entity,
        indicator=indicator,
        period=row.category if row.dimension == "month" else row.as_of,
        value=row.count,
        unit="persons",
        status="protected" if hidden else "recorded",
        sources=(LEDGER_SOURCE,),
        lower=row.lower if hidden else None,
        upper=row.upper if hidden else None,
        group=group,
        note_ko=note[0],
        note_en=note[1],
    )


def coverage(dataset: Dataset, cohort: int) -> Coverage:
    """Which institutes have reported starts of a cohort."""
    return coverage_of(view_of(dataset), cohort)


def _sum(dataset: Dataset, row: LedgerCount, indicator: str, group: str) -> Figure:
    """A count over all institutes, marked where some have not reported."""
    figure = _figure(row, indicator, "innocore", group)
    return with_coverage(figure, coverage(dataset, row.cohort), dataset)


def stages(dataset: Dataset, cohort: int) -> tuple[Figure, ...]:
    """People by stage, from the start to the date of the ledger (unit: persons)."""
    view = view_of(dataset)
    return tuple(
        _sum(dataset, row, "ledger-stage", f"{cohort_key(cohort)}.{stage}")
        for stage in STAGES
        for row in view.find(cohort, stage, "total")
    )


def net(dataset: Dataset, cohort: int) -> tuple[Figure, ...]:
    """Started less left (unit: persons)."""
    rows = view_of(dataset).find(cohort, "net", "total")
    return tuple(_sum(dataset, row, "ledger-net", cohort_key(cohort)) for row in rows)


def started(dataset: Dataset, cohort: int) -> Figure:
    """Everybody of a cohort who started (unit: persons)."""
    return next(f for f in stages(dataset, cohort) if f.group.endswith(".started"))


def by(dataset: Dataset, cohort: int, dimension: str) -> tuple[Figure, ...]:
    """Started by group, lead, host, field, talent source or country (unit: persons)."""
    indicator, is_entity = DIMENSIONS[dimension]
    key, known = cohort_key(cohort), coverage(dataset, cohort)
    figures = tuple(
        _figure(row, indicator, row.category, key)
        if is_entity
        else _figure(row, indicator, "innocore", f"{key}.{row.category or NO_FIELD}")
        for row in view_of(dataset).find(cohort, "started", dimension)
    )
    if dimension == "host":
        return tuple(not_reported(f) if f.entity in known.missing else f for f in figures)
    return tuple(with_coverage(figure, known, dataset) for figure in figures)


def monthly(dataset: Dataset, cohort: int) -> tuple[Figure, ...]:
    """Started up to the end of each month that may be shown (unit: persons)."""
    rows = view_of(dataset).find(cohort, "started", "month")
    return tuple(_sum(dataset, row, "ledger-cumulative", cohort_key(cohort)) for row in rows)


def target(dataset: Dataset, cohort: int) -> Figure:
    """Posts of a cohort, as planned (unit: persons); not published where no plan is known."""
    rows = dataset.observed("recruitment-target", "innocore")
    own = [row for row in rows if row.period.startswith(str(cohort))]
    if not own:
        return not_published("innocore", "recruitment-target", str(cohort), "persons")
    return observed(own[0])


def progress(dataset: Dataset, cohort: int) -> Figure:
    """Share of the cohort's target that has started (unit: percent of the target).

    Not published until all institutes have reported: the target is one of all.
    """
    total, goal = started(dataset, cohort), target(dataset, cohort)
    value = None
    if total.published and goal.published and coverage(dataset, cohort).complete:
        value = 100 * total.number / goal.number
    return derived(
        "ledger-progress",
        "innocore",
        total.period,
        "percent-of-reference",
        value,
        (total, goal),
        group=cohort_key(cohort),
        formula="100 x started / target",
    )


def month_end(month: str) -> date:
    """The last day of a month.

    >>> month_end("2028-02")
    datetime.date(2028, 2, 29)
    """
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def points(dataset: Dataset, cohort: int) -> list[tuple[date, int]]:
    """Cumulative starts at month ends that are over, then at the date of the total."""
    total = started(dataset, cohort)
    if not total.published:
        return []
    day = date.fromisoformat(total.period)
    ends = [(month_end(f.period), int(f.number)) for f in monthly(dataset, cohort) if f.published]
    return [*((end, count) for end, count in ends if end < day), (day, int(total.number))]


def observed_pace(dataset: Dataset, cohort: int) -> Pace | None:
    """The pace of a cohort; None where points are too few, or institutes have not reported."""
    if not coverage(dataset, cohort).complete:
        return None
    return pace(points(dataset, cohort))


def pace_figure(dataset: Dataset, cohort: int) -> tuple[Figure, ...]:
    """People who start in 30 days at the pace of the last year; empty where points are too few."""
    found, total = observed_pace(dataset, cohort), started(dataset, cohort)
    if found is None:
        return ()
    figure = derived(
        "ledger-pace",
        "innocore",
        total.period,
        "persons_per_month",
        found.rate * 30,
        (total,),
        group=cohort_key(cohort),
        formula="30 x (last - first) / days, last 366 days",
    )
    return (figure,)


def _ahead(last: date) -> Iterator[date]:
    """The ends of the next months, the first at least half a month away."""
    start = last.year * 12 + last.month - 1 + (1 if last.day > 15 else 0)
    for number in range(start, start + MONTHS_AHEAD):
        yield month_end(f"{number // 12}-{number % 12 + 1:02d}")


def forecast(dataset: Dataset, cohort: int, share: float = 0.95) -> tuple[Figure, ...]:
    """People by the ends of the next months at the present pace, with a ``share`` interval.

    Empty where there are too few points. Status: estimate.
    """
    found, total = observed_pace(dataset, cohort), started(dataset, cohort)
    if found is None:
        return ()
    tail = (1 - share) / 2
    return tuple(
        Figure(
            entity="innocore",
            indicator="forecast-people",
            period=day.isoformat(),
            value=float(round(found.count + found.mean((day - found.last).days))),
            unit="persons",
            status="estimate",
            sources=total.sources,
            lower=found.quantile(tail, (day - found.last).days),
            upper=found.quantile(1 - tail, (day - found.last).days),
            group=f"{cohort_key(cohort)}.interval-{round(100 * share)}",
            formula="negative binomial, constant rate of the last 366 days",
        )
        for day in _ahead(found.last)
    )


def chances(dataset: Dataset, cohort: int) -> tuple[Figure, ...]:
    """Probability of reaching the target by the ends of the next months (unit: percent)."""
    found, goal = observed_pace(dataset, cohort), target(dataset, cohort)
    total = started(dataset, cohort)
    if found is None or not goal.published:
        return ()
    return tuple(
        Figure(
            entity="innocore",
            indicator="forecast-probability",
            period=day.isoformat(),
            value=100 * found.probability(goal.number, (day - found.last).days),
            unit="percent",
            status="estimate",
            sources=(*total.sources, *goal.sources),
            group=cohort_key(cohort),
            formula="P(started + further >= target)",
        )
        for day in _ahead(found.last)
    )


def agreement(dataset: Dataset) -> tuple[tuple[Figure, Figure, Figure], ...]:
    """Published figures of the first cohort, the ledger's, and the ledger's less the published.

    Totals are set against the end of the same month, breakdowns against the ledger's own date.
    Until all institutes have reported, only hosts that have are compared.
    """
    pairs = [*_totals(dataset), *_breakdowns(dataset)]
    return tuple((before, own, _difference(before, own)) for before, own in pairs)


def _totals(dataset: Dataset) -> Iterator[tuple[Figure, Figure]]:
    """The last published total; it dates from the end of a month, the earlier ones do not."""
    ends = {figure.period: figure for figure in monthly(dataset, FIRST)}
    if not coverage(dataset, FIRST).complete:
        return
    for total in published.counts(dataset, "total", published.COHORT_DATE):
        if total.period[:7] in ends:
            yield total, ends[total.period[:7]]


def _breakdowns(dataset: Dataset) -> Iterator[tuple[Figure, Figure]]:
    known = coverage(dataset, FIRST)
    for dimension in ("host", "group") if known.complete else ("host",):
        own = {figure.entity: figure for figure in by(dataset, FIRST, dimension)}
        for figure in published.counts(dataset, dimension):
            if figure.entity not in known.missing:
                yield figure, own[figure.entity]
    if not known.complete:
        return
    sources = {f.group.split(".")[1]: f for f in by(dataset, FIRST, "talent-source")}
    for figure in published.counts(dataset, "talent-source", published.COHORT_DATE):
        yield figure, sources[figure.group]


def _difference(before: Figure, own: Figure) -> Figure:
    missing = not own.published
    return derived(
        "ledger-difference",
        before.entity,
        own.period,
        "net-persons",
        None if missing else own.number - before.number,
        (before, own),
        group=f"{before.indicator.removeprefix('recruitment-')}.{before.group}".rstrip("."),
        formula="ledger - published",
    )


def ledger_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every figure of the ledger and its forecasts; none where nothing was released."""
    if dataset.ledger is None:
        return ()
    figures: list[Figure] = []
    for cohort in dataset.ledger.cohorts:
        figures += [*stages(dataset, cohort), *net(dataset, cohort), progress(dataset, cohort)]
        figures += pace_figure(dataset, cohort)
        for dimension in DIMENSIONS:
            figures += by(dataset, cohort, dimension)
        figures += monthly(dataset, cohort)
        figures += forecast(dataset, cohort)
        figures += chances(dataset, cohort)
    return (*figures, *(difference for _, _, difference in agreement(dataset)))
