"""Versions of the data on the data page: what is kept, what changed, how to cite a figure."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import asdict, fields
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from innocore_metrics.dataset.changes import Change, compare
from innocore_metrics.dataset.versions import Edition
from innocore_metrics.errors import InnocoreError
from innocore_metrics.exhibits import View
from innocore_metrics.exports import citation
from innocore_metrics.exports.comma import BOM, safe
from innocore_metrics.model import Figure
from innocore_metrics.selection import LANGUAGES
from innocore_metrics.settings import BASE_URL
from pages.components import clock, html, notices, source

MOST_ROWS = 100


def kept(view: View) -> None:
    """The versions that a link can be pinned to, newest first."""
    words = view.words
    present = source.dataset().version.split("-", maxsplit=1)[0]
    rows = []
    for one in reversed(source.versions()):
        query = view.selection.with_(version=one.version).to_query()
        link = f"./data?{urlencode(query, safe=',')}"
        here = words("version.present") if one.version == present else "-"
        rows.append(
            (html.link(one.version, link), view.labels.period(source.made_on(one.version)), here)
        )
    if not rows:
        notices.note(words("version.none_kept"))
        return
    st.caption(words("version.link_help"))
    header = [words(f"version.column_{name}") for name in ("version", "day", "note")]
    st.html(html.table(header, rows, words("ui.versions")))


def changed(view: View) -> None:
    """What changed from the version before (or the pinned one) to the present data."""
    words = view.words
    now = source.edition()
    version = view.selection.version.split("-", maxsplit=1)[0]
    if version in ("", now.dataset.version):
        others = [one for one in source.versions() if one.version != now.dataset.version]
        version = others[-1].version if others else ""
    if not version:
        notices.note(words("version.only_one"))
        return
    try:
        before = source.edition(version)
    except InnocoreError as error:
        notices.address(error.problems, words)
        return
    _show_changes(view, before, now)


def _show_changes(view: View, before: Edition, now: Edition) -> None:
    words = view.words
    found = _compared(before, now)
    old, new = before.dataset.version, now.dataset.version
    if not found:
        notices.note(words("version.same", before=old, after=new))
        return
    day = view.labels.period(source.made_on(old))
    said = words("version.since", before=old, before_day=day, after=new, count=f"{len(found):,}")
    st.caption(said)
    names = ("kind", "row", "column", "before", "after", "reason")
    header = [words(f"version.column_{name}") for name in names]
    told = in_language(found, words.lang)
    rows = [_cells(view, change) for change in told[:MOST_ROWS]]
    st.html(html.table(header, rows, words("ui.changes")))
    if len(told) > MOST_ROWS:
        st.caption(words("ui.first_rows", count=MOST_ROWS))
    if len(told) < len(found):
        st.caption(words("version.other_language", count=f"{len(found) - len(told):,}"))
    st.download_button(
        words("ui.download_csv"),
        changes_csv(found),
        file_name=f"changes_{old}_{new}.csv",
        mime="text/csv",
        key="csv-changes",
        on_click="ignore",
    )


def in_language(found: Sequence[Change], lang: str) -> list[Change]:
    """The changes without those of words that are only shown in another language."""
    others = tuple(f"_{other}" for other in LANGUAGES if other != lang)
    return [change for change in found if not change.column.endswith(others)]


@lru_cache(maxsize=8)
def _compared(before: Edition, now: Edition) -> tuple[Change, ...]:
    return compare(before, now)


def _cells(view: View, change: Change) -> tuple[str, ...]:
    words = view.words
    return (
        words(f"change_kind.{change.kind}"),
        f"{change.table}: {change.row}",
        change.column or "-",
        change.before or "-",
        change.after or "-",
        words.of(change, "reason") or words("version.no_reason"),
    )


def changes_csv(found: Sequence[Change]) -> bytes:
    """Changes as CSV for spreadsheets."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Change)], lineterminator="\r\n")
    writer.writeheader()
    for change in found:
        writer.writerow({name: safe(value) for name, value in asdict(change).items()})
    return BOM + text.getvalue().encode()


def cite(view: View, figures: Sequence[Figure]) -> None:
    """A figure of those found, cited in every style."""
    words, labels = view.words, view.labels
    if not figures:
        return
    chosen = st.selectbox(
        words("ui.cite_figure"),
        figures,
        format_func=lambda figure: " · ".join(
            part
            for part in (
                words.of(view.dataset.indicator[figure.indicator], "name"),
                labels.entity(figure.entity),
                labels.group(figure.group),
                labels.basis(figure.basis),
                labels.period(figure.period),
            )
            if part
        ),
        key="cite",
    )
    base = BASE_URL.of(os.environ).rstrip("/")
    made = citation.Citation(chosen, view.dataset, words, clock.today(), base)
    for name, style in citation.STYLES.items():
        text = style.write(made)
        st.html(
            html.block("b", "im-label", words(f"citation.style_{name}"))
            + html.block("pre", "im-code im-wrap", text)
        )
        st.download_button(
            f"{words(f'citation.style_{name}')} {style.suffix}",
            text,
            file_name=f"{chosen.id}{style.suffix}",
            mime=style.media_type,
            key=f"cite-{name}",
            on_click="ignore",
        )
