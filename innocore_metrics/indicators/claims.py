"""Claims: what an announcement asserts, recomputed. The verdict follows from the numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from innocore_metrics.currency import Basis
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import Problem, RateError
from innocore_metrics.indicators import pay, recruitment, staffing
from innocore_metrics.indicators.derive import derived, not_published
from innocore_metrics.model import Claim, Figure
from innocore_metrics.numbers import Interval, rounding_interval
from innocore_metrics.selection import BASELINES, BASES, COUNTS, DEFAULT_RATE_DATE

EXACT, ROUNDED, ROUGH = "exact", "rounded", "rough"
DEPENDS, NOT_SUPPORTED = "depends on an assumption", "not supported"
VERDICTS = (EXACT, ROUNDED, ROUGH, DEPENDS, NOT_SUPPORTED)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What claims are recomputed with: money basis, count of postdocs, baseline of the multiple."""

    basis: Basis
    count: str = COUNTS[0]
    baseline: str = BASELINES[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim beside its recomputation.

    ``verdict`` holds under the assumptions given, ``overall`` over all of them; ``problems``
    say why nothing could be recomputed.
    """

    claim: Claim
    stated: Figure
    figure: Figure
    verdict: str
    overall: str
    problems: tuple[Problem, ...] = ()


def verdict(stated: float, step: float | None, figure: Figure) -> str:
    """How a stated value, rounded to ``step`` (None: given exactly), stands to its recomputation.

    ``exact``: the same number. ``rounded``: it rounds to the stated one. ``rough``: it does
    so in a step coarser than the digits stated, as of a value said in words. ``depends on an
    assumption``: only part of its interval does, or the number it needs is not published.
    Else ``not supported``.

    >>> made = lambda *x: Figure("x", "y", "2024", x[0], "ratio", "derived", (), *x[1:])
    >>> verdict(400, None, made(400.0)), verdict(1.4, 0.1, made(1.407))
    ('exact', 'rounded')
    >>> verdict(0.5, 0.25, made(0.571)), verdict(0.5, 0.25, made(0.924))
    ('rough', 'not supported')
    >>> verdict(1.8, 0.1, made(1.86, 1.84, 1.88)), verdict(41, 1, made(44.0, 43.2, 44.9))
    ('depends on an assumption', 'not supported')
    """
    if not figure.published:
        return DEPENDS
    if figure.value == stated:
        return EXACT
    low, high = rounding_interval(stated, step or 0)
    if low <= figure.number < high:
        return ROUGH if _coarse(stated, step or 0) else ROUNDED
    lower, upper = figure.bounds
    return DEPENDS if lower < high and upper >= low else NOT_SUPPORTED


def _coarse(stated: float, step: float) -> bool:
    """Whether ``step`` is coarser than the last digit of ``stated`` that is not a zero."""
    last = Decimal(repr(float(stated))).normalize().as_tuple().exponent
    return Decimal(repr(float(step))) > Decimal(1).scaleb(int(last))


def together(verdicts: tuple[str, ...]) -> str:
    """The verdict over all assumptions: theirs where they agree.

    >>> together(("rounded", "not supported", "not supported"))
    'depends on an assumption'
    >>> together(("exact", "rounded"))
    'rounded'
    """
    kinds = set(verdicts)
    if len(kinds) == 1:
        return verdicts[0]
    if kinds <= {EXACT, ROUNDED, ROUGH}:
        return ROUGH if ROUGH in kinds else ROUNDED
    return DEPENDS


def by_count(dataset: Dataset, count: str) -> Figure:
    """Postdocs per faculty member at the four institutes on one count of postdocs (ratio)."""
    faculty = staffing.headcount(dataset, "full-time-faculty", staffing.FOUR)
    if count == "employed":
        postdocs = staffing.headcount(dataset, "postdocs", staffing.FOUR)
        return staffing.postdocs_per_faculty(postdocs, faculty)
    second = staffing.headcount(dataset, "postdocs-in-national-rd", staffing.FOUR)
    return staffing.postdocs_per_faculty(second, faculty, "national-rd")


def by_basis(dataset: Dataset, basis: Basis) -> Figure:
    """The four institutes' salary as a share of MIT's on one basis; RateError without a rate."""
    return pay.shares(dataset, basis)[0]


def by_baseline(dataset: Dataset, baseline: str) -> Figure:
    """The InnoCORE salary as a multiple of a baseline (times).

    Nobody publishes a domestic mean: the multiple of it is not published either.
    """
    programme = pay.programme_salary(dataset)
    if baseline == "four-institutes":
        return pay.multiple(programme, pay.four_salary(dataset), baseline)
    missing = not_published(programme.entity, "salary-multiple", "2025", "times")
    return replace(missing, group=baseline)


def alternatives(dataset: Dataset, claim: Claim, day: str = DEFAULT_RATE_DATE) -> list[Figure]:
    """The recomputation under each assumption that the claim answers to, in their order.

    Raises:
        RateError: a basis has no rate for ``day``.
    """
    if claim.assumption == "count":
        return [by_count(dataset, count) for count in COUNTS]
    if claim.assumption == "basis":
        return [by_basis(dataset, Basis(kind, day)) for kind in BASES]
    if claim.assumption == "baseline":
        return [by_baseline(dataset, baseline) for baseline in BASELINES]
    return [_fixed(dataset)[claim.figure]]


@lru_cache(maxsize=4)
def _fixed(dataset: Dataset) -> dict[str, Figure]:
    """The figures that claims without an assumption refer to, by id."""
    bases = tuple(Basis(kind, DEFAULT_RATE_DATE) for kind in BASES)
    figures = (
        *staffing.staffing_figures(dataset),
        *pay.pay_figures(dataset, bases),
        *recruitment.recruitment_figures(dataset),
    )
    return {figure.id: figure for figure in figures}


def recomputed(dataset: Dataset, claim: Claim, assumptions: Assumptions) -> Figure:
    """The figure that a claim stands for, under ``assumptions``; RateError without a rate."""
    if claim.assumption == "count":
        return by_count(dataset, assumptions.count)
    if claim.assumption == "basis":
        return by_basis(dataset, assumptions.basis)
    if claim.assumption == "baseline":
        return by_baseline(dataset, assumptions.baseline)
    return _fixed(dataset)[claim.figure]


def stated_figure(claim: Claim, figure: Figure) -> Figure:
    """What the claim says, as a figure with the interval that its rounding leaves."""
    low, high = rounding_interval(claim.stated_value, claim.step or 0)
    return Figure(
        entity=figure.entity,
        indicator=figure.indicator,
        period=figure.period,
        value=claim.stated_value,
        unit=claim.unit,
        status=claim.status,
        sources=(claim.source,),
        lower=low if claim.step else None,
        upper=high if claim.step else None,
        group=f"stated.{claim.id}",
    )


def deviation(judged: Judged) -> Figure:
    """How far the recomputed value is from the stated one (percent-change of the stated)."""
    figure, stated = judged.figure, judged.stated
    ready = figure.published
    low, high = figure.bounds if ready else (0.0, 0.0)
    return derived(
        "claim-deviation",
        figure.entity,
        figure.period,
        "percent-change",
        _change(figure.number, stated.number) if ready else None,
        (figure, stated),
        interval=Interval(_change(low, stated.number), _change(high, stated.number)),
        basis=figure.basis,
        group=".".join(part for part in (judged.claim.id, figure.group) if part),
        formula="100 x (recomputed / stated - 1)",
    )


def _change(value: float, reference: float) -> float:
    return 100 * (value / reference - 1)


def judge(dataset: Dataset, claim: Claim, assumptions: Assumptions) -> Judged:
    """One claim under ``assumptions``; without a rate it is not recomputed, and says why."""
    usual = alternatives(dataset, claim)
    kinds = tuple(verdict(claim.stated_value, claim.step, figure) for figure in usual)
    problems: tuple[Problem, ...] = ()
    try:
        figure = recomputed(dataset, claim, assumptions)
    except RateError as error:
        base = usual[0]
        figure = not_published(base.entity, base.indicator, base.period, base.unit)
        figure = replace(figure, basis=assumptions.basis.id)
        problems = error.problems
    now = verdict(claim.stated_value, claim.step, figure)
    return Judged(claim, stated_figure(claim, figure), figure, now, together(kinds), problems)


def judge_all(dataset: Dataset, assumptions: Assumptions) -> tuple[Judged, ...]:
    """Every claim under ``assumptions``, in the order of the data."""
    return tuple(judge(dataset, claim, assumptions) for claim in dataset.claims)


def claim_figures(dataset: Dataset, bases: tuple[Basis, ...]) -> tuple[Figure, ...]:
    """What is stated, and how far it is from each recomputation, under every assumption."""
    every = [
        judge_all(dataset, Assumptions(basis, count, baseline))
        for basis in bases
        for count in COUNTS
        for baseline in BASELINES
    ]
    stated = [judged.stated for judged in every[0]]
    apart = {f.id: f for judged in every for f in map(deviation, judged) if f.published}
    return (*stated, *apart.values())
