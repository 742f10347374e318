"""Figures, indicators and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from innocore_metrics.api.answers import CSV, Call, Reply, as_json, download
from innocore_metrics.api.parameters import PAGE_SIZE
from innocore_metrics.api.problems import Refusal
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import Problem, RateError
from innocore_metrics.exports.citation import STYLES, Citation
from innocore_metrics.exports.comma import as_table
from innocore_metrics.indicators import all_figures, as_record
from innocore_metrics.model import Figure
from innocore_metrics.selection import DEFAULT_RATE_DATE

_PARTS: dict[str, Callable[[Figure], str]] = {
    "id": lambda figure: figure.id,
    "entity": lambda figure: figure.entity,
    "indicator": lambda figure: figure.indicator,
}
_NO_NUMBER = ("protected", "not published")


@lru_cache(maxsize=8)
def _every(dataset: Dataset, rate_date: str) -> tuple[Figure, ...]:
    return all_figures(dataset, rate_date)


def _figures(call: Call) -> tuple[Figure, ...]:
    try:
        return _every(call.dataset, call.selection.rate_date)
    except RateError as error:
        raise Refusal(400, error.problems) from error


def listing(call: Call) -> Reply:
    """Figures page by page, narrowed to ids, entities and indicators."""
    every = _figures(call)
    problems = list(_unknown(call, every))
    if problems:
        raise Refusal(400, problems)
    wanted = {name: set(call.values(name)) for name in _PARTS}
    found = [
        figure
        for figure in every
        if all(not wanted[name] or part(figure) in wanted[name] for name, part in _PARTS.items())
    ]
    limit = int(call.given.get("limit", PAGE_SIZE))
    offset = int(call.given.get("offset", 0))
    records = [record(call, figure) for figure in found[offset : offset + limit]]
    links = _links(call, offset, limit, len(found))
    if call.given.get("format") == "csv":
        rows = [row | {"sources": " ".join(row["sources"])} for row in records]
        for row in rows:
            row["data_version"] = call.dataset.version
        names = (*_COLUMNS, "data_version")
        return Reply(as_table(rows, names), CSV, links | {"X-Total-Count": str(len(found))})
    body = {
        "data_version": call.dataset.version,
        "total": len(found),
        "offset": offset,
        "limit": limit,
        "figures": records,
    }
    return as_json(body, **links)


_COLUMNS = (
    "id",
    "indicator",
    "name",
    "entity",
    "period",
    "basis",
    "group",
    "value",
    "unit",
    "lower",
    "upper",
    "status",
    "definition",
    "formula",
    "sources",
    "note",
    "few",
)


def record(call: Call, figure: Figure) -> dict[str, Any]:
    """A figure as plain values; what is protected or not published has no number at all."""
    plain = as_record(figure, call.dataset, call.words)
    if figure.status in _NO_NUMBER:
        plain |= {"value": None, "lower": None, "upper": None}
    return plain


def _unknown(call: Call, every: Sequence[Figure]) -> list[Problem]:
    problems = []
    for name, part in _PARTS.items():
        known = dict.fromkeys(part(figure) for figure in every)
        for value in call.values(name):
            if value not in known:
                allowed = ", ".join(known) if len(known) <= 200 else "GET /api/v1/figures"
                problems.append(Problem("", 0, name, "url_value_refused", value, allowed))
    return problems


def _links(call: Call, offset: int, limit: int, total: int) -> dict[str, str]:
    """A Link header (RFC 8288) to the first, previous, next and last page."""
    last = max(0, (total - 1) // limit * limit)
    pages = {"first": 0, "last": last}
    if offset > 0:
        pages["prev"] = max(0, min(offset - limit, last))
    if offset + limit < total:
        pages["next"] = offset + limit
    rest = {name: value for name, value in call.given.items() if name not in ("offset", "limit")}
    links = []
    for name, start in pages.items():
        query = urlencode({**rest, "limit": limit, "offset": start}, safe=",")
        links.append(f'<figures?{query}>; rel="{name}"')
    return {"Link": ", ".join(links)}


def citation(call: Call) -> Reply:
    """How to cite one figure, pinned to its version."""
    style = STYLES.get(call.path["style"])
    if style is None:
        raise Refusal(404, [_missing("no_such_citation", call.path["style"], STYLES)])
    known = {figure.id: figure for figure in _figures(call)}
    asked = call.given["id"]
    if asked not in known:
        problem = Problem("", 0, "id", "url_value_refused", asked, "GET /api/v1/figures")
        raise Refusal(400, [problem])
    made = Citation(known[asked], call.dataset, call.words, call.today, call.base_url)
    return download(style.write(made).encode(), style.media_type, f"{asked}{style.suffix}")


def indicators(call: Call) -> Reply:
    """Every indicator."""
    found = [_indicator(call, id) for id in call.dataset.indicator]
    return as_json({"data_version": call.dataset.version, "indicators": found})


def indicator(call: Call) -> Reply:
    """One indicator with its definition and figures' address."""
    id = call.path["id"]
    if id not in call.dataset.indicator:
        raise Refusal(404, [_missing("no_such_indicator", id, call.dataset.indicator)])
    every = [figure for figure in _every(call.dataset, DEFAULT_RATE_DATE) if figure.indicator == id]
    figures = {"count": len(every), "url": f"{call.base_url}/api/v1/figures?indicator={id}"}
    described = _indicator(call, id)
    return as_json({"data_version": call.dataset.version, **described, "figures": figures})


def _indicator(call: Call, id: str) -> dict[str, Any]:
    words, row = call.words, call.dataset.indicator[id]
    return {
        "id": row.id,
        "name": words.of(row, "name"),
        "unit": row.unit,
        "definition": words.of(row, "definition"),
        "denominator": row.denominator,
        "direction": row.direction,
        "decimals": row.decimals,
        "evidence": row.evidence,
    }


def sources(call: Call) -> Reply:
    """Every source."""
    found = [asdict(row) for row in call.dataset.sources]
    return as_json({"data_version": call.dataset.version, "sources": found})


def source(call: Call) -> Reply:
    """One source, with the figures that rest on it."""
    id = call.path["id"]
    if id not in call.dataset.source:
        raise Refusal(404, [_missing("no_such_source", id, call.dataset.source)])
    every = _every(call.dataset, DEFAULT_RATE_DATE)
    used = [figure.id for figure in every if id in figure.sources]
    row = asdict(call.dataset.source[id])
    return as_json({"data_version": call.dataset.version, **row, "figures": used})


def _missing(code: str, given: str, known: Any) -> Problem:
    return Problem(code=code, given=given[:80], allowed=", ".join(known))
