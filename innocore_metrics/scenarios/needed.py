"""What would it take? Solved: the stock is linear in the hires, the share in the salary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from innocore_metrics.scenarios.paths import FIRST, LATER, START, Paths, Values, simulate, survival


@dataclass(frozen=True, slots=True)
class Needed:
    """What the targets ask for in one year.

    ``hires`` a year from 2027 (persons, 0 where none are needed), ``salary`` of that year (KRW),
    ``budget`` from 2027 to that year with both (KRW), ``budget_year`` in that year alone (KRW).
    """

    hires: Any
    salary: Any
    budget: Any
    budget_year: Any


def hires_needed(values: Values, paths: Paths, year: int) -> Any:
    """Hires a year from 2027 on at which the ratio of ``year`` is the target share of MIT's.

    stock(year) = without + hires x held, where ``held`` counts the cohorts of one hire a year
    still there; so hires = (target x faculty - without) / held, and never below zero.
    """
    alive = survival(values)
    at = year - FIRST
    without = paths.regular[at] + values["first-cohort"] * alive[year - START]
    without = without + values["second-cohort"] * alive[year - START - 1]
    held: Any = 0.0
    for cohort in range(LATER, year + 1):
        held = held + alive[year - cohort]
    target = values["target-ratio"] / 100 * paths.mit_ratio[at] * paths.faculty[at]
    return np.maximum(0.0, (target - without) / held)


def salary_needed(values: Values, paths: Paths, year: int) -> Any:
    """The InnoCORE salary of ``year`` that is the target share of MIT's (KRW a year)."""
    return values["target-salary"] / 100 * paths.mit_salary[year - FIRST] * values["krw-per-usd"]


def needed(values: Values, paths: Paths, year: int) -> Needed:
    """Hires, salary and the budget of both together."""
    hires = hires_needed(values, paths, year)
    salary = salary_needed(values, paths, year)
    then = simulate({**values, "later-hires": hires})
    # Every salary from 2027 on is raised by the same factor.
    factor = salary / paths.salary[year - FIRST]
    budget: Any = 0.0
    cost: Any = 0.0
    for at in range(LATER - FIRST, year - FIRST + 1):
        cost = then.programme[at] * (paths.salary[at] * factor + values["research"])
        budget = budget + cost
    return Needed(hires, salary, budget, cost)
