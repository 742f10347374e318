"""The research groups, their partners and the briefings that recruited for them."""

from __future__ import annotations

from innocore_metrics.charts import Place, bars, country_map
from innocore_metrics.exhibits.base import Exhibit, Spec, View, largest_of, title_of_largest
from innocore_metrics.exhibits.moves import not_drawn
from innocore_metrics.geography import alpha3
from innocore_metrics.indicators import evidence, groups
from innocore_metrics.numbers import format_number

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
    fields = {view.dataset.group[f.entity].field for f in figures}
    only = figures[0] if len(figures) == 1 else None
    return view.exhibit(
        "by-group",
        figures,
        chart,
        titled="title_one" if only else "title",
        count=len(figures),
        fields=len(fields),
        name=view.labels.entity(only.entity) if only else "",
        value=view.labels.number(only) if only else "",
    )


def partner_countries(view: View) -> Exhibit:
    """Countries of the partner organisations."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    figures = groups.partner_counts(rows, "country")
    chart = bars(view.marks(figures, "group"), view.words("unit_axis.partners"), view.theme)
    abroad = [f for f in figures if f.group != "KR"]
    largest = largest_of(abroad)
    return view.exhibit(
        "partner-countries",
        figures,
        chart,
        titled=title_of_largest(abroad, largest) if abroad else "title_home",
        total=format_number(sum(f.number for f in figures)),
        abroad=format_number(sum(f.number for f in abroad)),
        countries=len(abroad),
        names=view.labels.listed([view.labels.in_text(f.group) for f in largest]),
        most="".join(view.labels.number(f) for f in largest[:1]),
    )


def partner_kinds(view: View) -> Exhibit:
    """What kind of organisation takes part."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    figures = groups.partner_counts(rows, "kind")
    chart = bars(view.marks(figures, "group"), view.words("unit_axis.partners"), view.theme)
    largest = largest_of(figures)
    return view.exhibit(
        "partner-kinds",
        figures,
        chart,
        titled=title_of_largest(figures, largest),
        kinds=view.labels.listed([view.labels.group(f.group) for f in largest]),
        count="".join(view.labels.number(f) for f in largest[:1]),
        total=format_number(sum(f.number for f in figures)),
    )


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
    return view.exhibit(
        "later",
        figures,
        chart,
        month=view.labels.period(active.period[:7]),
        name=view.labels.entity(active.entity),
        active=view.labels.number(active),
    )


def partner_map(view: View) -> Exhibit:
    """Where partner organisations sit."""
    rows = groups.partners(view.dataset, view.selection.chosen_fields)
    figures = groups.partner_counts(rows, "country")
    places = [
        Place(view.labels.group(f.group), view.labels.value(f), f.number, alpha3(f.group))
        for f in figures
    ]
    names = [view.labels.in_text(f.group) for f in figures]
    return view.exhibit(
        "partner-map",
        figures,
        country_map(places, view.words("unit_axis.partners"), view.theme) if places else None,
        notices=not_drawn(view, figures),
        names=view.labels.listed(names),
    )


SPECS = (
    Spec("by-group", PAGE, ("institutes", "fields"), by_group),
    Spec("partner-countries", PAGE, ("fields",), partner_countries),
    Spec("partner-map", PAGE, ("fields",), partner_map),
    Spec("partner-kinds", PAGE, ("fields",), partner_kinds),
    Spec("later", PAGE, (), later),
)
