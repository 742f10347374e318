"""The report of a page under ``/report``: everything on it, laid out for paper."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from innocore_metrics import exports
from innocore_metrics.api import Guard, Refusal, cost
from innocore_metrics.errors import DataError, InnocoreError, Problem
from innocore_metrics.selection import parse_query
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import Words, render
from pages.components import clock, source


def routes(guard: Guard) -> list[Route]:
    """``/report/WHAT``: a page, an exhibit or all, with the choices of a page."""

    async def answer(request: Request) -> Response:
        words = Words("en" if request.query_params.get("lang") == "en" else "ko")
        try:
            guard.admit(request, cost("html"))
            content = await guard.exports.run(request, partial(_report, request))
        except Refusal as refusal:
            return _said(refusal.problems, words, refusal.status, refusal.headers)
        except InnocoreError as error:
            return _said(error.problems, words, 503 if isinstance(error, DataError) else 404, {})
        return HTMLResponse(content)

    return [Route("/report/{what}", answer, methods=["GET"])]


def _report(request: Request) -> bytes:
    dataset = source.dataset()
    selection, _ = parse_query(dict(request.query_params), dataset.vocabulary)
    what, base = request.path_params["what"], BASE_URL.of(os.environ)
    document = exports.build(dataset, selection, what, clock.today(), base)
    return exports.file(document, exports.find("html")).content


def _said(
    problems: Iterable[Problem], words: Words, status: int, headers: Mapping[str, str]
) -> Response:
    said = "\n".join(render(problem, words) for problem in problems)
    return PlainTextResponse(said, status, headers)
