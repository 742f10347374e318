"""HTML: the whole report in one file that needs no network, and that prints without losses."""

from __future__ import annotations

import json
from collections.abc import Mapping
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


def write(document: Document) -> bytes:
    """The report with charts drawn by the plotly.js inside it."""
    return page(document).encode()


def page(document: Document, pages: Mapping[str, int] | None = None) -> str:
    """The report as text; ``pages`` are the pages on which exhibits begin, for the contents."""
    words = document.words
    keyed = document.keyed
    drawn = {key: figure for key, e in keyed if (figure := _figure(e)) is not None}
    maps = {key for key, e in keyed if e.chart is not None and charts.is_map(e.chart)}
    body = "".join(_section(document, key, exhibit, key in drawn) for key, exhibit in keyed)
    version = words("ui.as_of", version=document.version)
    head = (
        f"<header><h1>{escape(document.title)}</h1>"
        f"<p>{escape(words('ui.title'))} · {escape(document.day)} · {escape(version)}</p>"
        f"{_address(document.link())}</header>"
    )
    style = _asset("report.css") + _running(document)
    scripts = _scripts(drawn, bool(maps & set(drawn)))
    inline = "".join(f"<script>{script}</script>" for script in scripts)
    return (
        f'<!doctype html><html lang="{document.lang}"><head><meta charset="utf-8">'
        f"{policy(scripts)}"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}</title><style>{style}</style></head><body><main>"
        f"{head}{_contents(document, pages or {})}{body}</main>"
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


def _contents(document: Document, pages: Mapping[str, int]) -> str:
    if len(document.exhibits) < 2:
        return ""
    items = "".join(
        f'<li><a href="#{key}"><span>{escape(e.title)}</span><b>{pages.get(key, "")}</b></a></li>'
        for key, e in document.keyed
    )
    return f"<nav><h2>{escape(document.words('export.contents'))}</h2><ol>{items}</ol></nav>"


def _section(document: Document, key: str, exhibit: Exhibit, drawn: bool) -> str:
    alt = escape(exhibit.alt, quote=True)
    chart = f'<div class="chart" id="chart-{key}" role="img" aria-label="{alt}"></div>'
    said = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in exhibit.notices)
    lines = caption(document, exhibit)
    foot = "<br>".join(escape(line) for line in lines)
    return (
        f'<section id="{key}"><h2>{escape(exhibit.title)}</h2>'
        f'<p class="measure">{escape(exhibit.subtitle)}</p>{said}'
        f"<figure>{chart if drawn else ''}<figcaption>{foot}</figcaption></figure>"
        f"{_table(exhibit)}{_notes(document, exhibit)}</section>"
    )


def _table(exhibit: Exhibit) -> str:
    if not exhibit.table.rows:
        return ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in exhibit.table.header[:-1])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row[:-1]) + "</tr>"
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
        return ("document.body.dataset.ready = 1",)
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
