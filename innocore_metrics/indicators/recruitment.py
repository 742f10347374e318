"""Recruitment as published: dated totals, compositions, host against lead, and the money."""

from __future__ import annotations

from collections import Counter

from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.derive import derived, observed
from innocore_metrics.model import Figure, RecruitmentCount

COHORT_DATE = "2025-09-29"
YEARS = 5
_INDICATOR = {
    "total": "recruitment-total",
    "host": "recruitment-by-host",
    "group": "recruitment-by-group",
    "talent-source": "recruitment-by-source",
    "previous-post": "recruitment-by-previous-post",
    "nationality": "recruitment-by-nationality",
}


def _figure(row: RecruitmentCount) -> Figure:
    about_entity = row.dimension in ("host", "group")
    return Figure(
        entity=row.category if about_entity else "innocore",
        indicator=_INDICATOR[row.dimension],
        period=row.date,
        value=row.count,
        unit=row.unit,
        status=row.status,
        sources=(row.source,),
        group="" if about_entity or row.dimension == "total" else row.category,
        note_ko=row.note_ko,
        note_en=row.note_en,
    )


def counts(dataset: Dataset, dimension: str, day: str = "") -> tuple[Figure, ...]:
    """Published counts of one dimension (unit: persons), of one day where given."""
    return tuple(
        _figure(row)
        for row in dataset.recruitment
        if row.dimension == dimension and (not day or row.date == day)
    )


def target(dataset: Dataset) -> Figure:
    """Posts of the 2025 cohort (unit: persons)."""
    return observed(dataset.one("recruitment-target", "innocore", "2025-06-15"))


def progress(total: Figure, goal: Figure) -> Figure:
    """Share of the target reached (unit: percent).

    >>> people = lambda n: Figure("innocore", "x", "2025-09-09", n, "persons", "secondary", ())
    >>> progress(people(368), people(400)).number
    92.0
    """
    value = 100 * total.number / goal.number
    return derived(
        "recruitment-progress",
        total.entity,
        total.period,
        "percent",
        value,
        (total, goal),
        formula="100 x appointed / target",
        note=(total.note_ko, total.note_en),
    )


def composition(dataset: Dataset) -> tuple[Figure, ...]:
    """Talent sources of the cohort, with those not reported as a class of their own."""
    classes = counts(dataset, "talent-source", COHORT_DATE)
    (whole,) = counts(dataset, "total", COHORT_DATE)
    rest = whole.number - sum(figure.number for figure in classes)
    note = (
        "밝히지 않은 인원은 분류가 서로 겹치지 않는다고 볼 때의 나머지입니다.",
        "Those not reported are what is left if the classes do not overlap.",
    )
    unreported = derived(
        "recruitment-unreported",
        "innocore",
        COHORT_DATE,
        "persons",
        rest,
        (whole, *classes),
        group="unreported",
        formula="total - classes",
        note=note,
    )
    return (*classes, unreported)


def _grouped(dataset: Dataset, indicator: str, attribute: str) -> tuple[Figure, ...]:
    groups = counts(dataset, "group", COHORT_DATE)
    keys = {
        figure.entity: str(getattr(dataset.group[figure.entity], attribute)) for figure in groups
    }
    sums: Counter[str] = Counter()
    for figure in groups:
        sums[keys[figure.entity]] += int(figure.number)
    return tuple(
        derived(
            indicator,
            key if attribute == "lead" else "innocore",
            COHORT_DATE,
            "persons",
            sums[key],
            [figure for figure in groups if keys[figure.entity] == key],
            group="" if attribute == "lead" else key,
            formula="sum of groups",
        )
        for key in dict.fromkeys(keys.values())
    )


def by_lead(dataset: Dataset) -> tuple[Figure, ...]:
    """People by the institute that leads their group (unit: persons)."""
    return _grouped(dataset, "recruitment-by-lead", "lead")


def by_field(dataset: Dataset) -> tuple[Figure, ...]:
    """People by research field of their group (unit: persons)."""
    return _grouped(dataset, "recruitment-by-field", "field")


def budget(dataset: Dataset) -> tuple[Figure, ...]:
    """The published total, the identity that rebuilds it, and the reported yearly plan (krw).

    Identity: target x (salary + research money) x 5 years. The plan of the press: the
    budget of 2025 and four years at the reported yearly sum.
    """
    total = observed(dataset.one("programme-budget-total", "innocore", "2025/2029"))
    salary = observed(dataset.one("programme-salary", "innocore", "2025-06-15"))
    research = observed(dataset.one("programme-research-fund", "innocore", "2025-06-15"))
    first = observed(dataset.one("programme-budget-year", "innocore", "2025"))
    plan = observed(dataset.one("programme-budget-plan-year", "innocore", "2025/2029"))
    goal = target(dataset)
    per_place = derived(
        "programme-money-per-place",
        "innocore",
        "2025-06-15",
        "krw_per_year",
        salary.number + research.number,
        (salary, research),
        formula="salary + research money",
    )
    identity = derived(
        "budget-identity",
        "innocore",
        "2025/2029",
        "krw",
        goal.number * per_place.number * YEARS,
        (goal, per_place),
        formula="400 x (90m + 60m) x 5",
    )
    press = derived(
        "budget-press-plan",
        "innocore",
        "2025/2029",
        "krw",
        first.number + (YEARS - 1) * plan.number,
        (first, plan),
        formula="30bn + 4 x 60bn",
    )
    return total, identity, press, per_place, first, plan


def recruitment_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every recruitment figure and the budget identity."""
    goal = target(dataset)
    totals = counts(dataset, "total")
    return (
        goal,
        *totals,
        *(progress(total, goal) for total in totals),
        *composition(dataset),
        *counts(dataset, "previous-post"),
        *counts(dataset, "host"),
        *by_lead(dataset),
        *by_field(dataset),
        *counts(dataset, "group"),
        *counts(dataset, "nationality"),
        *budget(dataset),
    )
