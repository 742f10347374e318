"""The equations: postdocs, ratios, money and shares by year. See docs/scenarios.md.

Every number may be a float or an array of runs; sums are taken in a fixed order, so that the
same equations in the browser (static/scenarios/model.js) give the same digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

FIRST, LAST = 2024, 2035
START = 2025  # The programme's first year.
LATER = 2027  # The first year whose cohort is neither known nor planned.
YEARS = tuple(range(FIRST, LAST + 1))
Values = Mapping[str, Any]
Path = list[Any]


@dataclass(frozen=True, slots=True)
class Paths:
    """What the equations give, one entry a year from 2024 to 2035.

    People in persons at 31 December, flows in persons during the year, ratios in postdocs per
    faculty member, money in KRW (``mit_salary``: USD) a year, shares in percent.
    """

    hires: Path
    attrition: Path
    ended: Path
    programme: Path
    regular: Path
    regular_hired: Path
    regular_left: Path
    stock: Path
    faculty: Path
    ratio: Path
    mit_ratio: Path
    distance: Path
    relative: Path
    salary: Path
    cost: Path
    cost_total: Path
    mit_salary: Path
    share: Path
    share_ppp: Path
    share_mean: Path


def survival(values: Values) -> Path:
    """The share of a cohort still there at the end of its year, one year on, and so on.

    People are hired evenly over the year, so at age ``a`` their time served is spread over
    ``a`` to ``a + 1`` years: the share under contract is an overlap of intervals, exact for
    contracts of any length. Of each contract that ends, ``renewal`` go on.

    >>> survival({"contract-years": 2, "renewal": 0, "tenure-max": 5, "attrition": 0})[:4]
    [1.0, 1.0, 0.0, 0.0]
    >>> survival({"contract-years": 1.5, "renewal": 0, "tenure-max": 5, "attrition": 0})[:3]
    [1.0, 0.5, 0.0]
    """
    length, most = values["contract-years"], values["tenure-max"]
    renewed, stays = values["renewal"] / 100, 1 - values["attrition"] / 100
    shares, stayed = [], 1.0
    for age in range(LAST - START + 1):
        held, kept = 0.0, 1.0
        for number in range(LAST - START + 1):
            start, end = number * length, np.minimum((number + 1) * length, most)
            overlap = np.minimum(age + 1, end) - np.maximum(age, start)
            held = held + kept * np.maximum(0.0, overlap)
            kept = kept * renewed
        shares.append(_plain(held * stayed))
        stayed = stayed * stays
    return shares


def _plain(value: Any) -> Any:
    return float(value) if np.ndim(value) == 0 else value


def hired(values: Values, year: int) -> Any:
    """Fellows hired in ``year``."""
    if year < START:
        return 0.0
    named = {START: "first-cohort", START + 1: "second-cohort"}
    return values[named.get(year, "later-hires")]


def growing(start: Any, percent: Any, years: int) -> Path:
    """``start`` and what becomes of it over ``years`` at a steady growth."""
    path, factor = [start], 1 + percent / 100
    for _ in range(years):
        path.append(path[-1] * factor)
    return path


def simulate(values: Values) -> Paths:
    """All paths for one set of parameters (floats) or for many runs at once (arrays)."""
    people = _people(values)
    regular, programme = people["regular"], people["programme"]
    stock = [a + b for a, b in zip(regular, programme, strict=True)]
    faculty = growing(values["faculty-2024"], values["faculty-growth"], LAST - FIRST)
    mit = values["mit-postdocs"] / values["mit-faculty"]
    mit_ratio = growing(mit, values["mit-ratio-growth"], LAST - FIRST)
    ratio = [a / b for a, b in zip(stock, faculty, strict=True)]
    return Paths(
        **people,
        stock=stock,
        faculty=faculty,
        ratio=ratio,
        mit_ratio=mit_ratio,
        distance=[a - b for a, b in zip(mit_ratio, ratio, strict=True)],
        relative=[100 * b / a for a, b in zip(mit_ratio, ratio, strict=True)],
        **_money(values, regular, programme, stock),
    )


def _people(values: Values) -> dict[str, Path]:
    alive = survival(values)
    leaves = values["attrition"] / 100
    flows: dict[str, Path] = {name: [] for name in ("hires", "attrition", "ended", "programme")}
    for year in YEARS:
        present, before, left, ended = 0.0, 0.0, 0.0, 0.0
        for cohort in range(START, year + 1):
            age, people = year - cohort, hired(values, cohort)
            present = present + people * alive[age]
            if age:
                before = people * alive[age - 1]
                left = left + before * leaves
                ended = ended + (before - before * leaves - people * alive[age])
        hires = hired(values, year)
        for name, value in zip(flows, (hires, left, ended, present), strict=True):
            flows[name].append(value)
    return flows | _regular(values)


def _regular(values: Values) -> dict[str, Path]:
    leaves, replaced = values["regular-leave"] / 100, values["regular-replaced"] / 100
    regular, came, went = [values["postdocs-2024"]], [0.0], [0.0]
    for _ in YEARS[1:]:
        left = regular[-1] * leaves
        new = left * replaced
        regular.append(regular[-1] - left + new)
        came.append(new)
        went.append(left)
    return {"regular": regular, "regular_hired": came, "regular_left": went}


def _money(values: Values, regular: Path, programme: Path, stock: Path) -> dict[str, Path]:
    salary = growing(values["salary"], values["salary-growth"], LAST - START)
    salary = [salary[0], *salary]  # 2024 has no fellows; the column stands for the year to come.
    other = growing(values["regular-salary"], values["regular-growth"], LAST - FIRST)
    mit = growing(values["mit-salary"], values["mit-salary-growth"], LAST - FIRST)
    cost, total, share, ppp, mean = [], [], [], [], []
    spent: Any = 0.0
    for i, _ in enumerate(YEARS):
        cost.append(programme[i] * (salary[i] + values["research"]))
        spent = spent + cost[i]
        total.append(spent)
        share.append(salary[i] / values["krw-per-usd"] / mit[i] * 100)
        ppp.append(salary[i] / values["krw-per-intl-usd"] / mit[i] * 100)
        paid = regular[i] * other[i] + programme[i] * salary[i]
        mean.append(_mean_share(paid, stock[i], values["krw-per-usd"], mit[i]))
    return {
        "salary": salary,
        "cost": cost,
        "cost_total": total,
        "mit_salary": mit,
        "share": share,
        "share_ppp": ppp,
        "share_mean": mean,
    }


def _mean_share(paid: Any, people: Any, rate: Any, mit: Any) -> Any:
    """Share of MIT's salary of the mean; not a number where there is nobody to pay."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.divide(paid, people) / rate / mit * 100
    return _plain(np.where(np.equal(people, 0), np.nan, share))
