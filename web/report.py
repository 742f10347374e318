"""The report of a page under ``/report``: everything on it, laid out for paper."""

from __future__ import annotations

import os

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from innocore_metrics import exports
from innocore_metrics.errors import DataError, InnocoreError
from innocore_metrics.selection import parse_query
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import Words, render
from pages.components import clock, source


def routes() -> list[Route]:
    """``/report/WHAT``: a page, an exhibit or all, with the choices of a page."""
    return [Route("/report/{what}", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    lang = request.query_params.get("lang", "ko")
    try:
        dataset = source.dataset()
        selection, _ = parse_query(dict(request.query_params), dataset.vocabulary)
        what, base = request.path_params["what"], BASE_URL.of(os.environ)
        document = await anyio.to_thread.run_sync(
            exports.build, dataset, selection, what, clock.today(), base
        )
        file = await anyio.to_thread.run_sync(exports.file, document, exports.find("html"))
    except InnocoreError as error:
        words = Words(lang if lang == "en" else "ko")
        said = "\n".join(render(problem, words) for problem in error.problems)
        return PlainTextResponse(said, 503 if isinstance(error, DataError) else 404)
    return HTMLResponse(file.content)
