"""Payloads of the board over HTTP: compressed, kept until they change, prepared ahead."""

from __future__ import annotations

import hashlib

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from innocore_metrics.api import Refusal
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import DataError, Problem
from innocore_metrics.selection import LANGUAGES, Selection
from pages import PAGES
from pages.components import payload, source
from web import problem_answers

NEAR = "near"


def routes(endpoint: str) -> list[Route]:
    """The routes under ``/endpoint``."""
    return [Route(f"/{endpoint}/{{page}}.json", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    page, query = request.path_params["page"], dict(request.query_params)
    if page not in PAGES:
        known = ", ".join(PAGES)
        problem = Problem("", 0, "page", "url_value_refused", page[:80], known)
        return problem_answers.as_json(Refusal(404, [problem]), query, request.url.path)
    try:
        # Nothing of this on the loop: a ledger or an archive may take its time.
        body = await anyio.to_thread.run_sync(_body, page, query)
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told in words
        return problem_answers.as_json(error, query, request.url.path)
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
