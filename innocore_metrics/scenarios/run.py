"""One scenario in full: the central path, its interval, what it would take, what matters most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from innocore_metrics.model import ScenarioParameter
from innocore_metrics.scenarios.draws import Floats, spread, triangular, uniforms
from innocore_metrics.scenarios.needed import Needed, needed
from innocore_metrics.scenarios.paths import FIRST, LAST, LATER, YEARS, Paths, simulate

RUNS = 2000
LOWER, UPPER = 0.05, 0.95
# What is shown by year; the rest of the paths stands behind it.
MEASURES = (
    "stock",
    "programme",
    "ratio",
    "mit_ratio",
    "distance",
    "relative",
    "faculty",
    "cost",
    "cost_total",
    "share",
    "share_ppp",
    "share_mean",
)
NEEDS = ("hires", "salary", "budget", "budget_year")
Parameters = Sequence[ScenarioParameter]
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Swing:
    """The ratio of the target year with one parameter at either end of its range."""

    parameter: str
    low_value: float
    high_value: float
    at_low: float
    at_high: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario computed. ``ends`` has a 90 % interval for each measure and year."""

    values: Mapping[str, float]
    paths: Paths
    ends: Mapping[str, Sequence[Ends | None]]
    needs: Needed
    need_ends: Mapping[str, Ends]
    hires_by_year: Sequence[Needed]
    swings: Sequence[Swing]

    @property
    def year(self) -> int:
        """The target year."""
        return int(self.values["target-year"])


def run(parameters: Parameters, values: Mapping[str, float], runs: int = RUNS) -> Outcome:
    """Compute a scenario: ``values`` has every parameter, in the units of the table."""
    year = int(values["target-year"])
    paths = simulate(values)
    drawn = draw(parameters, values, runs)
    many = simulate(drawn)
    central = needed(values, paths, year)
    spread_of_needs = needed(drawn, many, year)
    return Outcome(
        values=dict(values),
        paths=paths,
        ends={name: _ends(getattr(paths, name), getattr(many, name)) for name in MEASURES},
        needs=central,
        need_ends={
            name: _interval(getattr(spread_of_needs, name), getattr(central, name))
            for name in NEEDS
        },
        hires_by_year=[needed(values, paths, at) for at in range(LATER, LAST + 1)],
        swings=tornado(parameters, values),
    )


def draw(parameters: Parameters, values: Mapping[str, float], runs: int) -> dict[str, Any]:
    """The parameters of ``runs`` futures: uncertain ones drawn, decisions and facts as they are."""
    drawn: dict[str, Any] = dict(values)
    for column, parameter in enumerate(parameters):
        if parameter.kind != "uncertain":
            continue
        value = values[parameter.id]
        low, high = spread(value, parameter, values["spread"])
        if low < high:
            u = uniforms(int(values["seed"]), runs, column)
            drawn[parameter.id] = triangular(u, low, value, high)
    return drawn


def _ends(central: Sequence[Any], many: Sequence[Any]) -> list[Ends | None]:
    """The interval of each year; None where the central path has no number."""
    return [
        None if np.isnan(value) else _interval(runs, value)
        for value, runs in zip(central, many, strict=True)
    ]


def _interval(runs: Any, central: float) -> Ends:
    """The middle 90 % of the runs, widened to hold the central value where it lies outside."""
    if np.ndim(runs) == 0:
        return float(central), float(central)
    low, high = quantiles(runs)
    return min(low, float(central)), max(high, float(central))


def quantiles(runs: Floats) -> Ends:
    """The 5th and 95th percentile by nearest rank: two of the runs themselves."""
    last = len(runs) - 1
    ranks = [int(share * last + 0.5) for share in (LOWER, UPPER)]
    picked = np.partition(runs, ranks)
    return float(picked[ranks[0]]), float(picked[ranks[1]])


def tornado(parameters: Parameters, values: Mapping[str, float]) -> list[Swing]:
    """Every parameter that moves the ratio of the target year, the strongest first."""
    moved = [(p, *_span(p, values)) for p in parameters if p.kind in ("uncertain", "choice")]
    moved = [m for m in moved if m[1] < m[2]]
    many = {id: np.full(2 * len(moved), float(value)) for id, value in values.items()}
    for place, (parameter, low, high) in enumerate(moved):
        many[parameter.id][2 * place : 2 * place + 2] = low, high
    ratios = simulate(many).ratio[int(values["target-year"]) - FIRST]
    swings = [
        Swing(p.id, low, high, float(ratios[2 * i]), float(ratios[2 * i + 1]))
        for i, (p, low, high) in enumerate(moved)
    ]
    swings = [swing for swing in swings if swing.at_low != swing.at_high]
    return sorted(swings, key=lambda swing: -abs(swing.at_high - swing.at_low))


def _span(parameter: ScenarioParameter, values: Mapping[str, float]) -> Ends:
    """How far a parameter is moved. What can be decided stays as listed, whatever is chosen."""
    if parameter.kind == "choice":
        return parameter.low, parameter.high
    return spread(values[parameter.id], parameter, values["spread"])


__all__ = ["MEASURES", "NEEDS", "RUNS", "YEARS", "Outcome", "Swing", "draw", "run", "tornado"]
