"""Lists that are no charts: groups, briefings, sources, known issues, all figures."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from innocore_metrics.exhibits import View, issues, search
from innocore_metrics.geography import country_name
from innocore_metrics.indicators import all_figures as every_figure
from innocore_metrics.model import Figure
from pages.components import html

MOST_ROWS = 100


def _show(
    view: View, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], caption: str
) -> None:
    st.html(html.table([view.words(column) for column in columns], rows, caption))


def groups(view: View) -> None:
    """Research groups with field, lead and partners, narrowed to the fields chosen."""
    words, data = view.words, view.dataset
    rows = []
    for group in data.research_groups:
        if group.field and group.field not in view.selection.chosen_fields:
            continue
        partners = [words.of(p, "partner") for p in data.group_partners if p.group == group.id]
        rows.append(
            (
                words.of(group, "name"),
                words.of(data.field[group.field], "name") if group.field else "-",
                view.labels.entity(group.lead),
                ", ".join(partners) or "-",
                view.labels.period(str(group.cohort)),
            )
        )
    columns = tuple(
        f"group_table.{name}" for name in ("name", "field", "lead", "partners", "cohort")
    )
    _show(view, columns, rows, words("ui.groups_table"))


def briefings(view: View) -> None:
    """Briefings, roadshow stops and fairs; attendance was never published."""
    words = view.words
    rows = []
    for row in view.dataset.briefings:
        city = words.of(row, "city") or words("briefing.unknown_city")
        country = country_name(row.country, words.lang) if row.country else ""
        attendance = row.attendance_count
        rows.append(
            (
                view.labels.period(row.date),
                words(f"briefing.{row.kind}"),
                ", ".join(part for part in (city, country) if part),
                words(f"briefing.{row.organiser}"),
                words("status.not published") if attendance is None else f"{attendance:,}",
                view.labels.source(view.dataset.source[row.source]),
            )
        )
    names = ("date", "kind", "city", "organiser", "attendance")
    columns = (*(f"briefing.{name}" for name in names), "table.source")
    _show(view, columns, rows, words("ui.briefings"))


def sources(view: View) -> None:
    """Every source with grade, licence and address."""
    words = view.words
    rows = [
        (
            s.id,
            words.of(s, "producer"),
            words.of(s, "title"),
            view.labels.publisher(s),
            view.labels.period(s.published),
            words(f"grade.{s.grade}"),
            words(f"licence.{s.licence}"),
            html.outward(s.url) if s.url else "-",
        )
        for s in view.dataset.sources
    ]
    names = ("id", "producer", "title", "publisher", "published", "grade", "licence", "url")
    _show(view, tuple(f"source_table.{n}" for n in names), rows, words("ui.sources"))


def known_issues(view: View) -> None:
    """What is doubtful or disputed in the data, and the value it is about."""
    words = view.words
    rows = [
        (
            *issues.subject(view.labels, issue),
            words.of(issue, "reason"),
            view.labels.source(view.dataset.source[issue.source]),
        )
        for issue in view.dataset.known_issues
    ]
    columns = tuple(f"issue_table.{name}" for name in ("where", "value", "reason", "source"))
    _show(view, columns, rows, words("ui.known_issues"))


def all_figures(view: View) -> list[Figure]:
    """Every figure, found by a word in its name or subject; those that are shown."""
    words, labels = view.words, view.labels
    asked = st.text_input(words("ui.search"), key="search")
    figures = every_figure(view.dataset)
    table = labels.table(figures)
    pairs = zip(figures, table.rows, strict=True)
    sought = search.terms(asked, words)
    hits = [(figure, row) for figure, row in pairs if search.has_all(" ".join(row), sought)]
    found = [row for _, row in hits]
    st.caption(words("ui.found", count=f"{len(found):,}"))
    st.html(html.table(table.header, found[:MOST_ROWS], words("ui.all_figures")))
    if len(found) > MOST_ROWS:
        st.caption(words("ui.first_rows", count=MOST_ROWS))
    return [figure for figure, _ in hits[:MOST_ROWS]]
