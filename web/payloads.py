"""Payloads of the board over HTTP: compressed, kept until they change, prepared ahead."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import DataError
from innocore_metrics.selection import LANGUAGES, Selection
from innocore_metrics.text import Words, render
from pages import PAGES
from pages.components import payload, source

NEAR = "near"


def routes(endpoint: str) -> list[Route]:
    """The routes under ``/endpoint``."""
    return [Route(f"/{endpoint}/{{page}}.json", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    page = request.path_params["page"]
    if page not in PAGES:
        return problem_answer(404, f"page {page!r} is not one of {', '.join(PAGES)}")
    query = dict(request.query_params)
    try:
        # Nothing of this on the loop: a ledger or an archive may take its time.
        body = await anyio.to_thread.run_sync(_body, page, query)
    except DataError as error:
        words = Words("en")
        return problem_answer(503, "; ".join(render(problem, words) for problem in error.problems))
    # Of the content, not of the data alone: words and charts change between releases too.
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _body(page: str, query: dict[str, str]) -> bytes:
    dataset = source.shown(query.get("version", ""))[0]
    near = query.pop(NEAR, "1") != "0"
    selection, _ = source.selection(query, dataset)
    return payload.page_json(dataset, page, selection, near)


def problem_answer(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """What is wrong, as RFC 9457 has it."""
    body = json.dumps(
        {"type": "about:blank", "status": status, "detail": detail}, ensure_ascii=False
    )
    return Response(body, status, headers, media_type="application/problem+json")


def warm() -> None:
    """Build every page as it opens, in both languages, so that no first reader waits."""
    try:
        dataset: Dataset = source.dataset()
    except DataError:
        # The page itself tells readers what is wrong with the data.
        return
    for page in PAGES:
        for lang in LANGUAGES:
            payload.page_json(dataset, page, Selection(dataset.vocabulary, lang=lang))
