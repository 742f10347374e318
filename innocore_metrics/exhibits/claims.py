"""Claims: what an announcement asserts, recomputed under the assumptions chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from innocore_metrics.charts import Mark, bars
from innocore_metrics.currency import Basis
from innocore_metrics.errors import RateError
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.labels import Table
from innocore_metrics.indicators import claims
from innocore_metrics.indicators.claims import Judged
from innocore_metrics.model import Figure
from innocore_metrics.numbers import decimal_places, format_value
from innocore_metrics.selection import BASELINES, BASES, COUNTS
from innocore_metrics.text import render

PAGE = "claims"
ASSUMPTIONS = ("basis", "count", "baseline")
_COLUMNS = (
    "claim",
    "statement",
    "stated",
    "recomputed",
    "range",
    "now",
    "overall",
    "depends",
    "source",
)


def _judged(view: View) -> tuple[Judged, ...]:
    chosen = view.selection
    assumptions = claims.Assumptions(view.basis, chosen.count, chosen.baseline)
    return claims.judge_all(view.dataset, assumptions)


def _assumed(view: View) -> dict[str, str]:
    words, chosen = view.words, view.selection
    return {
        "basis": view.labels.basis(view.basis.id),
        "count": words(f"count_name.{chosen.count}"),
        "baseline": words(f"baseline_name.{chosen.baseline}"),
    }


def _notices(view: View, judged: tuple[Judged, ...]) -> list[str]:
    return [render(problem, view.words) for one in judged for problem in one.problems]


def _row(view: View, judged: Judged) -> tuple[str, ...]:
    words, labels, claim = view.words, view.labels, judged.claim
    return (
        words.of(claim, "name"),
        words.of(claim, "statement"),
        _as_stated(view, judged.stated),
        labels.value(judged.figure),
        labels.interval(judged.figure),
        words(f"verdict.{judged.verdict}"),
        words(f"verdict.{judged.overall}"),
        words.of(claim, "depends"),
        labels.source(view.dataset.source[claim.source]),
    )


def _counted(view: View, judged: tuple[Judged, ...]) -> str:
    """How many claims have each verdict; verdicts that none has are left out."""
    words, count = view.words, Counter(one.verdict for one in judged)
    named = (
        words("claim_table.counted", verdict=words(f"verdict.{kind}"), count=count[kind])
        for kind in claims.VERDICTS
        if count[kind]
    )
    return ", ".join(named)


def _as_stated(view: View, stated: Figure) -> str:
    """The stated value with no more digits than were stated."""
    places = decimal_places(stated.number)
    return format_value(stated.number, stated.unit, places, view.words)


def verdicts(view: View) -> Exhibit:
    """Every claim with what it states, what it comes to, and the verdict."""
    judged = _judged(view)
    made = view.exhibit(
        "claims-verdicts",
        [one.figure for one in judged],
        None,
        notices=_notices(view, judged),
        total=len(judged),
        counted=_counted(view, judged),
        **_assumed(view),
    )
    header = tuple(view.words(f"claim_table.{name}") for name in _COLUMNS)
    cited = view.labels.sources([figure for one in judged for figure in (one.stated, one.figure)])
    return replace(made, table=Table(header, tuple(_row(view, j) for j in judged)), sources=cited)


def deviations(view: View) -> Exhibit:
    """How far each recomputed value is from the stated one."""
    judged = _judged(view)
    figures = [claims.deviation(one) for one in judged]
    marks = [
        view.mark(figure, view.words.of(one.claim, "name"), _colour(one.verdict))
        for one, figure in zip(judged, figures, strict=True)
    ]
    chart = bars(marks, view.words("unit_axis.claim_deviation"), view.theme)
    furthest = max((f for f in figures if f.published), key=lambda f: abs(f.number))
    return view.exhibit(
        "claims-deviation",
        figures,
        chart,
        notices=_notices(view, judged),
        what=view.labels.group(furthest.group.split(".")[0]),
        most=view.labels.value(furthest),
        **_assumed(view),
    )


def _colour(verdict: str) -> str:
    return {claims.NOT_SUPPORTED: "loss", claims.DEPENDS: "innocore"}.get(verdict, "mit")


def _compared(
    view: View, kind: str, figures: Sequence[Figure], labels: Sequence[str], chosen: int
) -> tuple[list[Figure], object, dict[str, str]]:
    """Recomputations beside each other, the chosen one in colour, against the stated value."""
    claim = next(row for row in view.dataset.claims if row.assumption == kind)
    stated = claims.stated_figure(claim, figures[0])
    marks = [
        view.mark(figure, label, "four-institutes" if position == chosen else "other")
        for position, (figure, label) in enumerate(zip(figures, labels, strict=True))
    ]
    said_value = _as_stated(view, stated)
    line = Mark(view.words("claim_table.stated"), stated.number, said_value)
    chart = bars(marks, view.words(f"unit_axis.claim_{kind}"), view.theme, reference=line)
    now = claims.verdict(claim.stated_value, claim.step, figures[chosen])
    said = {
        "stated": said_value,
        "window": view.labels.interval(stated),
        "chosen": labels[chosen],
        "value": view.labels.value(figures[chosen]),
        "verdict": view.words(f"verdict.{now}"),
    }
    return [*figures, stated], chart, said


def half(view: View) -> Exhibit:
    """Whether the four institutes have half a postdoc per faculty member: on either count."""
    figures = [claims.by_count(view.dataset, count) for count in COUNTS]
    labels = [view.words(f"count_name.{count}") for count in COUNTS]
    at = COUNTS.index(view.selection.count)
    shown, chart, said = _compared(view, "count", figures, labels, at)
    return view.exhibit("claim-half", shown, chart, **said)


def share(view: View) -> Exhibit:
    """Whether the salary is 41 % of MIT's: on each basis of the day chosen that has a rate."""
    figures: dict[str, Figure] = {}
    notices = []
    for kind in BASES:
        try:
            figures[kind] = claims.by_basis(view.dataset, Basis(kind, view.selection.rate_date))
        except RateError as error:
            # Without the basis chosen there is no verdict; without another one, a bar less.
            if kind == view.selection.basis:
                raise
            notices += [render(problem, view.words) for problem in error.problems]
    labels = [view.labels.basis(Basis(kind, view.selection.rate_date).id) for kind in figures]
    at = list(figures).index(view.selection.basis)
    shown, chart, said = _compared(view, "basis", list(figures.values()), labels, at)
    return view.exhibit("claim-share", shown, chart, notices=notices, **said)


def multiple(view: View) -> Exhibit:
    """Whether the salary is 1.8 times as high: against either baseline."""
    figures = [claims.by_baseline(view.dataset, baseline) for baseline in BASELINES]
    labels = [view.words(f"baseline_name.{baseline}") for baseline in BASELINES]
    at = BASELINES.index(view.selection.baseline)
    shown, chart, said = _compared(view, "baseline", figures, labels, at)
    return view.exhibit("claim-multiple", shown, chart, **said)


SPECS = (
    Spec("claims-verdicts", PAGE, ASSUMPTIONS, verdicts),
    Spec("claims-deviation", PAGE, ASSUMPTIONS, deviations),
    Spec("claim-half", PAGE, ("count",), half),
    Spec("claim-share", PAGE, ("basis",), share),
    Spec("claim-multiple", PAGE, ("baseline",), multiple),
)
