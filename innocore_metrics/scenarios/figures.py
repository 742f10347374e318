"""Outcomes as figures: a number with unit, interval, status and sources, ready to be shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from innocore_metrics.dataset import Dataset
from innocore_metrics.levers import BASE, Scenarios
from innocore_metrics.model import Figure, ScenarioParameter
from innocore_metrics.scenarios.paths import FIRST, LAST, LATER, YEARS
from innocore_metrics.scenarios.run import RUNS, Outcome, run

FOUR = "four-institutes"
PEOPLE, PAY, MIT = ("programme", "regular"), ("programme", "money"), ("mit",)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is shown: indicator, unit, entity, rounding, and what it rests on.

    ``sections`` of the parameters give the sources; ``first`` is the first year it means
    something; money is rounded to ``step`` won, for the model is no finer than that.
    """

    indicator: str
    unit: str
    entity: str
    sections: tuple[str, ...]
    step: int = 1
    first: int = FIRST


MEASURE: Mapping[str, Measure] = {
    "stock": Measure("scenario-stock", "persons", FOUR, PEOPLE),
    "programme": Measure("scenario-programme", "persons", "innocore", ("programme",)),
    "ratio": Measure("scenario-ratio", "ratio", FOUR, PEOPLE),
    "mit_ratio": Measure("scenario-ratio", "ratio", "mit", MIT),
    "distance": Measure("scenario-distance", "ratio", FOUR, (*PEOPLE, *MIT)),
    "relative": Measure("scenario-ratio-percent", "percent-of-reference", FOUR, (*PEOPLE, *MIT)),
    "faculty": Measure("scenario-faculty", "persons", FOUR, ("regular",)),
    "cost": Measure("scenario-cost", "krw_per_year", "innocore", PAY, 10**8, 2025),
    "cost_total": Measure("scenario-cost-total", "krw", "innocore", PAY, 10**8, 2025),
    "share": Measure(
        "scenario-share", "percent-of-reference", "innocore", ("money", "mit"), 1, 2025
    ),
    "share_ppp": Measure(
        "scenario-share-ppp", "percent-of-reference", "innocore", ("money", "mit"), 1, 2025
    ),
    "share_mean": Measure(
        "scenario-share-mean", "percent-of-reference", FOUR, (*PEOPLE, "money", "mit")
    ),
}
NEED: Mapping[str, Measure] = {
    "hires": Measure("scenario-hires-needed", "persons_per_year", "innocore", (*PEOPLE, *MIT)),
    "salary": Measure(
        "scenario-salary-needed", "krw_per_year", "innocore", ("money", "mit"), 10**4
    ),
    "budget": Measure(
        "scenario-budget-needed", "krw", "innocore", (*PEOPLE, "money", "mit"), 10**8
    ),
}


def outcomes(dataset: Dataset, scenarios: Scenarios, runs: int = RUNS) -> dict[str, Outcome]:
    """The baseline and every scenario, computed."""
    levers = dataset.vocabulary.levers
    return {
        name: _outcome(
            dataset.scenario_parameters, tuple(scenarios.values(name, levers).items()), runs
        )
        for name in scenarios.shown
    }


# Pure and costly, and every exhibit of a page asks for the same few.
@lru_cache(maxsize=64)
def _outcome(
    parameters: tuple[ScenarioParameter, ...], values: tuple[tuple[str, float], ...], runs: int
) -> Outcome:
    return run(parameters, dict(values), runs)


def by_year(dataset: Dataset, outcome: Outcome, name: str, scenario: str) -> tuple[Figure, ...]:
    """A measure of one scenario, a figure a year (status: estimate)."""
    return tuple(
        at_year(dataset, outcome, name, scenario, year)
        for year in YEARS
        if year >= MEASURE[name].first
    )


def at_year(dataset: Dataset, outcome: Outcome, name: str, scenario: str, year: int) -> Figure:
    """A measure of one scenario in one year; ``not published`` where it is not defined."""
    value = float(getattr(outcome.paths, name)[year - FIRST])
    ends = outcome.ends[name][year - FIRST]
    return _figure(dataset, MEASURE[name], str(year), scenario, value, ends)


def need(dataset: Dataset, outcome: Outcome, name: str, scenario: str) -> Figure:
    """What the targets ask for: ``hires``, ``salary`` or ``budget`` (status: estimate)."""
    value, ends = float(getattr(outcome.needs, name)), outcome.need_ends[name]
    period = f"{LATER}/{outcome.year}" if name == "budget" else str(outcome.year)
    if name == "hires":
        value, ends = whole_up(value), (whole_up(ends[0]), whole_up(ends[1]))
    return _figure(dataset, NEED[name], period, scenario, value, ends)


def hires_by_target(dataset: Dataset, outcome: Outcome, scenario: str) -> tuple[Figure, ...]:
    """Hires a year needed for each possible target year (no intervals but for the chosen)."""
    found = []
    for year, asked in zip(range(LATER, LAST + 1), outcome.hires_by_year, strict=True):
        if year == outcome.year:
            found.append(need(dataset, outcome, "hires", scenario))
        else:
            value = whole_up(float(asked.hires))
            found.append(_figure(dataset, NEED["hires"], str(year), scenario, value, None))
    return tuple(found)


def whole_up(value: float) -> float:
    """People rounded up; a rounding error does not make one more.

    >>> whole_up(477.2), whole_up(478.0000000001)
    (478.0, 478.0)
    """
    return float(math.ceil(value - 1e-6))


def rounded(value: float, step: int) -> float:
    """To the nearest multiple of ``step``, half up.

    >>> rounded(60_049_999_999.0, 10**8), rounded(1.25, 1)
    (60000000000.0, 1.25)
    """
    return value if step == 1 else float(math.floor(value / step + 0.5) * step)


def _figure(
    dataset: Dataset,
    measure: Measure,
    period: str,
    scenario: str,
    value: float,
    ends: tuple[float, float] | None,
) -> Figure:
    known = not math.isnan(value)
    low, high = (rounded(end, measure.step) for end in ends) if ends else (None, None)
    if low == high:
        low = high = None
    return Figure(
        entity=measure.entity,
        indicator=measure.indicator,
        period=period,
        value=rounded(value, measure.step) if known else None,
        unit=measure.unit,
        status="estimate" if known else "not published",
        sources=sources(dataset, measure.sections) if known else (),
        lower=low,
        upper=high,
        group=scenario,
        formula="docs/scenarios.md",
    )


def sources(dataset: Dataset, sections: tuple[str, ...]) -> tuple[str, ...]:
    """The sources of the parameters in some sections, each once, in order."""
    cited = (row.source for row in dataset.scenario_parameters if row.section in sections)
    return tuple(dict.fromkeys(source for source in cited if source))


def assumptions(dataset: Dataset, scenarios: Scenarios) -> Iterator[Figure]:
    """Every parameter as the baseline has it, and as scenarios change it."""
    values = scenarios.values(BASE, dataset.vocabulary.levers)
    for row in dataset.scenario_parameters:
        yield parameter(dataset, row, values[row.id], "")
    for name in scenarios.shown[1:]:
        for id, value in getattr(scenarios, name):
            yield parameter(dataset, dataset.parameter[id], value, name)


def parameter(dataset: Dataset, row: ScenarioParameter, value: float, scenario: str) -> Figure:
    """A parameter as a figure: with its source's status where it is the sourced value."""
    second_hand = row.source and dataset.source[row.source].grade in ("press", "copy")
    known = "secondary" if second_hand else "published"
    fact = row.status == "source" and value == row.central
    inside = row.low <= value <= row.high and row.low < row.high
    return Figure(
        entity="mit" if row.section == "mit" else FOUR,
        indicator=f"parameter-{row.id}",
        period=row.period if fact else f"{FIRST}/{LAST}",
        value=value,
        unit=row.unit,
        status=known if fact else "assumption",
        sources=(row.source,) if row.source else (),
        lower=row.low if inside else None,
        upper=row.high if inside else None,
        group=scenario,
        note_ko=row.note_ko,
        note_en=row.note_en,
    )
