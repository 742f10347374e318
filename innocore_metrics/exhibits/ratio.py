"""Postdocs and faculty: the ratio, parity, two counts, estimates, doctorates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from innocore_metrics.charts import bars, grouped, lines
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.trends import trend
from innocore_metrics.indicators import evidence, recruitment, staffing
from innocore_metrics.indicators.derive import observed
from innocore_metrics.model import Figure
from innocore_metrics.numbers import format_number

PAGE = "ratio"


def postdocs_per_faculty(view: View) -> Exhibit:
    """How many postdocs for each faculty member, MIT against the four institutes."""
    figures = staffing.ratios(view.dataset, view.selection.chosen_institutes)
    chart = bars(view.marks(figures), view.words("unit_axis.ratio"), view.theme)
    notices = _unpublished(view, [f.entity for f in figures if not f.published])
    labels = view.labels
    by_entity = {f.entity: f for f in figures if f.published}
    if {"mit", staffing.FOUR} <= by_entity.keys():
        mit, four = by_entity["mit"], by_entity[staffing.FOUR]
        multiple = staffing.ratio_multiple(mit, four)
        ratios = {"mit": labels.number(mit), "four": labels.number(four)}
        return view.exhibit(
            "postdocs-per-faculty",
            (*figures, multiple),
            chart,
            notices=notices,
            multiple=labels.number(multiple),
            **ratios,
        )
    values = {
        "who": labels.listed([labels.entity(entity) for entity in by_entity]),
        "value": labels.listed([labels.number(f) for f in by_entity.values()]),
    }
    return view.exhibit(
        "postdocs-per-faculty", figures, chart, notices=notices, titled="title_one", **values
    )


def _unpublished(view: View, entities: list[str], why: str = "not_per_institute") -> list[str]:
    if not entities:
        return []
    names = ", ".join(view.labels.entity(entity) for entity in entities)
    return [view.words(f"notice.{why}", names=names)]


def parity(view: View) -> Exhibit:
    """What the MIT ratio would take at the four institutes."""
    data = view.dataset
    mit, _ = staffing.ratios(data, ("mit", staffing.FOUR))
    faculty = staffing.headcount(data, "full-time-faculty", staffing.FOUR)
    postdocs = staffing.headcount(data, "postdocs", staffing.FOUR)
    appointed = recruitment.target(data)
    needed = staffing.parity(mit, faculty)
    gap = staffing.missing(needed, postdocs)
    after = staffing.after_programme(postdocs, appointed, faculty)
    names = ("employed", "programme", "missing", "needed")
    colours = (staffing.FOUR, "innocore", "loss", "mit")
    figures = (postdocs, appointed, gap, needed)
    marks = [
        view.mark(figure, view.words(f"parity.{name}"), colour)
        for figure, name, colour in zip(figures, names, colours, strict=True)
    ]
    chart = bars(marks, view.words("unit_axis.persons"), view.theme)
    labels = view.labels
    return view.exhibit(
        "parity",
        (*figures, after, faculty),
        chart,
        needed=labels.number(needed),
        missing=labels.number(gap),
        after=labels.number(after),
        appointed=labels.number(appointed),
        faculty=labels.number(faculty),
        year=labels.period(faculty.period),
    )


def two_counts(view: View) -> Exhibit:
    """Two counts of postdocs in one year, each by its own definition."""
    data = view.dataset
    employed = staffing.headcount(data, "postdocs", staffing.FOUR)
    projects = staffing.headcount(data, "postdocs-in-national-rd", staffing.FOUR)
    before = staffing.headcount(data, "postdocs-in-national-rd", staffing.FOUR, "2023")
    faculty = staffing.headcount(data, "full-time-faculty", staffing.FOUR)
    ratio = staffing.postdocs_per_faculty(employed, faculty)
    other = staffing.postdocs_per_faculty(projects, faculty, "national-rd")
    figures = (ratio, other)
    marks = [
        view.mark(ratio, view.words("counts.employed"), staffing.FOUR),
        view.mark(other, view.words("counts.projects"), "second"),
    ]
    chart = bars(marks, view.words("unit_axis.ratio"), view.theme)
    labels = view.labels
    return view.exhibit(
        "two-counts",
        (employed, projects, before, *figures),
        chart,
        employed=labels.number(employed),
        projects=labels.number(projects),
        ratio=labels.number(ratio),
        other=labels.number(other),
    )


def faculty_estimates(view: View) -> Exhibit:
    """Faculty of each institute, which nobody publishes on one definition: estimates."""
    chosen = tuple(
        i for i in view.selection.chosen_institutes if i in view.dataset.members(staffing.FOUR)
    )
    figures = staffing.implied_faculty(view.dataset, chosen)
    chart = bars(view.marks(figures), view.words("unit_axis.persons"), view.theme)
    labels = view.labels
    if {f.entity for f in figures} != set(view.dataset.members(staffing.FOUR)):
        values = [f"{labels.entity(f.entity)} {labels.spoken(f)}" for f in figures]
        some = {"values": labels.listed(values), "published": ""}
        return view.exhibit("faculty-estimates", figures, chart, titled="title_some", **some)
    # The four together can be held against what is published of them.
    total = staffing.implied_total(view.dataset)
    published = staffing.headcount(view.dataset, "full-time-faculty", staffing.FOUR)
    return view.exhibit(
        "faculty-estimates",
        (*figures, total, published),
        chart,
        total=labels.number(total),
        range=labels.interval(total),
        published=view.words(
            "finding.faculty_published",
            value=labels.value(published),
            year=labels.period(published.period),
        ),
    )


def mit_over_time(view: View) -> Exhibit:
    """Postdocs and faculty at MIT over the years, each count by its definition."""
    kinds = (("postdocs", "mit"), ("postdocs-seh", "other"), ("full-time-faculty", "innocore"))
    series, figures = [], []
    for indicator, colour in kinds:
        found = [
            f
            for f in evidence.published_series(view.dataset, indicator, "mit")
            if view.selection.covers(f.period)
        ]
        name = view.words.of(view.dataset.indicator[indicator], "name")
        below = indicator == "postdocs-seh"
        series.append(view.line(found, name, colour, joined=indicator != "postdocs", below=below))
        figures += found
    chart = lines(series, view.words("unit_axis.persons"), view.theme, zero=True)
    faculty = [f for f in figures if f.indicator == "full-time-faculty"]
    finding = view.words("finding.mit_postdocs")
    if faculty:
        finding = view.words("finding.mit_faculty", trend=trend(view, faculty))
    return view.exhibit("mit-over-time", figures, chart, finding=finding)


def comparators(view: View) -> Exhibit:
    """The ratio at other universities, where both counts come from the institution itself."""
    data = view.dataset
    pairs_ = (
        ("mit", "2024", "2024"),
        ("mit", "2022-11", "2022-10"),
        ("caltech", "2009-12", "2009-12"),
    )
    figures = [
        staffing.postdocs_per_faculty(
            staffing.headcount(data, "postdocs", entity, heads),
            staffing.headcount(data, "full-time-faculty", entity, faculty),
        )
        for entity, heads, faculty in pairs_
    ]
    four = staffing.ratios(data, (staffing.FOUR,))
    upper = staffing.postdocs_per_faculty(
        staffing.headcount(data, "scientific-collaborators", "epfl", "2022-01-01"),
        staffing.headcount(data, "full-time-faculty", "epfl", "2022-01-01"),
        "upper-bound",
    )
    shown = (*figures, *four)
    marks = [
        view.mark(f, f"{view.labels.entity(f.entity)} {view.labels.period(f.period)}")
        for f in shown
    ]
    chart = bars(marks, view.words("unit_axis.ratio"), view.theme)
    return view.exhibit(
        "comparators",
        (*shown, upper),
        chart,
        epfl=view.labels.number(upper),
        mit=view.labels.number(figures[0]),
        caltech=view.labels.number(figures[2]),
        caltech_year=view.labels.period(figures[2].period[:4]),
        four=view.labels.number(four[0]),
    )


def doctorates(view: View) -> Exhibit:
    """Doctorates granted by institute, in the year that most of them have."""
    found = [
        f
        for f in evidence.published_series(view.dataset, "doctorates-granted")
        if f.entity in view.selection.chosen_institutes and view.selection.covers(f.period)
    ]
    by_year: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in found:
        by_year[figure.period.split("/")[-1][:4]][figure.entity] = figure
    told, latest = max(by_year.items(), key=lambda item: (len(item[1]), item[0]), default=("", {}))
    order = [latest[i] for i in view.selection.chosen_institutes if i in latest]
    chart = bars(view.marks(order), view.words("unit_axis.persons"), view.theme)
    rest = [f for f in found if f not in order]
    names = [view.labels.entity(f.entity) for f in order]
    if {f.entity for f in order} == set(view.dataset.members(staffing.FOUR)):
        names = [view.labels.entity(staffing.FOUR)]
    year = view.labels.period(told)
    made = view.exhibit(
        "doctorates",
        (*order, *rest),
        chart,
        who=view.labels.listed(names),
        year=year,
        span=view.words("finding.doctorates_year", year=year) if order else "",
        rest=view.words("finding.doctorates_rest") if rest else "",
        total=f"{sum(f.number for f in order):,.0f}",
    )
    # The table has later years than the chart, which the caption is about.
    return replace(made, source_line=view.labels.source_line(order, made.sources, made.statuses))


def national_rd(view: View) -> Exhibit:
    """Postdocs in national R&D projects, 2023 against 2024."""
    rows = [observed(r) for r in view.dataset.observed("postdocs-in-national-rd")]
    chosen = [f for f in rows if f.entity in view.selection.chosen_institutes]
    names = list(dict.fromkeys(f.entity for f in chosen))
    by_year = {
        year: [view.mark(f, "") for e in names for f in chosen if (f.entity, f.period) == (e, year)]
        for year in ("2023", "2024")
    }
    chart = grouped(
        [view.labels.entity(name) for name in names],
        [(view.labels.period(year), marks) for year, marks in by_year.items()],
        view.words("unit_axis.persons"),
        view.theme,
    )
    changes = [
        f
        for f in evidence.published_series(view.dataset, "postdocs-in-national-rd-change")
        if f.entity in view.selection.chosen_institutes
    ]
    members = view.dataset.members(staffing.FOUR)
    # Those whose change alone is published are named by the caveat.
    some = {f.entity for f in (*chosen, *changes)}
    silent = [i for i in view.selection.chosen_institutes if i in members and i not in some]
    notices = _unpublished(view, silent, "not_for_these")
    if changes and not chosen:
        notices.append(view.words("notice.only_in_table"))
    titled, values = _national_rd_finding(view, chosen, changes)
    return view.exhibit(
        "national-rd",
        (*chosen, *changes),
        chart if chosen else None,
        notices=notices,
        titled=titled,
        **values,
    )


def _national_rd_finding(
    view: View, counts: Sequence[Figure], changes: Sequence[Figure]
) -> tuple[str, dict[str, str]]:
    """The four institutes where they are shown, else who is; without counts, the changes."""
    labels = view.labels
    only = labels.listed([labels.entity(f.entity) for f in changes])
    values = {
        "before_year": labels.period("2023"),
        "after_year": labels.period("2024"),
        "only": view.words("finding.only_change", names=only) if changes else "",
    }
    if not counts:
        worded = [f"{labels.entity(f.entity)} {labels.value(f)}" for f in changes]
        return "title_changes", {**values, "changes": labels.listed(worded)}
    entities = [f.entity for f in counts]
    who = staffing.FOUR if staffing.FOUR in entities else entities[0]
    before, after = (
        next(f for f in counts if (f.entity, f.period) == (who, year)) for year in ("2023", "2024")
    )
    values |= {
        "who": labels.entity(who),
        "before": labels.number(before),
        "after": labels.number(after),
        "percent": format_number(abs(percent_change(before, after)), 1),
        "change": view.change(before, after),
    }
    return "title" if before.number != after.number else "title_same", values


def percent_change(before: Figure, after: Figure) -> float:
    """The change between two figures in per cent of the earlier one."""
    return 100 * (after.number / before.number - 1)


SPECS = (
    Spec("postdocs-per-faculty", PAGE, ("institutes",), postdocs_per_faculty),
    Spec("parity", PAGE, (), parity),
    Spec("two-counts", PAGE, (), two_counts),
    Spec("national-rd", PAGE, ("institutes",), national_rd),
    Spec("faculty-estimates", PAGE, ("institutes",), faculty_estimates),
    Spec("mit-over-time", PAGE, ("period",), mit_over_time),
    Spec("comparators", PAGE, (), comparators),
    Spec("doctorates", PAGE, ("institutes", "period"), doctorates),
)
