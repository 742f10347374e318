"""JSON: figures with everything that belongs to them, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.about import records, units
from innocore_metrics.exports.base import Document, Export


def as_value(document: Document, exhibit: Exhibit) -> dict[str, Any]:
    """An exhibit as plain values: texts, definitions, sources, figures and table."""
    dataset, words = document.dataset, document.words
    indicators = dict.fromkeys(figure.indicator for figure in exhibit.figures)
    return {
        "id": exhibit.id,
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "units": list(units(document, exhibit)),
        "definitions": {id: words.of(dataset.indicator[id], "definition") for id in indicators},
        "statuses": list(exhibit.statuses),
        "sources": [asdict(source) for source in exhibit.sources],
        "source_line": exhibit.source_line,
        "caveats": list(exhibit.caveats),
        "notices": list(exhibit.notices),
        "alt": exhibit.alt,
        "link": document.link(exhibit),
        "figures": records(document, exhibit),
        "table": {
            "header": list(exhibit.table.header),
            "rows": [list(row) for row in exhibit.table.rows],
        },
    }


def write(document: Document) -> bytes:
    """The document as JSON in UTF-8."""
    value = {
        "title": document.title,
        "lang": document.lang,
        "data_version": document.version,
        "exported": document.date,
        "selection": document.selection.to_query(),
        "link": document.link(),
        "exhibits": [as_value(document, exhibit) for exhibit in document.exhibits],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


EXPORT = Export("json", ".json", "application/json", write)
