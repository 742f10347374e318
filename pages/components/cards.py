"""Key figures of the overview: name, value, comparison; as of when, how sure, and from whom."""

from __future__ import annotations

from innocore_metrics.errors import RateError
from innocore_metrics.exhibits import View
from innocore_metrics.indicators import flows, pay, recruitment, staffing
from innocore_metrics.model import Figure
from innocore_metrics.numbers import format_number
from innocore_metrics.text import render

Card = tuple[str, str, str, str]


def key_figures(view: View) -> tuple[Card, ...]:
    """Four figures: ratio, salary, net rate, recruitment."""
    return (_ratio(view), _salary(view), _drain(view), _recruitment(view))


def _caption(view: View, figure: Figure) -> str:
    sources = view.labels.sources([figure])
    return view.words(
        "card.caption",
        period=view.labels.period(figure.period),
        status=view.words(f"status.{figure.status}"),
        sources=", ".join(dict.fromkeys(view.words.of(s, "producer") for s in sources)),
    )


def _ratio(view: View) -> Card:
    mit, four = staffing.ratios(view.dataset, ("mit", staffing.FOUR))
    beside = view.words("card.versus", value=view.labels.short(mit))
    name = view.words("card.ratio", who=view.labels.entity(staffing.FOUR))
    return name, view.labels.short(four), beside, _caption(view, four)


def _salary(view: View) -> Card:
    name = view.words("card.salary")
    try:
        four, programme = pay.shares(view.dataset, view.basis)
    except RateError as error:
        reason = " ".join(render(problem, view.words) for problem in error.problems)
        return name, view.words("status.not published"), reason, view.labels.basis(view.basis.id)
    beside = view.words(
        "card.programme",
        value=view.labels.value(programme),
        basis=view.labels.basis(view.basis.id),
    )
    return name, view.labels.value(four), beside, _caption(view, four)


def _drain(view: View) -> Card:
    figures = flows.series(view.dataset, "net-migration-rate", "KR", "scopus", 1998, 2026)
    last = figures[-1]
    # The card's name has the "per 1,000".
    value = view.words("unit_short.net-persons", n=format_number(last.number, 2, signed=True))
    ends = [format_number(end, 2, signed=True) for end in last.bounds]
    span = view.words("number.money_range", low=ends[0], high=ends[1])
    beside = view.words("card.interval", value=view.words("unit_short.net-persons", n=span))
    return view.words("card.drain"), value, beside, _caption(view, last)


def _recruitment(view: View) -> Card:
    total = recruitment.counts(view.dataset, "total")[-1]
    goal = recruitment.target(view.dataset)
    beside = view.words("card.target", value=view.labels.value(goal))
    value = view.labels.value(total)
    return view.words("card.recruitment"), value, beside, _caption(view, total)
