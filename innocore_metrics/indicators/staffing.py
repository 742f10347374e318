"""Postdocs and faculty: the ratio, what parity takes, and what is not published."""

from __future__ import annotations

import math
from dataclasses import replace

from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.derive import derived, not_published, observed
from innocore_metrics.model import Figure
from innocore_metrics.numbers import Interval, quotient

YEAR = "2024"
FOUR = "four-institutes"


def headcount(dataset: Dataset, indicator: str, entity: str, period: str = YEAR) -> Figure:
    """People of ``entity`` in ``period``; ``not published`` where no source gives them.

    Unit: persons. Indicators: full-time-faculty, postdocs, postdocs-in-national-rd.
    """
    found = dataset.observed(indicator, entity, period)
    return observed(found[0]) if found else not_published(entity, indicator, period, "persons")


def postdocs_per_faculty(postdocs: Figure, faculty: Figure, group: str = "") -> Figure:
    """Postdocs divided by full-time faculty (unit: ratio).

    >>> people = lambda n: Figure("mit", "x", "2024", n, "persons", "published", ("s",))
    >>> round(postdocs_per_faculty(people(1534), people(1090)).number, 3)
    1.407
    """
    ready = postdocs.published and faculty.published
    interval = quotient(postdocs.bounds, faculty.bounds) if ready else None
    return derived(
        "postdocs-per-faculty",
        postdocs.entity,
        postdocs.period,
        "ratio",
        postdocs.number / faculty.number if ready else None,
        (postdocs, faculty),
        interval=interval,
        group=group,
        formula="postdocs / full-time-faculty",
    )


def ratios(dataset: Dataset, institutes: tuple[str, ...]) -> tuple[Figure, ...]:
    """The ratio of each chosen institute in 2024, in the order chosen."""
    return tuple(
        postdocs_per_faculty(
            headcount(dataset, "postdocs", institute),
            headcount(dataset, "full-time-faculty", institute),
        )
        for institute in institutes
    )


def ratio_multiple(mit: Figure, four: Figure) -> Figure:
    """How many times the four institutes' ratio MIT's is (unit: times).

    >>> ratio = lambda x: Figure("mit", "postdocs-per-faculty", "2024", x, "ratio", "derived", ())
    >>> round(ratio_multiple(ratio(1534 / 1090), ratio(792 / 1388)).number, 2)
    2.47
    """
    value = mit.number / four.number
    return derived("ratio-multiple", FOUR, YEAR, "times", value, (mit, four), formula="MIT / four")


def parity(mit: Figure, faculty: Figure) -> Figure:
    """Postdocs that the MIT ratio asks of this faculty, rounded up (unit: persons).

    >>> ratio = Figure("mit", "postdocs-per-faculty", "2024", 1534 / 1090, "ratio", "derived", ())
    >>> people = Figure("x", "full-time-faculty", "2024", 1388, "persons", "published", ())
    >>> parity(ratio, people).number
    1954.0
    """
    # Guards against 1954.0000000001 becoming 1955.
    value = float(math.ceil(round(mit.number * faculty.number, 6)))
    formula = "ceil(MIT ratio x faculty)"
    inputs = (mit, faculty)
    return derived(
        "postdocs-for-parity", faculty.entity, YEAR, "persons", value, inputs, formula=formula
    )


def missing(needed: Figure, postdocs: Figure) -> Figure:
    """Postdocs needed for parity less those employed (unit: persons)."""
    value = needed.number - postdocs.number
    inputs = (needed, postdocs)
    formula = "needed - employed"
    return derived(
        "postdocs-missing", needed.entity, YEAR, "persons", value, inputs, formula=formula
    )


def after_programme(postdocs: Figure, appointed: Figure, faculty: Figure) -> Figure:
    """The ratio if all appointed come on top of those employed (unit: ratio).

    >>> people = lambda n: Figure("x", "y", "2024", n, "persons", "published", ())
    >>> round(after_programme(people(792), people(400), people(1388)).number, 3)
    0.859
    """
    value = (postdocs.number + appointed.number) / faculty.number
    return derived(
        "postdocs-per-faculty-after",
        postdocs.entity,
        appointed.period,
        "ratio",
        value,
        (postdocs, appointed, faculty),
        formula="(postdocs + appointed) / faculty",
    )


def implied_faculty(dataset: Dataset, institutes: tuple[str, ...]) -> tuple[Figure, ...]:
    """Faculty of each chosen institute implied by resignations (estimates with ranges)."""
    rows = (row for row in dataset.observed("faculty-implied") if row.entity in institutes)
    return tuple(observed(row) for row in rows)


def implied_total(dataset: Dataset) -> Figure:
    """Faculty of all four, implied from the unrounded quotients (estimate, unit: persons)."""
    resigned = [observed(row) for row in dataset.observed("faculty-resignations")]
    share = {row.entity: observed(row) for row in dataset.observed("faculty-resignations-percent")}
    ranges = [quotient(figure.bounds, share[figure.entity].bounds, 100) for figure in resigned]
    value = sum(100 * figure.number / share[figure.entity].number for figure in resigned)
    total = derived(
        "faculty-implied",
        FOUR,
        "2025",
        "persons",
        value,
        (*resigned, *share.values()),
        interval=Interval(sum(r.lower for r in ranges), sum(r.upper for r in ranges)),
        formula="sum of resignations / share",
    )
    return replace(total, status="estimate")


def staffing_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every staffing figure: heads, ratios, parity, estimates, both counts of postdocs."""
    members = dataset.members(FOUR)
    everyone = ("mit", FOUR, *members)
    counts = tuple(
        headcount(dataset, indicator, entity)
        for indicator in ("full-time-faculty", "postdocs")
        for entity in everyone
    )
    every_ratio = ratios(dataset, everyone)
    mit, four = every_ratio[:2]
    faculty = headcount(dataset, "full-time-faculty", FOUR)
    postdocs = headcount(dataset, "postdocs", FOUR)
    needed = parity(mit, faculty)
    target = observed(dataset.one("recruitment-target", "innocore", "2025-06-15"))
    second = headcount(dataset, "postdocs-in-national-rd", FOUR)
    estimates = implied_faculty(dataset, members)
    return (
        *counts,
        *every_ratio,
        ratio_multiple(mit, four),
        needed,
        missing(needed, postdocs),
        after_programme(postdocs, target, faculty),
        *(observed(row) for row in dataset.observed("postdocs-in-national-rd")),
        postdocs_per_faculty(second, faculty, "national-rd"),
        *estimates,
        implied_total(dataset),
    )
