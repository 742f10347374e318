"""Who changed what: revisions, differences, roll back, export, whether the ledger is whole."""

from __future__ import annotations

import streamlit as st

from innocore_metrics.desk.roles import Actor
from innocore_metrics.desk.service import Desk
from innocore_metrics.exhibits import View
from innocore_metrics.intake import tables
from innocore_metrics.numbers import format_moment
from innocore_metrics.storage.ledger import Revision
from innocore_metrics.text import Words, render
from pages.components import html
from pages.components.desk.marks import DONE, Said, say

MOST_SHOWN = 200
_DIFFERENCE = (
    "month", "stage", "research_group", "host", "talent_source", "country",
    "before_count", "after_count",
)  # fmt: skip


def show(desk: Desk, actor: Actor, view: View) -> None:
    """All revisions, then what can be done with them.

    Every part has a place of its own, so that a message that comes or goes does not move the
    parts after it: the browser would draw a moved form anew, without what is being typed.
    """
    words = view.words
    with st.container():
        say("history")
    revisions = desk.history(actor)
    if not revisions:
        st.markdown(words("ledger_cli.empty"))
        return
    names = ("number", "when", "who", "kind", "file", "rows", "reason", "hash")
    header = [words(f"desk.{name}") for name in names]
    rows = [_row(revision, view) for revision in reversed(revisions)]
    st.html(html.table(header, rows, words("desk.history")))
    with st.container():
        _verify(desk, actor, words)
    with st.container():
        _export(desk, actor, revisions, words)
    with st.container():
        _diff(desk, actor, revisions, view)
    _roll_back(desk, actor, revisions, words)


def _row(revision: Revision, view: View) -> tuple[str, ...]:
    target = "" if revision.target is None else f" → {revision.target}"
    return (
        str(revision.number),
        format_moment(revision.at, view.words),
        revision.actor,
        view.words(f"desk.kind_{revision.kind}") + target,
        revision.file_name,
        f"{revision.rows_count:,}",
        revision.reason,
        revision.sha256[:12],
    )


def _verify(desk: Desk, actor: Actor, words: Words) -> None:
    if not st.button(words("desk.verify"), key="desk-verify", help=words("desk.verify_help")):
        return
    problems = desk.verify(actor)
    for problem in problems:
        st.error(render(problem, words))
    if not problems:
        revision, line = desk.heads(actor)
        for key, (number, sha256) in (("whole", revision), ("audit_whole", line)):
            st.success(words(f"ledger_cli.{key}", count=number, hash=sha256))


def _export(desk: Desk, actor: Actor, revisions: tuple[Revision, ...], words: Words) -> None:
    state = _state(revisions, words("desk.export_state"), "desk-export-state", words)
    if st.button(words("desk.export"), key="desk-export"):
        rows = tables.as_csv(desk.rows(actor, state))
        name = words("desk.export_file", number=state)
        st.download_button(
            words("desk.download", name=name),
            rows,
            file_name=name,
            mime="text/csv",
            on_click="ignore",
            key="desk-export-file",
        )


def _state(
    revisions: tuple[Revision, ...], label: str, key: str, words: Words, *, first: int = 0
) -> int:
    """One of the states that the ledger had, the newest first; ``first`` is the one chosen."""
    numbers = [revision.number for revision in reversed(revisions)]
    names = {
        r.number: f"{r.number}: {words(f'desk.kind_{r.kind}')} {r.file_name}" for r in revisions
    }
    names[0] = words("desk.state_empty")
    chosen = st.selectbox(label, [*numbers, 0], index=first, format_func=names.__getitem__, key=key)
    return int(chosen or 0)


def _diff(desk: Desk, actor: Actor, revisions: tuple[Revision, ...], view: View) -> None:
    words = view.words
    st.subheader(words("desk.diff"), anchor=False)
    with st.container(horizontal=True):
        before = _state(revisions, words("desk.before"), "desk-diff-before", words, first=1)
        after = _state(revisions, words("desk.after"), "desk-diff-after", words)
    if not st.button(words("desk.compare"), key="desk-compare"):
        return
    frame = desk.diff(actor, before, after)
    if frame.empty:
        st.markdown(words("ledger_cli.no_difference"))
        return
    shown = frame.head(MOST_SHOWN).itertuples(index=False)
    rows = [tuple(str(cell) for cell in row) for row in shown]
    header = [words(f"desk.cell_{name}") for name in _DIFFERENCE]
    st.html(html.table(header, rows, words("desk.diff")))
    if len(frame) > MOST_SHOWN:
        st.caption(words("ui.first_rows", count=MOST_SHOWN))
    st.download_button(
        words("desk.download", name=f"{before}-{after}.csv"),
        tables.as_csv(tables.from_frame(frame)),
        file_name=f"{before}-{after}.csv",
        mime="text/csv",
        on_click="ignore",
        key="desk-diff-file",
    )


def _roll_back(desk: Desk, actor: Actor, revisions: tuple[Revision, ...], words: Words) -> None:
    st.subheader(words("desk.roll_back"), anchor=False)
    st.markdown(words("desk.roll_back_help"))
    to = _state(revisions, words("desk.roll_back_to"), "desk-roll-back-to", words, first=1)
    with st.form("desk-roll-back", border=False, enter_to_submit=False):
        reason = st.text_input(words("desk.reason"), max_chars=500)
        sure = st.checkbox(words("desk.roll_back_sure"))
        pressed = st.form_submit_button(words("desk.roll_back"))
    if not pressed:
        return
    if not sure:
        st.warning(words("desk.not_sure"))
        return
    revision = desk.rollback(actor, to, reason)
    st.session_state[DONE] = Said(
        "history", words("desk.rolled_back", to=to, number=revision.number)
    )
    st.rerun()
