"""Salaries: the share of MIT's on each basis, the rate it implies, minimums elsewhere."""

from __future__ import annotations

from innocore_metrics.charts import Mark, bars, lines, rate_curve
from innocore_metrics.currency import Basis
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.trends import trend
from innocore_metrics.indicators import evidence, pay
from innocore_metrics.indicators.derive import observed
from innocore_metrics.numbers import format_number
from innocore_metrics.selection import BASES, DEFAULT_RATE_DATE

PAGE = "salary"


def salary_levels(view: View) -> Exhibit:
    """Mean salaries and the InnoCORE salary in dollars on the chosen basis."""
    data = view.dataset
    mit = pay.mit_salary(data)
    others = [
        pay.converted(s, data.converter, view.basis)
        for s in (pay.four_salary(data), pay.programme_salary(data))
    ]
    gaps = [pay.gap(s, mit) for s in others]
    shares = [pay.percent_of(s, mit) for s in others]
    chart = bars(view.marks((mit, *others)), view.words("unit_axis.usd"), view.theme)
    labels = view.labels
    return view.exhibit(
        "salary-levels",
        (mit, *others, *gaps, *shares),
        chart,
        notices=_institutes_notice(view),
        basis=labels.basis(view.basis.id),
        four=labels.value(others[0]),
        share=labels.value(shares[0]),
        programme=labels.value(shares[1]),
    )


def _institutes_notice(view: View) -> list[str]:
    single = [i for i in view.selection.chosen_institutes if i not in ("mit", "four-institutes")]
    if set(single) == set(view.dataset.members("four-institutes")) or not single:
        return []
    names = ", ".join(view.labels.entity(i) for i in single)
    return [view.words("notice.not_per_institute", names=names)]


def salary_share(view: View) -> Exhibit:
    """The share of MIT's salary on every basis at once."""
    bases = [Basis(kind, DEFAULT_RATE_DATE) for kind in BASES]
    found = [(basis, pay.shares(view.dataset, basis)) for basis in bases]
    marks, figures = [], []
    for position in (0, 1):
        for basis, pair in found:
            figure = pair[position]
            name = view.labels.entity(figure.entity)
            marks.append(view.mark(figure, f"{name}, {view.words(f'basis_short.{basis.kind}')}"))
            figures.append(figure)
    hundred = Mark("MIT", 100, view.words("unit.percent", n="100"))
    chart = bars(marks, view.words("unit_axis.share_of_mit"), view.theme, reference=hundred)
    labels = view.labels
    return view.exhibit(
        "salary-share",
        figures,
        chart,
        market=labels.value(figures[0]),
        average=labels.value(figures[1]),
        ppp=labels.value(figures[2]),
        programme_ppp=labels.value(figures[5]),
    )


def implied_rate(view: View) -> Exhibit:
    """At which exchange rates the stated 41 % holds."""
    data = view.dataset
    mit, four = pay.mit_salary(data), pay.four_salary(data)
    stated = observed(data.one("salary-share-stated", "four-institutes", "2024"))
    rate = pay.implied_rate(four, mit, stated)
    wide = pay.implied_rate_all_rounding(four, mit, stated)
    bases = [Basis("average", f"{year}-12-31") for year in range(2022, 2026)]
    bases += [Basis("market", day) for day in ("2024-12-31", "2025-06-16", "2025-09-29")]
    marks, figures = [], []
    for basis in bases:
        share = pay.percent_of(pay.converted(four, data.converter, basis), mit)
        used = data.converter.rate("KRW", basis)
        label = view.words(f"rate_point.{basis.kind}", day=view.labels.period(used.period))
        rate_text = view.words("unit.krw_per_usd", n=format_number(used.rate, 1))
        text = f"{rate_text}<br>{view.labels.value(share)}"
        minor = basis.id not in ("average-2024", "market-2024-12-31", "average-2022")
        marks.append(Mark(label, share.number, text, lower=used.rate, uncertain=minor))
        figures.append(share)
    band = Mark(
        "",
        rate.number,
        view.words("rate_point.band", range=view.labels.interval(rate)),
        lower=rate.lower,
        upper=rate.upper,
    )
    axes = (view.words("unit_axis.krw_per_usd"), view.words("unit_axis.share_of_mit"))
    chart = rate_curve(marks, band, axes, view.theme)
    return view.exhibit(
        "implied-rate",
        (rate, wide, *figures, four, mit),
        chart,
        won=view.labels.value(four),
        dollars=view.labels.value(mit),
        rate=view.labels.number(rate),
        range=view.labels.interval(rate),
        wide=view.labels.interval(wide),
    )


def salary_multiple(view: View) -> Exhibit:
    """The salary multiple depends on what it is a multiple of."""
    data = view.dataset
    programme = pay.programme_salary(data)
    reported = observed(data.one("salary-multiple-stated", "innocore", "2025-09-29"))
    own = pay.multiple(programme, pay.four_salary(data), "four-institutes")
    mean = pay.domestic_mean_implied(programme, reported)
    marks = [
        view.mark(reported, view.words("multiple.reported"), "second"),
        view.mark(own, view.words("multiple.own"), "innocore"),
    ]
    chart = bars(marks, view.words("unit_axis.times"), view.theme)
    labels = view.labels
    return view.exhibit(
        "salary-multiple",
        (reported, own, mean),
        chart,
        reported=labels.number(reported),
        own=labels.number(own),
        mean=labels.value(mean),
    )


def salary_minimums(view: View) -> Exhibit:
    """Minimum postdoc salaries elsewhere over the years: minimums, not means."""
    kinds = (
        ("mit", "", "mit", "solid"),
        ("stanford", "", "loss", "dash"),
        ("university-of-california", "level-0", "innocore", "dot"),
        ("nih-nrsa", "level-0", "other", "dashdot"),
    )
    series, figures = [], []
    for entity, group, colour, dash in kinds:
        found = [
            f
            for f in evidence.published_series(view.dataset, "postdoc-salary-min", entity, group)
            if view.selection.covers(f.period)
        ]
        # The lowest line has its name below it, where no other one passes.
        name, below = view.labels.entity(entity), entity == "nih-nrsa"
        series.append(view.line(found, name, colour, dash=dash, below=below))
        figures += found
    chart = lines(series, view.words("unit_axis.usd"), view.theme, zero=False)
    # The first that has figures is told: MIT wherever it has any.
    told = [f for f in figures if f.entity == figures[0].entity]
    who = view.labels.entity(told[0].entity) if told else ""
    return view.exhibit("salary-minimums", figures, chart, who=who, trend=trend(view, told))


SPECS = (
    Spec("salary-levels", PAGE, ("basis", "institutes"), salary_levels),
    Spec("salary-share", PAGE, (), salary_share),
    Spec("implied-rate", PAGE, (), implied_rate),
    Spec("salary-multiple", PAGE, (), salary_multiple),
    Spec("salary-minimums", PAGE, ("period",), salary_minimums),
)
