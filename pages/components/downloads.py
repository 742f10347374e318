"""Figures as CSV that Excel opens: one row a figure, with everything that belongs to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import streamlit as st

from innocore_metrics.exhibits import View
from innocore_metrics.indicators import all_figures as every_figure
from innocore_metrics.indicators import as_records
from innocore_metrics.model import Figure

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
