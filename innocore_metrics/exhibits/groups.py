"""The research groups, their partners and the briefings that recruited for them."""

from __future__ import annotations

from innocore_metrics.charts import Place, bars, country_map
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.geography import alpha3
from innocore_metrics.indicators import evidence, groups
from innocore_metrics.model import Figure

PAGE = "groups"


def by_group(view: View) -> Exhibit:
    """Partner organisations of each group."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    chosen = {
        g.id for g in view.dataset.research_groups if g.lead in view.selection.chosen_institutes
    }
    figures = groups.partners_by_group(tuple(r for r in rows if r.group in chosen))
    marks = []
    for f in figures:
        group = view.dataset.group[f.entity]
        name = f"{view.labels.entity(f.entity)} ({view.labels.entity(group.lead)})"
        marks.append(view.mark(f, name, "four-institutes"))
    chart = bars(marks, view.words("unit_axis.partners"), view.theme)
    cohort = [g for g in view.dataset.research_groups if g.cohort == groups.COHORT]
    fields = len({g.field for g in cohort})
    return view.exhibit("by-group", figures, chart, count=len(cohort), fields=fields)


def partner_countries(view: View) -> Exhibit:
    """Countries of the partner organisations."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    figures = groups.partner_counts(rows, "country")
    chart = bars(view.marks(figures, "group"), view.words("unit_axis.partners"), view.theme)
    every = groups.partner_counts(
        groups.partners(view.dataset, tuple(view.dataset.field)), "country"
    )
    abroad = [f for f in every if f.group != "KR"]
    us = next(f for f in every if f.group == "US")
    return view.exhibit(
        "partner-countries",
        figures,
        chart,
        abroad=f"{sum(f.number for f in abroad):.0f}",
        countries=len(abroad),
        us=view.labels.number(us),
    )


def partner_kinds(view: View) -> Exhibit:
    """What kind of organisation takes part."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    figures = groups.partner_counts(rows, "kind")
    chart = bars(view.marks(figures, "group"), view.words("unit_axis.partners"), view.theme)
    every = groups.partner_counts(groups.partners(view.dataset, tuple(view.dataset.field)), "kind")
    return view.exhibit(
        "partner-kinds",
        figures,
        chart,
        kinds=_kinds(view, every),
        count=view.labels.number(every[0]),
        total=f"{sum(f.number for f in every):.0f}",
    )


def _kinds(view: View, counts: tuple[Figure, ...]) -> str:
    most = [f for f in counts if f.number == counts[0].number]
    return view.labels.listed([view.labels.group(f.group) for f in most])


def later(view: View) -> Exhibit:
    """What group sites list in 2026: counts of entries, an incomplete view."""
    figures = (
        *evidence.published_series(view.dataset, "fellows-listed"),
        *evidence.published_series(view.dataset, "fellows-former-listed"),
    )
    names = {"fellows-listed": "series.active", "fellows-former-listed": "series.former"}
    marks = [
        view.mark(
            f, f"{view.labels.entity(f.entity)} ({view.words(names[f.indicator])})", "innocore"
        )
        for f in figures
    ]
    chart = bars(marks, view.words("unit_axis.persons"), view.theme)
    active = next(f for f in figures if f.entity == "ai-nano-brain")
    return view.exhibit("later", figures, chart, active=view.labels.number(active))


def partner_map(view: View) -> Exhibit:
    """Where partner organisations sit."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    figures = groups.partner_counts(rows, "country")
    places = [
        Place(view.labels.group(f.group), view.labels.value(f), f.number, alpha3(f.group))
        for f in figures
    ]
    every = groups.partners(view.dataset, tuple(view.dataset.field))
    names = [view.labels.in_text(f.group) for f in groups.partner_counts(every, "country")]
    return view.exhibit(
        "partner-map",
        figures,
        country_map(places, view.words("unit_axis.partners"), view.theme) if places else None,
        names=view.labels.listed(names),
        count=len(names),
    )


SPECS = (
    Spec("by-group", PAGE, ("institutes", "fields"), by_group),
    Spec("partner-countries", PAGE, ("fields",), partner_countries),
    Spec("partner-map", PAGE, ("fields",), partner_map),
    Spec("partner-kinds", PAGE, ("fields",), partner_kinds),
    Spec("later", PAGE, (), later),
)
