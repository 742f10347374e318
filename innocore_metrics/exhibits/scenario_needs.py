"""Scenarios: what a target takes, what matters most, all side by side, and every assumption."""

from __future__ import annotations

from dataclasses import replace

from innocore_metrics.charts import Swing, grouped, lines, swings
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.scenarios import FILTERS, PAGE, focused, name_of
from innocore_metrics.indicators import staffing
from innocore_metrics.numbers import format_interval, format_number, format_value
from innocore_metrics.scenarios import MEASURES, Outcome
from innocore_metrics.scenarios import Swing as Moved
from innocore_metrics.scenarios.figures import MEASURE, assumptions, at_year, hires_by_target, need

MOST = 8


def scenario_needed(view: View) -> Exhibit:
    """Hires a year, salary and budget that the targets ask for."""
    focus, found = focused(view)
    data, labels, outcome = view.dataset, view.labels, found[focus]
    by_target = hires_by_target(data, outcome, focus)
    others = [
        need(data, one, name, scenario)
        for scenario, one in found.items()
        for name in ("hires", "salary", "budget")
        if (scenario, name) != (focus, "hires")
    ]
    hires, salary, budget = (
        need(data, outcome, name, focus) for name in ("hires", "salary", "budget")
    )
    chart = lines([view.line(by_target, "", focus)], view.words("unit_axis.hires"), view.theme)
    kind = "more" if hires.number else "enough"
    finding = view.words(
        f"scenario.{kind}",
        year=outcome.year,
        hires=labels.value(hires),
        ratio=format_number(outcome.values["target-ratio"]),
    )
    return view.exhibit(
        "scenario-needed",
        (*staffing.ratios(data, ("mit", staffing.FOUR)), *by_target, *others),
        chart,
        name=name_of(view, focus),
        finding=finding,
        year=outcome.year,
        share=format_number(outcome.values["target-salary"]),
        salary=labels.value(salary),
        budget=labels.value(budget),
    )


def scenario_tornado(view: View) -> Exhibit:
    """Which parameters move the ratio of the target year most, one at a time."""
    focus, found = focused(view)
    outcome = found[focus]
    central = at_year(view.dataset, outcome, "ratio", focus, outcome.year)
    rows, figures = [], [central]
    for swing in outcome.swings[:MOST]:
        row = view.dataset.parameter[swing.parameter]
        name = view.words.of(row, "name")
        span = _range(view, swing.parameter, swing.low_value, swing.high_value)
        # A choice may stand outside its listed range: a figure's range holds its value.
        ends = sorted((swing.at_low, swing.at_high, central.number))
        figure = replace(central, indicator="scenario-swing", lower=ends[0], upper=ends[-1])
        figures.append(replace(figure, group=f"{focus}.parameter-{row.id}"))
        rows.append(Swing(f"{name}<br>{span}", swing.at_low, swing.at_high, *_said(view, swing)))
    chart = swings(
        rows,
        central.number,
        (view.words("scenario.at_low"), view.words("scenario.at_high")),
        view.words("unit_axis.ratio"),
        view.theme,
    )
    facts = staffing.ratios(view.dataset, ("mit", staffing.FOUR))
    return view.exhibit(
        "scenario-tornado",
        (*facts, *figures),
        chart if rows else None,
        notices=() if rows else (view.words("scenario.no_range"),),
        name=name_of(view, focus),
        year=outcome.year,
        finding=_strongest(view, outcome),
    )


def _said(view: View, swing: Moved) -> tuple[str, str]:
    """Both ends in full: the parameter's value and the ratio that follows."""

    def said(value: float, ratio: float) -> str:
        return view.words(
            "scenario.swing",
            name=view.words.of(view.dataset.parameter[swing.parameter], "name"),
            value=value_of(view, swing.parameter, value),
            ratio=format_value(ratio, "ratio", 2, view.words),
        )

    return said(swing.low_value, swing.at_low), said(swing.high_value, swing.at_high)


def _strongest(view: View, outcome: Outcome) -> str:
    if not outcome.swings:
        return view.words("scenario.nothing_moves")
    first = outcome.swings[0]
    return view.words(
        "scenario.strongest",
        parameter=view.words.of(view.dataset.parameter[first.parameter], "name"),
        low=value_of(view, first.parameter, first.low_value),
        high=value_of(view, first.parameter, first.high_value),
        at_low=format_number(first.at_low, 2),
        at_high=format_number(first.at_high, 2),
    )


def value_of(view: View, parameter: str, value: float) -> str:
    """A parameter's value with its unit."""
    indicator = view.dataset.indicator[f"parameter-{parameter}"]
    return format_value(value, indicator.unit, indicator.decimals, view.words)


def _range(view: View, parameter: str, low: float, high: float) -> str:
    indicator = view.dataset.indicator[f"parameter-{parameter}"]
    return format_interval(low, high, indicator.unit, indicator.decimals, view.words)


def scenario_comparison(view: View) -> Exhibit:
    """Every scenario in its target year as a share of MIT: ratio and pay."""
    focus, found = focused(view)
    ratio, share = (
        {name: at_year(view.dataset, one, measure, name, one.year) for name, one in found.items()}
        for measure in ("relative", "share")
    )
    names = [name_of(view, name) for name in found]
    pairs = ((view.words("scenario.by_ratio"), ratio), (view.words("scenario.by_share"), share))
    series = [
        (label, [view.mark(f, name) for f, name in zip(by.values(), names, strict=True)])
        for label, by in pairs
    ]
    chart = grouped(names, series, view.words("unit_axis.share_of_mit"), view.theme)
    every = [
        at_year(view.dataset, one, measure, name, one.year)
        for name, one in found.items()
        for measure in MEASURES
        if measure not in ("relative", "share") and one.year >= MEASURE[measure].first
    ]
    facts = staffing.ratios(view.dataset, ("mit", staffing.FOUR))
    return view.exhibit(
        "scenario-comparison",
        (*facts, *ratio.values(), *share.values(), *every),
        chart,
        name=name_of(view, focus),
        year=found[focus].year,
        ratio=view.labels.value(ratio[focus]),
        share=view.labels.value(share[focus]),
    )


def scenario_assumptions(view: View) -> Exhibit:
    """Every parameter with its value, range, status and source."""
    figures = list(assumptions(view.dataset, view.selection.scenarios))
    rows = [
        row for row in view.dataset.scenario_parameters if row.kind not in ("target", "setting")
    ]
    assumed = [row for row in rows if row.status == "assumption"]
    return view.exhibit(
        "scenario-assumptions",
        figures,
        None,
        notices=(view.words("scenario.challenge"),),
        count=len(rows),
        assumed=len(assumed),
    )


SPECS = (
    Spec("scenario-needed", PAGE, FILTERS, scenario_needed),
    Spec("scenario-tornado", PAGE, FILTERS, scenario_tornado),
    Spec("scenario-comparison", PAGE, FILTERS, scenario_comparison),
    Spec("scenario-assumptions", PAGE, FILTERS, scenario_assumptions),
)
