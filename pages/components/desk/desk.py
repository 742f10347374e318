"""The frame of the import desk: who is asking, what they may, and the parts of the desk."""

from __future__ import annotations

import os

import streamlit as st

from innocore_metrics.desk import opening
from innocore_metrics.desk.service import Desk
from innocore_metrics.errors import InnocoreError
from innocore_metrics.exhibits import View
from pages.components import notices, source
from pages.components.access import Access, access
from pages.components.desk import history, publish, upload


def show(view: View) -> None:
    """Draw the desk, or say why it is closed."""
    words = view.words
    st.header(words("desk.title"), anchor=False)
    try:
        who = access()
    except InnocoreError as error:
        notices.listed(error.problems, words)
        return
    _greet(who, view)
    if who.actor.may("history"):
        _parts(view, who)


def _greet(who: Access, view: View) -> None:
    words = view.words
    role = words(f"role.{who.actor.role}")
    notices.note(words(f"desk.way_{who.way.replace('-', '_')}", name=who.actor.name, role=role))
    if who.way == "logged-out":
        st.button(words("desk.login"), on_click=st.login, key="desk-login")
    elif who.way == "login":
        st.button(words("desk.logout"), on_click=st.logout, key="desk-logout")


@st.fragment
def _parts(view: View, who: Access) -> None:
    words = view.words
    try:
        desk = opening.desk(os.environ, source.facts())
    except InnocoreError as error:
        notices.listed(error.problems, words)
        return
    parts = {"upload": upload.show, "history": history.show, "publish": publish.show}
    titles = [words(f"desk.{name}") for name in parts]
    for tab, draw in zip(st.tabs(titles), parts.values(), strict=True):
        with tab:
            _guarded(draw, desk, who, view)


def _guarded(draw: upload.Part, desk: Desk, who: Access, view: View) -> None:
    """What a part cannot do is said in its place; the other parts go on."""
    try:
        draw(desk, who.actor, view)
    except InnocoreError as error:
        notices.listed(error.problems, view.words)
