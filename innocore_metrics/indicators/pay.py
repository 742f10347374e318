"""Salaries on one money basis, the gap to MIT, and the exchange rate that a percentage implies."""

from __future__ import annotations

from innocore_metrics.currency import Basis, Converter
from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.derive import derived, observed
from innocore_metrics.model import Figure
from innocore_metrics.numbers import Interval, quotient

_CURRENCY = {"krw_per_year": "KRW", "usd_per_year": "USD", "chf_per_year": "CHF"}


def mit_salary(dataset: Dataset) -> Figure:
    """Mean MIT postdoc salary of 2024 (usd_per_year, with its rounding range)."""
    return observed(dataset.one("postdoc-salary-mean", "mit", "2024"))


def four_salary(dataset: Dataset) -> Figure:
    """Mean salary at the four institutes in 2024 (krw_per_year, with its rounding range)."""
    return observed(dataset.one("postdoc-salary-mean", "four-institutes", "2024"))


def programme_salary(dataset: Dataset) -> Figure:
    """InnoCORE salary as announced in June 2025 (krw_per_year)."""
    return observed(dataset.one("programme-salary", "innocore", "2025-06-15"))


def converted(salary: Figure, converter: Converter, basis: Basis) -> Figure:
    """A salary in US dollars on ``basis`` (usd_per_year).

    Raises:
        RateError: there is no rate for this currency on this basis.
    """
    used = converter.rate(_CURRENCY[salary.unit], basis)
    low, high = salary.bounds
    return derived(
        "salary-converted",
        salary.entity,
        salary.period,
        "usd_per_year",
        salary.number / used.rate,
        (salary,),
        interval=Interval(low / used.rate, high / used.rate),
        basis=basis.id,
        formula=f"{salary.number:g} / {used.rate:g} ({used.kind} {used.period})",
        sources=(used.source,),
    )


def percent_of(salary: Figure, reference: Figure) -> Figure:
    """A converted salary as a percentage of the reference (percent-of-reference).

    >>> pay = lambda x: Figure("x", "salary-converted", "2024", x, "usd_per_year", "derived", ())
    >>> round(percent_of(pay(48e6 / 1472.5), pay(80_000)).number, 1)
    40.7
    """
    return derived(
        "salary-percent-of-mit",
        salary.entity,
        salary.period,
        "percent-of-reference",
        100 * salary.number / reference.number,
        (salary, reference),
        interval=quotient(salary.bounds, reference.bounds, 100),
        basis=salary.basis,
        formula="100 x converted / MIT",
    )


def gap(salary: Figure, reference: Figure) -> Figure:
    """The reference salary less a converted one (usd_per_year); negative where it is higher."""
    low, high = salary.bounds
    ref_low, ref_high = reference.bounds
    return derived(
        "salary-gap",
        salary.entity,
        salary.period,
        "usd_per_year",
        reference.number - salary.number,
        (salary, reference),
        interval=Interval(ref_low - high, ref_high - low),
        basis=salary.basis,
        formula="MIT - converted",
    )


def implied_rate(salary: Figure, reference: Figure, stated: Figure) -> Figure:
    """The exchange rate at which the stated percentage holds (krw_per_usd).

    The interval is the rounding range of the percentage alone, both salaries taken as given.

    >>> won = Figure("x", "s", "2024", 48e6, "krw_per_year", "published", ())
    >>> usd = Figure("y", "s", "2024", 80e3, "usd_per_year", "published", ())
    >>> pct = Figure("x", "p", "2024", 41, "percent", "published", (), 40.5, 41.5)
    >>> rate = implied_rate(won, usd, pct)
    >>> round(rate.number, 1), round(rate.lower), round(rate.upper)
    (1463.4, 1446, 1481)
    """
    won, dollars = salary.number, reference.number
    return derived(
        "implied-rate",
        salary.entity,
        salary.period,
        "krw_per_usd",
        100 * won / (dollars * stated.number),
        (salary, reference, stated),
        interval=quotient((won, won), stated.bounds, 100 / dollars),
        formula="salary / (MIT salary x stated share)",
    )


def implied_rate_all_rounding(salary: Figure, reference: Figure, stated: Figure) -> Figure:
    """The same with the rounding of both salaries carried as well (krw_per_usd)."""
    over = quotient(salary.bounds, reference.bounds)
    return derived(
        "implied-rate-all-rounding",
        salary.entity,
        salary.period,
        "krw_per_usd",
        100 * salary.number / (reference.number * stated.number),
        (salary, reference, stated),
        interval=quotient(over, stated.bounds, 100),
        formula="salary / (MIT salary x stated share)",
    )


def domestic_mean_implied(salary: Figure, multiple: Figure) -> Figure:
    """The domestic mean salary that a reported multiple implies (krw_per_year)."""
    return derived(
        "domestic-mean-implied",
        "KR",
        "2025",
        "krw_per_year",
        salary.number / multiple.number,
        (salary, multiple),
        interval=quotient(salary.bounds, multiple.bounds),
        formula="InnoCORE salary / reported multiple",
    )


def multiple(salary: Figure, baseline: Figure, group: str) -> Figure:
    """The InnoCORE salary as a multiple of a baseline in the same currency (times)."""
    return derived(
        "salary-multiple",
        salary.entity,
        "2025",
        "times",
        salary.number / baseline.number,
        (salary, baseline),
        interval=quotient(salary.bounds, baseline.bounds),
        group=group,
        formula="InnoCORE / baseline",
    )


def shares(dataset: Dataset, basis: Basis) -> tuple[Figure, ...]:
    """Share of MIT's salary on one basis: four institutes, then InnoCORE."""
    mit = mit_salary(dataset)
    salaries = (four_salary(dataset), programme_salary(dataset))
    return tuple(percent_of(converted(s, dataset.converter, basis), mit) for s in salaries)


def pay_figures(dataset: Dataset, bases: tuple[Basis, ...]) -> tuple[Figure, ...]:
    """Every salary figure on each of ``bases``, and what the stated numbers imply."""
    mit, four, programme = mit_salary(dataset), four_salary(dataset), programme_salary(dataset)
    stated = observed(dataset.one("salary-share-stated", "four-institutes", "2024"))
    reported = observed(dataset.one("salary-multiple-stated", "innocore", "2025-09-29"))
    per_basis: list[Figure] = []
    for basis in bases:
        in_dollars = [converted(s, dataset.converter, basis) for s in (four, programme)]
        per_basis += in_dollars
        per_basis += [percent_of(s, mit) for s in in_dollars]
        per_basis += [gap(s, mit) for s in in_dollars]
    return (
        mit,
        four,
        programme,
        stated,
        *per_basis,
        implied_rate(four, mit, stated),
        implied_rate_all_rounding(four, mit, stated),
        reported,
        domestic_mean_implied(programme, reported),
        multiple(programme, four, "four-institutes"),
    )
