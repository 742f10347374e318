"""Recruitment as the ledger has it, beside what was published."""

from __future__ import annotations

from collections.abc import Sequence

from innocore_metrics.charts import Mark, bars, grouped
from innocore_metrics.exhibits import ledger_time
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.ledger_time import (
    PAGE,
    cohort_name,
    cohorts_of,
    covered,
    series_name,
)
from innocore_metrics.indicators import ledger
from innocore_metrics.indicators import recruitment as published
from innocore_metrics.model import Figure

_NONE = Mark("", None, "")


def funnel(view: View) -> Exhibit:
    """From applications to starts and departures, one cohort beside the other."""
    cohorts = cohorts_of(view)
    by_cohort = [ledger.stages(view.dataset, cohort) for cohort in cohorts]
    series = [
        (cohort_name(view, cohort), [view.mark(f, "") for f in figures])
        for cohort, figures in zip(cohorts, by_cohort, strict=True)
    ]
    names = [view.words(f"stage.{stage}") for stage in ledger.STAGES]
    chart = grouped(names, series, view.words("unit_axis.persons"), view.theme)
    first = by_cohort[0]
    return covered(
        view,
        "ledger-funnel",
        [f for figures in by_cohort for f in figures],
        chart,
        cohort=cohort_name(view, cohorts[0]),
        applied=view.labels.value(first[0]),
        started=view.labels.short(first[3]),
    )


def net(view: View) -> Exhibit:
    """Who started, who left, and who is left."""
    cohorts = cohorts_of(view)
    rows = {cohort: ledger.stages(view.dataset, cohort)[3:] for cohort in cohorts}
    left_over = {cohort: ledger.net(view.dataset, cohort) for cohort in cohorts}
    figures = {cohort: (*rows[cohort], *left_over[cohort]) for cohort in cohorts}
    names = [view.words(f"stage.{stage}") for stage in ledger.STAGES[3:]]
    names.append(view.words("stage.net"))
    series = [
        (name, [view.mark(figures[cohort][place], "") for cohort in cohorts])
        for place, name in enumerate(names)
    ]
    labels = [cohort_name(view, cohort) for cohort in cohorts]
    chart = grouped(labels, series, view.words("unit_axis.persons"), view.theme)
    started, left, remaining = (view.labels.value(f) for f in figures[cohorts[0]])
    return covered(
        view,
        "ledger-net",
        [f for cohort in cohorts for f in figures[cohort]],
        chart,
        cohort=labels[0],
        started=started,
        left=left,
        remaining=remaining,
    )


def _breakdown(
    view: View, id: str, dimension: str, before: Sequence[Figure], chosen: Sequence[str] | None
) -> Exhibit:
    """Published beside the ledger's cohorts, by the categories of a dimension.

    ``chosen`` are the categories that the filters let through; None: all of them.
    """
    is_entity = ledger.DIMENSIONS[dimension][1]
    old = {f.entity if is_entity else f.group: f for f in before}
    # Published sums are of all institutes: beside those of some only hosts can be compared.
    if dimension != "host" and not ledger.coverage(view.dataset, ledger.FIRST).complete:
        old = {}
    columns = [(view.words("series.published"), old)] if old else []
    for cohort in cohorts_of(view):
        rows = ledger.by(view.dataset, cohort, dimension)
        own = {f.entity if is_entity else f.group.partition(".")[2]: f for f in rows}
        columns.append((series_name(view, "ledger", cohort), own))
    every = dict.fromkeys(key for _, column in columns for key in column)
    keys = [key for key in every if chosen is None or key in chosen]
    name = view.labels.entity if is_entity else view.labels.group
    series = [
        (title, [view.mark(own[k], "") if k in own else _NONE for k in keys])
        for title, own in columns
    ]
    figures = [own[k] for k in keys for _, own in columns if k in own]
    axis = view.words("unit_axis.persons")
    labels, skip = [name(k) for k in keys], 0 if old else 1
    chart = grouped(labels, series, axis, view.theme, skip=skip) if keys else None
    ledgers = [own[k] for _, own in columns[bool(old) :] for k in keys if k in own]
    return covered(view, id, figures, chart, finding=_largest(view, ledgers, is_entity))


def _largest(view: View, figures: Sequence[Figure], is_entity: bool) -> str:
    shown = [f for f in figures if f.value]
    if not shown:
        return view.words("ledger.none_shown")
    most = max(shown, key=lambda f: f.number)
    cohort, _, category = most.group.partition(".")
    name = view.labels.entity(most.entity) if is_entity else view.labels.group(category)
    values = {"cohort": view.labels.group(cohort), "value": view.labels.value(most)}
    return view.words("ledger.largest", name=name, **values)


def groups(view: View) -> Exhibit:
    """Starts by research group."""
    choice = view.selection
    chosen = [
        group.id
        for group in view.dataset.research_groups
        if group.lead in choice.chosen_institutes
        and (not group.field or group.field in choice.chosen_fields)
    ]
    before = published.counts(view.dataset, "group")
    return _breakdown(view, "ledger-groups", "group", before, chosen)


def hosts(view: View) -> Exhibit:
    """Starts by host institute."""
    before = published.counts(view.dataset, "host")
    chosen = view.selection.chosen_institutes
    return _breakdown(view, "ledger-hosts", "host", before, chosen)


def leads(view: View) -> Exhibit:
    """Starts by the institute that leads the group."""
    before = published.by_lead(view.dataset)
    chosen = view.selection.chosen_institutes
    return _breakdown(view, "ledger-leads", "lead", before, chosen)


def fields(view: View) -> Exhibit:
    """Starts by research field."""
    chosen = [*view.selection.chosen_fields, ledger.NO_FIELD]
    before = published.by_field(view.dataset)
    return _breakdown(view, "ledger-fields", "field", before, chosen)


def sources(view: View) -> Exhibit:
    """Starts by talent source."""
    before = published.composition(view.dataset)
    return _breakdown(view, "ledger-sources", "talent-source", before, None)


def countries(view: View) -> Exhibit:
    """Starts by country of the previous post."""
    return _breakdown(view, "ledger-countries", "country", (), None)


def agreement(view: View) -> Exhibit:
    """Where the ledger and the published figures differ."""
    rows = ledger.agreement(view.dataset)
    marks = []
    for before, _, difference in rows:
        subject = view.labels.group(before.group) or view.labels.entity(before.entity)
        kind = view.words.of(view.dataset.indicator[before.indicator], "name")
        marks.append(view.mark(difference, f"{kind}: {subject}", "innocore"))
    chart = bars(marks, view.words("unit_axis.difference"), view.theme) if marks else None
    different = sum(bool(d.value) for _, _, d in rows)
    return covered(
        view,
        "ledger-agreement",
        [figure for row in rows for figure in row],
        chart,
        count=len(rows),
        different=different,
        hidden=sum(not d.published for _, _, d in rows),
        day=view.labels.period(published.COHORT_DATE),
        own=view.labels.period(ledger.view_of(view.dataset).date),
    )


SPECS = (
    *ledger_time.SPECS,
    Spec("ledger-funnel", PAGE, (), funnel),
    Spec("ledger-net", PAGE, (), net),
    Spec("ledger-hosts", PAGE, ("institutes",), hosts),
    Spec("ledger-leads", PAGE, ("institutes",), leads),
    Spec("ledger-sources", PAGE, (), sources),
    Spec("ledger-groups", PAGE, ("institutes", "fields"), groups),
    Spec("ledger-fields", PAGE, ("fields",), fields),
    Spec("ledger-countries", PAGE, (), countries),
    Spec("ledger-agreement", PAGE, (), agreement),
)
