"""Key figures at the top of the overview, each with what it is compared to."""

from __future__ import annotations

import streamlit as st

from innocore_metrics.currency import Basis
from innocore_metrics.errors import RateError
from innocore_metrics.exhibits import View
from innocore_metrics.indicators import flows, pay, recruitment, staffing
from innocore_metrics.numbers import format_number
from innocore_metrics.text import render
from pages.components import html, notices


def key_figures(view: View) -> None:
    """Four figures: ratio, salary, net rate, recruitment."""
    cards = (_ratio(view), _salary(view), _drain(view), _recruitment(view))
    for column, (name, value, beside, source) in zip(st.columns(4), cards, strict=True):
        with column, st.container(border=True):
            st.html(
                '<div class="im-card">'
                f"<b>{html.escape(name)}</b><strong>{html.escape(value)}</strong>"
                f"<span>{html.escape(beside)}</span><span>{html.escape(source)}</span></div>"
            )


Card = tuple[str, str, str, str]


def _caption(view: View, period: str, status: str) -> str:
    return f"{view.labels.period(period)} · {view.words(f'status.{status}')}"


def _ratio(view: View) -> Card:
    mit, four = staffing.ratios(view.dataset, ("mit", staffing.FOUR))
    beside = view.words("card.versus", value=view.labels.number(mit, 2))
    name = f"{view.labels.entity(staffing.FOUR)} {view.words('card.ratio')}"
    return name, view.labels.number(four, 2), beside, _caption(view, four.period, four.status)


def _salary(view: View) -> Card:
    name = view.words("card.salary")
    try:
        four, programme = pay.shares(view.dataset, view.basis)
    except RateError as error:
        for problem in error.problems:
            notices.note(render(problem, view.words))
        return (
            name,
            view.words("status.not published"),
            "",
            view.words("basis_name." + view.basis.kind),
        )
    beside = view.words("card.programme", value=view.labels.value(programme))
    return name, view.labels.value(four), beside, _basis(view, view.basis)


def _basis(view: View, basis: Basis) -> str:
    return view.labels.basis(basis.id)


def _drain(view: View) -> Card:
    figures = flows.series(view.dataset, "net-migration-rate", "KR", "scopus", 1998, 2026)
    last = figures[-1]
    value = format_number(last.number, 2, signed=True)
    ends = [format_number(end, 2, signed=True) for end in last.bounds]
    span = view.words("number.range", low=ends[0], high=ends[1])
    beside = view.words("card.interval", value=span)
    return view.words("card.drain"), value, beside, _caption(view, last.period, last.status)


def _recruitment(view: View) -> Card:
    total = recruitment.counts(view.dataset, "total")[-1]
    goal = recruitment.target(view.dataset)
    beside = view.words("card.target", value=view.labels.value(goal))
    value = view.labels.value(total)
    return view.words("card.recruitment"), value, beside, _caption(view, total.period, total.status)
