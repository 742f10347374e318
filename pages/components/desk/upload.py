"""A file from an institute: read, remarks, preview of what it would change, commit."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from innocore_metrics.dataset import with_ledger
from innocore_metrics.desk.roles import Actor
from innocore_metrics.desk.service import Desk, Preview, Upload
from innocore_metrics.errors import InnocoreError, Problem
from innocore_metrics.exhibits import EXHIBITS, View
from innocore_metrics.exhibits.compare import changes
from innocore_metrics.intake import remarks, template
from innocore_metrics.settings import UPLOAD_MB
from innocore_metrics.text import render
from pages.components import html, layouts, source
from pages.components.desk.marks import DONE, Said, say

Part = Callable[[Desk, Actor, View], None]
MOST_SHOWN = 200
_KEPT, _TURN = "desk-file", "desk-turn"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# No import replaced.
_NONE = 0


def show(desk: Desk, actor: Actor, view: View) -> None:
    """Template, upload, remarks, preview and commit."""
    words = view.words
    with st.container():
        say("upload")
    st.markdown(words("desk.upload_help"))
    st.download_button(
        words("desk.template"),
        lambda: template.workbook(desk.dataset, words),
        file_name=words("desk.template_file"),
        mime=_XLSX,
        on_click="ignore",
        key="desk-template",
    )
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        words("desk.file"),
        type=["csv", "xlsx"],
        key=f"desk-upload-{turn}",
        max_upload_size=int(UPLOAD_MB.of(os.environ)),
    )
    if file is None:
        st.session_state.pop(_KEPT, None)
        return
    found = _read(desk, actor, file, view)
    if found is not None:
        _checked(desk, actor, view, found)


def _read(desk: Desk, actor: Actor, file: UploadedFile, view: View) -> Upload | None:
    """The file after the check of its cells; read once for each upload."""
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != file.file_id:
        kept = (file.file_id, _read_apart(desk, actor, file, view))
        st.session_state[_KEPT] = kept
    found = kept[1]
    if isinstance(found, Upload):
        return found
    st.error(view.words("desk.refused"))
    _problems(found, view)
    return None


def _read_apart(
    desk: Desk, actor: Actor, file: UploadedFile, view: View
) -> Upload | tuple[Problem, ...]:
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(file.getbuffer())
        try:
            with st.spinner(view.words("desk.reading")):
                return desk.read(actor, path, file.name)
        except InnocoreError as error:
            return error.problems


def _checked(desk: Desk, actor: Actor, view: View, found: Upload) -> None:
    words = view.words
    replaces = _replaces(desk, actor, view)
    preview = desk.preview(actor, found, replaces)
    findings = preview.findings
    rows = f"{found.sheet.rows.num_rows:,}"
    if findings.errors:
        st.error(words("desk.errors", count=f"{len(findings):,}", rows=rows))
        _problems(findings.problems(MOST_SHOWN), view)
    else:
        st.success(words("desk.sound", rows=rows))
    if findings.warnings:
        st.warning(words("desk.warnings"))
        _problems(findings.cautions(MOST_SHOWN), view)
    if findings.errors or findings.warnings:
        _returned(found, preview, view)
    if not findings.errors:
        _preview(view, preview)
        _commit(desk, actor, view, preview, replaces)


def _replaces(desk: Desk, actor: Actor, view: View) -> int | None:
    words = view.words
    names = {_NONE: words("desk.adds")}
    for revision in desk.active(actor):
        day = view.labels.period(revision.at[:10])
        names[revision.number] = f"{revision.number}: {revision.file_name} ({day})"
    chosen = st.selectbox(
        words("desk.replaces"), list(names), format_func=names.__getitem__, key="desk-replaces"
    )
    return chosen or None


def _problems(problems: Sequence[Problem], view: View) -> None:
    """Every problem a row: where, what was given, what is wrong and allowed."""
    words = view.words
    rows = [
        (
            problem.file,
            str(problem.row) if problem.row else "",
            problem.column,
            problem.given,
            render(replace(problem, file="", row=0, column=""), words),
        )
        for problem in problems[:MOST_SHOWN]
    ]
    header = [words(f"desk.{name}") for name in ("at_file", "at_row", "at_column", "given", "why")]
    st.html(html.table(header, rows, words("desk.problems")))


def _returned(found: Upload, preview: Preview, view: View) -> None:
    st.download_button(
        view.words("desk.remarks"),
        lambda: remarks.with_remarks(found.sheet, preview.findings, view.words),
        file_name=remarks.file_name(found.sheet),
        mime=_XLSX if found.sheet.kind == "xlsx" else "text/csv",
        on_click="ignore",
        key="desk-remarks",
    )


def _preview(view: View, preview: Preview) -> None:
    """What each chart would show after the commit, where it differs."""
    words = view.words
    st.subheader(words("desk.preview"), anchor=False)
    facts = source.facts()
    before, after = (
        View(with_ledger(facts, ledger), view.selection, words, view.theme)
        for ledger in (preview.before, preview.after)
    )
    specs = [spec for spec in EXHIBITS if spec.id.startswith(layouts.LEDGER)]
    found = changes(before, after, specs)
    if not found:
        st.markdown(words("desk.no_change"))
    header = [words(f"desk.{name}") for name in ("counted", "before", "after")]
    for change in found:
        with st.expander(words("desk.change", name=change.name, count=len(change.rows))):
            st.html(html.block("p", "im-help", f"{words('desk.before')}: {change.before}"))
            st.html(html.block("p", "im-help", f"{words('desk.after')}: {change.after}"))
            st.html(html.table(header, change.rows, change.name))


def _commit(desk: Desk, actor: Actor, view: View, preview: Preview, replaces: int | None) -> None:
    words = view.words
    # A line break typed into the reason is no decision.
    with st.form("desk-commit", border=False, enter_to_submit=False):
        reason = st.text_input(words("desk.reason"), max_chars=500)
        confirmed = bool(preview.findings.warnings) and st.checkbox(words("desk.confirm"))
        pressed = st.form_submit_button(words("desk.commit"), type="primary")
    if not pressed:
        return
    bar, rows = st.progress(0.0), max(preview.upload.checked.rows.num_rows, 1)

    def advance(done: int) -> None:
        bar.progress(min(done / rows, 1.0))

    revision = desk.commit(
        actor,
        preview.upload,
        reason,
        confirmed=confirmed,
        replaces=replaces,
        progress=advance,
    )
    number, count = revision.number, f"{revision.rows_count:,}"
    st.session_state[DONE] = Said("upload", words("desk.committed", number=number, rows=count))
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_KEPT, None)
    st.rerun()
