"""Recruitment of the 2025 cohort as published, and the money behind it."""

from __future__ import annotations

from innocore_metrics.charts import Place, Point, bars, city_map, grouped, milestones, stack
from innocore_metrics.exhibits.base import (
    Exhibit,
    Spec,
    View,
    decimal_year,
    largest_of,
    title_of_largest,
)
from innocore_metrics.indicators import groups
from innocore_metrics.indicators import recruitment as counts
from innocore_metrics.model import Figure
from innocore_metrics.numbers import format_number

PAGE = "recruitment"


def progress(view: View) -> Exhibit:
    """Dated totals against the target; nothing between them is known."""
    totals = counts.counts(view.dataset, "total")
    goal = counts.target(view.dataset)
    shares = [counts.progress(total, goal) for total in totals]
    points = [
        Point(
            decimal_year(f.period),
            f.number,
            f"{view.labels.period(f.period)}\n{view.labels.value(f)}",
        )
        for f in totals
    ]
    target = view.mark(goal, view.words("series.target"))
    chart = milestones(points, target, view.words("unit_axis.persons"), view.theme)
    return view.exhibit(
        "progress",
        (*totals, *shares, goal),
        chart,
        total=view.labels.number(totals[-1]),
        target=view.labels.number(goal),
        day=view.labels.period(totals[-1].period),
        before=view.labels.value(shares[1]),
        before_day=view.labels.period(totals[1].period),
    )


def composition(view: View) -> Exhibit:
    """Where the 400 came from, the part not reported as a class of its own."""
    figures = counts.composition(view.dataset)
    chart = stack(view.marks(figures, "group"), view.words("unit_axis.persons"), view.theme)
    unreported = figures[-1]
    return view.exhibit(
        "composition",
        figures,
        chart,
        day=view.labels.period(unreported.period),
        total=format_number(sum(f.number for f in figures)),
        unreported=view.labels.number(unreported),
        foreign=view.labels.number(figures[2]),
        returnee=view.labels.number(figures[1]),
        domestic=view.labels.number(figures[0]),
    )


def previous_post(view: View) -> Exhibit:
    """The 368 by location of their previous post: another definition, not a time series."""
    figures = counts.counts(view.dataset, "previous-post")
    chart = stack(view.marks(figures, "group"), view.words("unit_axis.persons"), view.theme)
    overseas = sum(f.number for f in figures if f.group.startswith("overseas"))
    return view.exhibit(
        "previous-post",
        figures,
        chart,
        day=view.labels.period(figures[0].period),
        total=format_number(sum(f.number for f in figures)),
        overseas=format_number(overseas),
    )


def host_and_lead(view: View) -> Exhibit:
    """People by host institute against people by lead institute."""
    chosen = [
        i for i in view.dataset.members("four-institutes") if i in view.selection.chosen_institutes
    ]
    hosts = {f.entity: f for f in counts.counts(view.dataset, "host")}
    leads = {f.entity: f for f in counts.by_lead(view.dataset)}
    chart = grouped(
        [view.labels.entity(i) for i in chosen],
        [
            (view.words("series.host"), [view.mark(hosts[i], "") for i in chosen]),
            (view.words("series.lead"), [view.mark(leads[i], "") for i in chosen]),
        ],
        view.words("unit_axis.persons"),
        view.theme,
    )
    figures = [by[i] for i in chosen for by in (hosts, leads)]
    most = max(chosen, key=lambda i: hosts[i].number, default="")
    values = {"day": view.labels.period(counts.COHORT_DATE)}
    if most:
        values |= {
            "who": view.labels.entity(most),
            "host": view.labels.number(hosts[most]),
            "lead": view.labels.number(leads[most]),
        }
    return view.exhibit(
        "host-and-lead",
        figures,
        chart,
        titled="title_most" if len(chosen) > 1 else "title",
        **values,
    )


def by_field(view: View) -> Exhibit:
    """People by research field."""
    every = counts.by_field(view.dataset)
    figures = [f for f in every if f.group in view.selection.chosen_fields]
    chart = bars(view.marks(figures, "group"), view.words("unit_axis.persons"), view.theme)
    largest = largest_of(figures)
    return view.exhibit(
        "by-field",
        figures,
        chart,
        titled=title_of_largest(figures, largest),
        names=view.labels.listed([view.labels.group(f.group) for f in largest]),
        value="".join(view.labels.number(f) for f in largest[:1]),
        day=view.labels.period(counts.COHORT_DATE),
    )


def by_nationality(view: View) -> Exhibit:
    """Foreign nationals: the two nationalities that were named, and the rest."""
    figures = counts.counts(view.dataset, "nationality")
    whole = next(f for f in counts.composition(view.dataset) if f.group == "foreign")
    marks = [view.mark(whole, view.words("nationality.all"), "innocore")]
    marks += [
        view.mark(f, f"{view.labels.group(f.group)} ({_publisher(view, f)})", "other")
        for f in figures
    ]
    chart = bars(marks, view.words("unit_axis.persons"), view.theme)
    return view.exhibit(
        "by-nationality",
        (whole, *figures),
        chart,
        whole=view.labels.number(whole),
        named=view.labels.listed(
            list(dict.fromkeys(view.labels.in_text(f.group) for f in figures))
        ),
    )


def _publisher(view: View, figure: Figure) -> str:
    return view.labels.publisher(view.dataset.source[figure.sources[0]])


def budget(view: View) -> Exhibit:
    """300 billion rebuilt from people and money, and what the reported plan sums to."""
    figures = counts.budget(view.dataset)
    total, identity, press = figures[:3]
    marks = [
        view.mark(total, view.words("budget.published"), "innocore"),
        view.mark(identity, view.words("budget.identity"), "four-institutes"),
        view.mark(press, view.words("budget.press"), "other"),
    ]
    chart = bars(marks, view.words("unit_axis.krw"), view.theme)
    chart.update_xaxes(showticklabels=False)
    goal = counts.target(view.dataset)
    return view.exhibit(
        "budget",
        (*figures, goal),
        chart,
        total=view.labels.value(total),
        press=view.labels.value(press),
        posts=view.labels.value(goal),
        place=view.labels.value(figures[3]),
        years=counts.YEARS,
    )


def briefing_map(view: View) -> Exhibit:
    """The cities in which the programme and the government went to look for people."""
    figures = groups.briefings(view.dataset)
    places = []
    for figure in figures:
        slug, organiser = figure.group.split(".")
        city = view.dataset.city[slug]
        spoken = f"{view.words(f'briefing.{organiser}')}, {view.labels.period(figure.period)}"
        places.append(
            Place(
                view.labels.group(slug),
                spoken,
                1,
                latitude=city.latitude,
                longitude=city.longitude,
                colour="innocore" if organiser == "innocore" else "second",
                beside=_BESIDE.get(slug, "top center"),
            )
        )
    count = {o: sum(f.group.endswith(o) for f in figures) for o in ("innocore", "government")}
    chart = city_map(places, view.theme)
    return view.exhibit(
        "briefing-map", figures, chart, own=count["innocore"], all=count["government"]
    )


# Cities so close to another one, or to the edge, that their name goes elsewhere than above.
_BESIDE = {
    "atlanta": "bottom center",
    "new-york": "bottom center",
    "pittsburgh": "bottom left",
    "san-francisco": "top right",
    "silicon-valley": "bottom right",
}
SPECS = (
    Spec("progress", PAGE, (), progress),
    Spec("composition", PAGE, (), composition),
    Spec("previous-post", PAGE, (), previous_post),
    Spec("host-and-lead", PAGE, ("institutes",), host_and_lead),
    Spec("by-field", PAGE, ("fields",), by_field),
    Spec("by-nationality", PAGE, (), by_nationality),
    Spec("budget", PAGE, (), budget),
    Spec("briefing-map", PAGE, (), briefing_map),
)
