"""Brain drain as stock, intention and opinion: each kind of evidence on its own axis."""

from __future__ import annotations

from collections.abc import Sequence

from innocore_metrics.charts import bars, lines
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.trends import trend, year
from innocore_metrics.indicators import evidence, flows, stays
from innocore_metrics.model import Figure

PAGE = "brain-drain"


def _covered(view: View, figures: tuple[Figure, ...]) -> list[Figure]:
    return [figure for figure in figures if view.selection.covers(figure.period)]


def us_doctorates(view: View) -> Exhibit:
    """Koreans earning US doctorates, by year."""
    figures = _covered(view, stays.latest(view.dataset, "doctorates", stays.ALL_FIELDS))
    chart = lines([view.line(figures, "", "KR")], view.words("unit_axis.persons"), view.theme)
    return view.exhibit("us-doctorates", figures, chart, trend=trend(view, figures))


def intention(view: View) -> Exhibit:
    """Intending to stay against definitely committed, by year or cohort."""
    intend = _covered(view, stays.latest(view.dataset, "intend-to-stay", stays.ALL_FIELDS))
    definite = _covered(view, stays.latest(view.dataset, "definite-commitment", stays.HEALTH_TOO))
    series = [
        view.line(intend, view.words("series.intend"), "KR"),
        view.line(definite, view.words("series.definite"), "second", joined=False),
    ]
    chart = lines(series, view.words("unit_axis.percent"), view.theme)
    finding = _intended(view, intend, definite)
    return view.exhibit("intention", (*intend, *definite), chart, finding=finding)


def _intended(view: View, intend: list[Figure], definite: list[Figure]) -> str:
    """The latest of what is shown of either series."""
    told: dict[str, str] = {}
    if intend:
        told |= {"value": view.labels.value(intend[-1]), "year": year(view, intend[-1])}
    if definite:
        told |= {"definite": view.labels.value(definite[-1]), "cohort": year(view, definite[-1])}
    if not told:
        return ""
    kind = "both" if intend and definite else "intend" if intend else "definite"
    return view.words(f"finding.intention_{kind}", **told)


def stay_rates(view: View) -> Exhibit:
    """Who is still in the United States five and ten years later."""
    five = _covered(view, stays.latest(view.dataset, "stay-rate-5-year", stays.SCIENCE))
    ten = _covered(view, stays.latest(view.dataset, "stay-rate-10-year", stays.SCIENCE))
    series = [
        view.line(five, view.words("series.five_years"), "KR", band=True),
        view.line(ten, view.words("series.ten_years"), "second", joined=False),
    ]
    chart = lines(series, view.words("unit_axis.percent"), view.theme)
    after = view.words("series.five_years_too" if five else "series.ten_years_too")
    ranges = [f for f in (*five, *ten) if f.lower is not None]
    told = {
        "after": after,
        "trend": trend(view, five or ten),
        "computed": _with_years(view, "finding.computed_range", ranges),
    }
    return view.exhibit("stay-rates", (*five, *ten), chart, **told)


def _with_years(view: View, key: str, figures: Sequence[Figure]) -> str:
    """A sentence about the years of some figures; empty where there are none."""
    years = list(dict.fromkeys(year(view, f) for f in figures))
    return view.words(key, years=view.labels.listed(years)) if years else ""


def doctorates_abroad(view: View) -> Exhibit:
    """Korean STEM doctorates in the United States, two sources with two definitions."""
    name = "stem-doctorates-in-us"
    bank = _covered(view, evidence.published_series(view.dataset, name, "KR", "US.bank-of-korea"))
    stepi = _covered(view, evidence.published_series(view.dataset, name, "KR", "US.stepi"))
    series = [
        view.line(bank, view.words("group.bank-of-korea"), "KR", joined=False),
        view.line(stepi, view.words("group.stepi"), "second", joined=False),
    ]
    chart = lines(series, view.words("unit_axis.persons"), view.theme)
    other = {f.period: f.number for f in stepi}
    apart = [f for f in bank if other.get(f.period, f.number) != f.number]
    return view.exhibit(
        "doctorates-abroad",
        (*bank, *stepi),
        chart,
        apart=_with_years(view, "finding.sources_apart", apart),
        trend=trend(view, bank, about=True) if bank else trend(view, stepi),
        source=view.words("group.bank-of-korea" if bank else "group.stepi"),
    )


def kaist_abroad(view: View) -> Exhibit:
    """KAIST doctorates who took a job abroad, by year."""
    found = evidence.published_series(view.dataset, "doctorates-employed-abroad", "kaist")
    chosen = "kaist" in view.selection.chosen_institutes
    figures = _covered(view, found) if chosen else []
    chart = bars(view.marks(figures, "period"), view.words("unit_axis.persons"), view.theme)
    missing = [
        i
        for i in view.selection.chosen_institutes
        if i in view.dataset.members("four-institutes") and i != "kaist"
    ]
    names = ", ".join(view.labels.entity(i) for i in missing)
    notice = [view.words("notice.not_for_these", names=names)] if missing else []
    return view.exhibit(
        "kaist-abroad",
        figures,
        chart,
        notices=notice,
        trend=trend(view, figures),
    )


def considering(view: View) -> Exhibit:
    """Who considers a job abroad, by age."""
    figures = evidence.published_series(view.dataset, "considering-move-abroad", "KR")
    order = sorted(figures, key=lambda f: (f.group != "all", f.group))
    marks = [
        view.mark(f, view.labels.group(f.group), "KR" if f.group == "all" else "other")
        for f in order
    ]
    chart = bars(marks, view.words("unit_axis.percent"), view.theme)
    value = {f.group: view.labels.value(f) for f in figures}
    return view.exhibit("considering", order, chart, all=value["all"], young=value["age-20s"])


def imd(view: View) -> Exhibit:
    """The opinion of executives: IMD score, years without a published figure left open."""
    score = _covered(view, evidence.published_series(view.dataset, "imd-brain-drain-score", "KR"))
    rank = _covered(view, evidence.published_series(view.dataset, "imd-brain-drain-rank", "KR"))
    chart = lines(
        [view.line(score, "", "KR", joined=False)], view.words("unit_axis.score"), view.theme
    )
    finding = latest = ""
    if rank:
        place = {"rank": view.labels.value(rank[-1]), "year": year(view, rank[-1])}
        place["among"] = view.words.of(rank[-1], "note")
        finding = view.words("finding.imd_rank", **place)
        latest = view.words("finding.imd_latest", **place)
    if score:
        finding = view.words("finding.imd_score", trend=trend(view, score))
    return view.exhibit(
        "imd",
        (*score, *rank),
        chart if score else None,
        notices=[view.words("notice.only_in_table")] if rank and not score else [],
        finding=finding,
        latest=latest,
    )


def ai_talent(view: View) -> Exhibit:
    """Net migration of AI talent in the years that were reported."""
    found = evidence.published_series(view.dataset, "net-ai-talent-migration")
    korea = [f for f in found if f.entity == "KR"]
    others = [f for f in found if f.entity != "KR"]
    shown = _covered(view, tuple(korea + others))
    marks = [
        view.mark(
            f,
            f"{view.labels.entity(f.entity)} {view.labels.period(f.period)}",
            "KR" if f.entity == "KR" else "other",
        )
        for f in shown
    ]
    chart = bars(marks, view.words("unit_axis.per_10000"), view.theme)
    newest = [f for f in shown if f.entity == "KR"][-1:]
    return view.exhibit(
        "ai-talent",
        shown,
        chart,
        value="".join(view.labels.number(f) for f in newest),
        year="".join(year(view, f) for f in newest),
    )


def vintages(view: View) -> Exhibit:
    """The same year in successive releases: published figures move."""
    figures = stays.vintages(view.dataset, "doctorates", "2021")
    marks = [view.mark(f, view.labels.group(f.group.split(".")[-1]), "KR") for f in figures]
    chart = bars(marks, view.words("unit_axis.persons"), view.theme)
    return view.exhibit(
        "vintages",
        figures,
        chart,
        first=view.labels.number(figures[0]),
        last=view.labels.number(figures[-1]),
    )


def evidence_compared(view: View) -> Exhibit:
    """What each kind of evidence says, one figure each, never on one axis."""
    data = view.dataset
    figures = (
        flows.series(data, "net-migration-rate", "KR", "scopus", 2020, 2020)[0],
        *(f for f in flows.single_balances(data) if f.group in ("US", "CN")),
        stays.latest(data, "stay-rate-5-year", stays.SCIENCE)[-1],
        stays.latest(data, "intend-to-stay", stays.ALL_FIELDS)[-1],
        evidence.published_series(data, "considering-move-abroad", "KR", "all")[0],
        evidence.published_series(data, "imd-brain-drain-rank", "KR")[-1],
    )
    return view.exhibit(
        "evidence-compared",
        figures,
        None,
        us=view.labels.value(figures[1]),
        rate=view.labels.number(figures[0]),
        intend=view.labels.value(figures[4]),
    )


SPECS = (
    Spec("evidence-compared", PAGE, (), evidence_compared),
    Spec("us-doctorates", PAGE, ("period",), us_doctorates, "stock"),
    Spec("stay-rates", PAGE, ("period",), stay_rates, "stock"),
    Spec("doctorates-abroad", PAGE, ("period",), doctorates_abroad, "stock"),
    Spec("kaist-abroad", PAGE, ("institutes", "period"), kaist_abroad, "stock"),
    Spec("intention", PAGE, ("period",), intention, "intention"),
    Spec("considering", PAGE, (), considering, "intention"),
    Spec("imd", PAGE, ("period",), imd, "opinion"),
    Spec("ai-talent", PAGE, ("period",), ai_talent, "flow"),
    Spec("vintages", PAGE, (), vintages, "stock"),
)
