"""The report of a page under ``/report``: everything on it, laid out for paper."""

from __future__ import annotations

import os
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from innocore_metrics import exports
from innocore_metrics.api import Guard, Refusal, cost, strictly
from innocore_metrics.selection import parse_query
from innocore_metrics.settings import BASE_URL
from pages.components import clock, storybook
from web import problem_answers

# Names that nobody knows say nothing about figures, such as those that messengers add to links.
_HARMLESS = "url_name"


def routes(guard: Guard) -> list[Route]:
    """``/report/WHAT``: a page, an exhibit or all, with the choices of a page."""

    async def answer(request: Request) -> Response:
        try:
            guard.admit(request, cost("html"))
            content = await guard.exports.run(request, partial(_report, request))
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told in words
            return problem_answers.as_page(error, request)
        return HTMLResponse(content)

    return [Route("/report/{what}", answer, methods=["GET"])]


def _report(request: Request) -> bytes:
    """The report of the version asked for; a choice that cannot be shown is refused.

    On paper nobody sees that a choice was left out.
    """
    query = dict(request.query_params)
    dataset = storybook.pinned(query)
    selection, problems = parse_query(query, dataset.vocabulary)
    refused = [problem for problem in problems if problem.code != _HARMLESS]
    if refused:
        raise Refusal(400, strictly(refused))
    what, base = request.path_params["what"], BASE_URL.of(os.environ)
    document = exports.build(dataset, selection, what, clock.today(), base)
    return exports.file(document, exports.find("html")).content
