"""Releases for viewers, exact counts for editors, and the audit log."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from innocore_metrics.dataset import with_ledger
from innocore_metrics.desk.roles import ROLES, Actor
from innocore_metrics.desk.service import Desk
from innocore_metrics.exhibits import EXHIBITS, View
from innocore_metrics.model import LedgerView
from innocore_metrics.numbers import format_moment
from pages.components import downloads, html, layouts, source
from pages.components.desk.marks import DONE, Said, say

MOST_SHOWN = 200


def show(desk: Desk, actor: Actor, view: View) -> None:
    """What viewers see, what they would see, what editors see, who tried what."""
    words = view.words
    with st.container():
        say("publish")
    st.markdown(words("desk.publish_help", days=desk.release_days))
    released = source.dataset().ledger
    if released is None:
        st.markdown(words("desk.nothing_released"))
    else:
        earliest = date.fromisoformat(released.date) + timedelta(desk.release_days)
        last, next_ = (view.labels.period(day) for day in (released.date, earliest.isoformat()))
        st.markdown(words("desk.last_release", number=released.revision, day=last, earliest=next_))
    if actor.may("release"):
        _release(desk, actor, view)
    _exact(desk, actor, view)
    if actor.may("audit"):
        _audit(desk, actor, view)


def _release(desk: Desk, actor: Actor, view: View) -> None:
    words = view.words
    # A place of its own: a table that comes must not move the form in which a reason is typed.
    with st.container():
        if st.checkbox(words("desk.show_releasable"), key="desk-releasable"):
            with st.spinner(words("desk.protecting")):
                shown = desk.releasable(actor)
            _counts(shown, view, "desk-releasable-table")
    st.markdown(words("desk.release_binds", days=desk.release_days))
    with st.form("desk-release", border=False, enter_to_submit=False):
        reason = st.text_input(words("desk.reason"), max_chars=500)
        sure = st.checkbox(words("desk.release_sure", days=desk.release_days))
        pressed = st.form_submit_button(words("desk.release"))
    if not pressed:
        return
    if not sure:
        st.error(words("desk.release_unsure"))
        return
    with st.spinner(words("desk.protecting")):
        revision = desk.release(actor, reason)
    source.look_again()
    st.session_state[DONE] = Said("publish", words("desk.released", number=revision.number))
    st.rerun()


def _exact(desk: Desk, actor: Actor, view: View) -> None:
    if st.checkbox(view.words("desk.show_exact"), key="desk-exact"):
        _counts(desk.exact(actor), view, "desk-exact-table")


def _counts(ledger: LedgerView, view: View, key: str) -> None:
    """One exhibit's table at a time, as this state of the ledger gives it."""
    words = view.words
    own = View(with_ledger(source.facts(), ledger), view.selection, words, view.theme)
    specs = {spec.id: spec for spec in EXHIBITS if spec.id.startswith(layouts.LEDGER)}
    chosen = st.selectbox(
        words("desk.table"),
        list(specs),
        format_func=lambda id: words(f"exhibit.{id}.name"),
        key=key,
    )
    exhibit = specs[chosen].exhibit(own)
    st.html(html.block("p", "im-help", exhibit.title))
    for notice in exhibit.notices:
        st.html(html.block("p", "im-help", notice))
    st.html(html.table(exhibit.table.header, exhibit.table.rows, exhibit.title))
    st.download_button(
        words("ui.download_csv"),
        downloads.figures_csv(exhibit.figures, own),
        file_name=_file_name(chosen, ledger),
        mime="text/csv",
        on_click="ignore",
        key=f"{key}-csv",
    )


def _file_name(exhibit: str, ledger: LedgerView) -> str:
    """Which exhibit of which state on which day; a version would be a hash of the counts."""
    kind = "exact" if ledger.exact else "protected"
    return f"{exhibit}_{kind}_{ledger.revision}_{ledger.date}.csv"


def _audit(desk: Desk, actor: Actor, view: View) -> None:
    words = view.words
    if not st.checkbox(words("desk.show_audit"), key="desk-audit"):
        return
    names = ("when", "who", "role", "action", "outcome", "detail")
    rows = [
        (
            format_moment(line.at, words),
            line.actor or "-",
            words(f"role.{line.role}") if line.role in ROLES else line.role,
            words(f"action.{line.action}"),
            words(f"outcome.{line.outcome}"),
            line.detail,
        )
        for line in desk.audit(actor)[:MOST_SHOWN]
    ]
    header = [words(f"desk.{name}") for name in names]
    st.html(html.table(header, rows, words("desk.audit")))
