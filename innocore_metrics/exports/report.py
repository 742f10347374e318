"""HTML: the whole report in one file that needs no network, and that prints without losses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from typing import Any

from innocore_metrics import charts
from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.about import caption, notes
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.limits import displayed_link
from innocore_metrics.exports.markup import css_string, policy, script_json
from innocore_metrics.exports.renderer import outlines

# Taller charts would not fit a printed page.
_TALLEST = 860
_WHOLE = ' class="whole"'
# Of a page that has nothing to wait for.
READY = ' data-ready="1"'
# Puts pages by key behind the entries of the contents.
NUMBERED = """(pages) => {
  for (const [key, number] of Object.entries(pages)) {
    const entry = document.querySelector(`nav a[href="#${key}"] b`);
    if (entry) entry.textContent = number;
  }
}"""


def write(document: Document) -> bytes:
    """The report with charts drawn by the plotly.js inside it."""
    return page(document).encode()


def page(document: Document) -> str:
    """The report as text, with charts that its own scripts draw."""
    drawn = figures(document)
    maps = any(e.chart is not None and charts.is_map(e.chart) for _, e in document.keyed)
    return _whole(document, dict.fromkeys(drawn, ""), _scripts(drawn, maps))


def paper(document: Document, pictures: Mapping[str, str]) -> str:
    """The report as text that is printed: without any script, with pictures (SVG) by key."""
    return _whole(document, pictures, ())


def figures(document: Document, width: int | None = None) -> dict[str, dict[str, Any]]:
    """The charts of a document as plotly figures by key; ``width`` in pixels where it is fixed."""
    found = {key: figure for key, e in document.keyed if (figure := _figure(e)) is not None}
    for figure in found.values():
        if width is not None:
            figure["layout"]["width"] = width
    return found


def _whole(document: Document, pictures: Mapping[str, str], scripts: Sequence[str]) -> str:
    words = document.words
    body = "".join(
        _section(document, key, exhibit, pictures.get(key)) for key, exhibit in document.keyed
    )
    version = words("ui.as_of", version=document.version)
    head = (
        f"<header><h1>{escape(document.title)}</h1>"
        f"<p>{escape(words('ui.title'))} · {escape(document.day)} · {escape(version)}</p>"
        f"{_address(document.link())}</header>"
    )
    style = _asset("report.css") + _running(document)
    inline = "".join(f"<script>{script}</script>" for script in scripts)
    return (
        f'<!doctype html><html lang="{document.lang}"><head><meta charset="utf-8">'
        f"{policy(scripts)}"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}</title><style>{style}</style></head>"
        f"<body{'' if scripts else READY}><main>{head}{_contents(document)}{body}</main>"
        f"{inline}</body></html>"
    )


def _address(link: str) -> str:
    """A line with the address of the page; nothing where there is none."""
    shown = escape(displayed_link(link))
    return f'<p><a href="{escape(link, quote=True)}">{shown}</a></p>' if link else ""


def _running(document: Document) -> str:
    """The line above and the number below each printed page."""
    line = css_string(f"{document.words('ui.title')} · {document.title}"[:90])
    version = css_string(document.words("ui.as_of", version=document.version))
    return f"@page {{ @top-left {{ content: {line} }} @bottom-left {{ content: {version} }} }}"


def _contents(document: Document) -> str:
    """What stands where; `NUMBERED` puts in the pages, which only a print tells."""
    if len(document.exhibits) < 2:
        return ""
    items = "".join(
        f'<li><a href="#{key}"><span>{escape(e.title)}</span><b></b></a></li>'
        for key, e in document.keyed
    )
    return f"<nav><h2>{escape(document.words('export.contents'))}</h2><ol>{items}</ol></nav>"


def _section(document: Document, key: str, exhibit: Exhibit, picture: str | None) -> str:
    alt = escape(exhibit.alt, quote=True)
    chart = f'<div class="chart" id="chart-{key}" role="img" aria-label="{alt}">{picture}</div>'
    said = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in exhibit.notices)
    lines = caption(document, exhibit)
    foot = "<br>".join(escape(line) for line in lines)
    return (
        f'<section id="{key}"><h2>{escape(exhibit.title)}</h2>'
        f'<p class="measure">{escape(exhibit.subtitle)}</p>{said}'
        f"<figure>{chart if picture is not None else ''}<figcaption>{foot}</figcaption></figure>"
        f"{_table(document, exhibit)}{_notes(document, exhibit)}</section>"
    )


def _table(document: Document, exhibit: Exhibit) -> str:
    """The figures; a value is never broken over lines."""
    if not exhibit.table.rows:
        return ""
    value = document.words("table.value")
    whole = [name == value for name in exhibit.table.header[:-1]]
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in exhibit.table.header[:-1])
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_WHOLE if one else ''}>{escape(cell)}</td>"
            for cell, one in zip(row[:-1], whole, strict=True)
        )
        + "</tr>"
        for row in exhibit.table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _notes(document: Document, exhibit: Exhibit) -> str:
    parts = "".join(
        f"<dt>{escape(heading)}</dt>" + "".join(f"<dd>{_linked(line)}</dd>" for line in lines)
        for heading, lines in notes(document, exhibit)
    )
    return f"<dl>{parts}</dl>"


def _linked(line: str) -> str:
    if not line.startswith(("http://", "https://")):
        return escape(line)
    return f'<a href="{escape(line, quote=True)}">{escape(displayed_link(line))}</a>'


def _figure(exhibit: Exhibit) -> dict[str, Any] | None:
    chart: Any = exhibit.chart
    if chart is None or (charts.is_map(chart) and not outlines()):
        return None
    figure: dict[str, Any] = json.loads(chart.to_json())
    layout = figure["layout"]
    layout["height"] = min(layout.get("height", 380), _TALLEST)
    return figure


def _scripts(drawn: Mapping[str, Any], maps: bool) -> tuple[str, ...]:
    if not drawn:
        return ()
    known = script_json({"topojson": dict(outlines()) if maps else {}})
    plotly = charts.plotly_source().replace("</script", "<\\/script")
    figures = script_json(drawn)
    return (
        plotly,
        f"window.PlotlyGeoAssets = {known};const figures = {figures};{_asset('report.js')}",
    )


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


EXPORT = Export("html", ".html", "text/html; charset=utf-8", write)
