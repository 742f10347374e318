"""What must travel with an exhibit, worded once for all formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.base import Document
from innocore_metrics.exports.limits import PROPERTY, displayed_link, shortened, whole_or_none
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.indicators import as_record
from innocore_metrics.model import Figure, Source

Note = tuple[str, tuple[str, ...]]
_NO_NUMBER = ("protected", "not published")


def notes(document: Document, exhibit: Exhibit) -> tuple[Note, ...]:
    """Headed lines: measure, units, definitions, status, sources, caveats, version, day, link.

    Headings without a line are left out.
    """
    words = document.words
    found = (
        ("said", tuple(document.said(exhibit).split("\n"))),
        ("measure", (exhibit.subtitle,)),
        ("unit", (", ".join(units(document, exhibit)),)),
        ("definition", tuple(definitions(document, exhibit))),
        ("status", tuple(statuses(document, exhibit))),
        ("sources", tuple(citation(document, source) for source in exhibit.sources)),
        ("caveats", exhibit.caveats),
        ("notices", exhibit.notices),
        ("selection", (selected(document.under(exhibit)),)),
        ("version", (document.version,)),
        ("date", (document.day,)),
        ("link", (document.link(exhibit),)),
    )
    kept = ((key, tuple(line for line in lines if line)) for key, lines in found)
    return tuple((words(f"export.{key}"), lines) for key, lines in kept if lines)


def units(document: Document, exhibit: Exhibit) -> tuple[str, ...]:
    """The units of an exhibit's figures in words, each once."""
    names = {unit.id: document.words.of(unit, "name") for unit in document.dataset.units}
    return tuple(dict.fromkeys(names.get(f.unit, f.unit) for f in exhibit.figures))


def defined(document: Document) -> list[tuple[str, str, str]]:
    """Name, units and definition of every indicator that the document shows, by name."""
    words, dataset = document.words, document.dataset
    names = {unit.id: words.of(unit, "name") for unit in dataset.units}
    used: dict[str, dict[str, None]] = {}
    for figure in (figure for exhibit in document.exhibits for figure in exhibit.figures):
        used.setdefault(figure.indicator, {})[names.get(figure.unit, figure.unit)] = None
    rows = (dataset.indicator[id] for id in used)
    return sorted(
        (words.of(row, "name"), ", ".join(used[row.id]), words.of(row, "definition"))
        for row in rows
    )


def definitions(document: Document, exhibit: Exhibit) -> Iterator[str]:
    """``name: definition`` of each indicator that the exhibit shows."""
    for id in dict.fromkeys(figure.indicator for figure in exhibit.figures):
        indicator = document.dataset.indicator[id]
        definition = document.words.of(indicator, "definition")
        yield f"{document.words.of(indicator, 'name')}: {definition}"


def statuses(document: Document, exhibit: Exhibit) -> Iterator[str]:
    """``status: what it means`` of each status that the exhibit has."""
    words = document.words
    for status in exhibit.statuses:
        yield f"{words(f'status.{status}')}: {words(f'status_help.{status}')}"


def citation(document: Document, source: Source) -> str:
    """A source with producer, title, publisher, date, licence and address."""
    parts = [document.labels.source(source), document.words(f"licence.{source.licence}")]
    return ", ".join([*parts, source.url] if source.url else parts)


def selected(document: Document) -> str:
    """What the reader has chosen beside the language; empty where nothing."""
    selection, words, labels = document.selection, document.words, document.labels
    chosen = {
        "institutes": ", ".join(labels.entity(id) for id in selection.chosen_institutes),
        "fields": ", ".join(labels.group(id) for id in selection.chosen_fields),
        "basis": words(f"basis_name.{selection.basis}"),
        "rate_date": labels.period(selection.rate_date),
        "from": labels.period(str(selection.first_year)),
        "to": labels.period(str(selection.last_year)),
        "count": words(f"count_name.{selection.count}"),
        "baseline": words(f"baseline_name.{selection.baseline}"),
    }
    query = selection.to_query()
    return "; ".join(
        f"{words(f'ui.{name}')}: {value or words('export.none')}"
        for name, value in chosen.items()
        if name in query
    )


def caption(document: Document, exhibit: Exhibit) -> tuple[str, ...]:
    """The lines under a picture: sources, date and status with the data version; day and link."""
    link = displayed_link(document.link(exhibit))
    made = document.words("export.made", day=document.day)
    made = document.words("export.made_from", made=made, link=link) if link else made
    return (exhibit.source_line or document.words("caption.none", version=document.version), made)


def records(document: Document, exhibit: Exhibit) -> list[dict[str, Any]]:
    """Each figure as plain values, with its words beside: who, detail, value and range as shown.

    A protected figure and one that is not published have no number at all.
    """
    return [_record(document, exhibit, figure) for figure in exhibit.figures]


def _record(document: Document, exhibit: Exhibit, figure: Figure) -> dict[str, Any]:
    labels = document.labels
    plain = as_record(figure, document.dataset, document.words)
    if figure.status in _NO_NUMBER:
        plain |= {"value": None, "lower": None, "upper": None}
    worded = {
        "who": labels.entity(figure.entity),
        "detail": labels.group(figure.group),
        "shown": labels.value(figure),
        "range": labels.interval(figure),
        "status_name": document.words(f"status.{figure.status}"),
    }
    return {"exhibit": exhibit.id} | plain | worded


def properties(document: Document) -> dict[str, str]:
    """Title, subject, author, language and version of a file, each within what programs take."""
    return {
        "title": shortened(document.title, PROPERTY),
        "subject": whole_or_none(document.link(), PROPERTY),
        "author": document.words("ui.title"),
        "language": document.lang,
        "version": document.version,
    }


def findings_of(document: Document) -> list[str]:
    """What the exhibits with figures have found, each once, as briefings say it."""
    titles = (exhibit.title for exhibit in document.exhibits if exhibit.figures)
    return list(dict.fromkeys(with_noun_endings(title, document.lang) for title in titles))
