"""Files to take away: every figure as CSV that Excel opens, exhibits in every format."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable

import streamlit as st

from innocore_metrics import exports
from innocore_metrics.exhibits import View
from innocore_metrics.indicators import all_figures as every_figure
from innocore_metrics.indicators import as_records
from innocore_metrics.model import Figure
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import render

# A cell that starts with one of these is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def figures_csv(figures: Iterable[Figure], view: View) -> bytes:
    """Figures as CSV in UTF-8 with a byte order mark; text cells cannot become formulas."""
    records = as_records(figures, view.dataset, view.words)
    for record in records:
        record["sources"] = " ".join(record["sources"])
        record["data_version"] = view.dataset.version
    text = io.StringIO()
    if records:
        writer = csv.DictWriter(text, list(records[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in r.items()} for r in records)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def all_figures(view: View) -> None:
    """The button for every figure."""
    st.download_button(
        view.words("ui.download_csv"),
        figures_csv(every_figure(view.dataset), view),
        file_name=f"innocore-metrics_{view.dataset.version}.csv",
        mime="text/csv",
        key="csv-all",
        help=view.words("ui.download_csv_help"),
        on_click="ignore",
    )


def exhibits(view: View, page: str, today: str) -> None:
    """A menu of files of a page or one of its exhibits; written when they are asked for.

    For a server that has no interface of its own; else the board has links.
    """
    words = view.words
    names = {page: words("take.page")}
    for spec in exports.specs(page, view.dataset):
        names[spec.id] = words(f"exhibit.{spec.id}.name")
    possible = [one.id for one in exports.EXPORTS if exports.unavailable(one) is None]
    with st.expander(words("take.page")):
        what = st.selectbox(words("take.what"), list(names), format_func=names.__getitem__)
        form = st.selectbox(
            words("take.format"), possible, format_func=lambda id: words(f"format.{id}")
        )
        for one in exports.EXPORTS:
            if problem := exports.unavailable(one):
                st.caption(render(problem, words))
        base = BASE_URL.of(os.environ)
        document = exports.build(view.dataset, view.selection, what, today, base)
        export = exports.find(form)
        several = export.one_exhibit and len(document.exhibits) != 1
        st.download_button(
            words("take.this"),
            lambda: exports.file(document, export).content,
            file_name=document.file_name(f"-{export.id}.zip" if several else export.suffix),
            mime=exports.ZIP if several else export.media_type,
            key=f"take-{page}",
            on_click="ignore",
        )
