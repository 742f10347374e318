"""The controls of a page. The address is the truth: controls are set from it and write to it."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from innocore_metrics.exhibits import View
from innocore_metrics.selection import (
    BASES,
    FIRST_YEAR,
    LAST_YEAR,
    Selection,
)
from pages.components import state


def controls(view: View, offered: Collection[str]) -> None:
    """Draw the controls for the filters ``offered`` (of institutes, fields, period, basis)."""
    if not offered:
        return
    with st.container(border=True):
        lists = {"institutes", "fields"} & set(offered)
        scales = {"period", "basis"} & set(offered)
        sides = st.columns(2) if lists and scales else [st.container()] * 2
        with sides[0]:
            if "institutes" in lists:
                _many(view, "institutes", view.selection.vocabulary.institutes)
            if "fields" in lists:
                _many(view, "fields", view.selection.vocabulary.fields)
        with sides[1]:
            if "period" in scales:
                _period(view)
            if "basis" in scales:
                _basis(view)
        if _changed(view.selection):
            st.button(view.words("ui.reset"), on_click=_reset, args=(view.selection,))


def _changed(selection: Selection) -> bool:
    return bool(set(selection.to_query()) - {"lang"})


def _reset(selection: Selection) -> None:
    state.write(Selection(selection.vocabulary, lang=selection.lang))


def _many(view: View, name: str, ids: tuple[str, ...]) -> None:
    chosen = {
        "institutes": view.selection.chosen_institutes,
        "fields": view.selection.chosen_fields,
    }[name]
    label = view.labels.entity if name == "institutes" else view.labels.group
    st.session_state[name] = list(chosen)
    st.pills(
        view.words(f"ui.{name}"),
        ids,
        selection_mode="multi",
        wrap=True,
        format_func=label,
        key=name,
        on_change=_take_many,
        args=(view.selection, name, ids),
    )


def _take_many(selection: Selection, name: str, ids: tuple[str, ...]) -> None:
    chosen = tuple(id for id in ids if id in st.session_state[name])
    state.write(selection.with_(**{name: None if chosen == ids else chosen}))


def _period(view: View) -> None:
    st.session_state["period"] = (view.selection.first_year, view.selection.last_year)
    st.slider(
        view.words("ui.period"),
        FIRST_YEAR,
        LAST_YEAR,
        key="period",
        on_change=_take_period,
        args=(view.selection,),
    )


def _take_period(selection: Selection) -> None:
    first, last = st.session_state["period"]
    state.write(selection.with_(first_year=first, last_year=last))


def _basis(view: View) -> None:
    words = view.words
    st.session_state["basis"] = view.selection.basis
    st.segmented_control(
        words("ui.basis"),
        BASES,
        format_func=lambda kind: words(f"basis_name.{kind}"),
        key="basis",
        required=True,
        on_change=_take,
        args=(view.selection, "basis"),
    )
    days = _days(view)
    st.session_state["rate_date"] = view.selection.rate_date
    st.selectbox(
        words("ui.rate_date"),
        days,
        format_func=view.labels.period,
        key="rate_date",
        on_change=_take,
        args=(view.selection, "rate_date"),
    )


def _days(view: View) -> list[str]:
    """Days with a market rate, and the day the address asks for."""
    days = {*view.dataset.converter.market_days("KRW"), view.selection.rate_date}
    return sorted(days)


def _take(selection: Selection, name: str) -> None:
    state.write(selection.with_(**{name: st.session_state[name]}))
