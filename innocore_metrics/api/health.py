"""For those who run the server: is it alive, is it ready, what does it do."""

from __future__ import annotations

import json
from functools import cache

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from innocore_metrics.api import problems
from innocore_metrics.api.metrics import Metrics
from innocore_metrics.api.source import Source
from innocore_metrics.errors import InnocoreError
from innocore_metrics.text import LANGUAGES, Words, render

_FRESH = {"Cache-Control": "no-store"}
# Threads of their own: they answer however busy the server is.
_THREADS = 2


def health_routes(source: Source, metrics: Metrics) -> list[Route]:
    """``/healthz``: the process answers. ``/readyz``: the data can be shown, or why not.

    ``/metrics``: Prometheus text.
    """

    @cache
    def threads() -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(_THREADS)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_FRESH)

    async def readyz(request: Request) -> Response:
        asked = request.query_params.get("lang", "en")
        words = Words(asked if asked in LANGUAGES else "en")
        return await anyio.to_thread.run_sync(_ready, source, words, limiter=threads())

    async def shown(_request: Request) -> Response:
        await anyio.to_thread.run_sync(_note, source, metrics, limiter=threads())
        return Response(metrics.text(), media_type=metrics.media_type, headers=_FRESH)

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", shown),
    ]


def _ready(source: Source, words: Words) -> Response:
    try:
        dataset = source.dataset()
    except InnocoreError as error:
        refusal = problems.Refusal(503, error.problems, {"Retry-After": "30"})
        return problems.response(refusal, words, "/readyz")
    ledger = [render(problem, words) for problem in source.ledger_problems()]
    body = {"ready": True, "data_version": dataset.version, "ledger_problems": ledger}
    return Response(json.dumps(body), media_type="application/json", headers=_FRESH)


def _note(source: Source, metrics: Metrics) -> None:
    try:
        metrics.show(source.dataset().version)
    except InnocoreError:
        # What is wrong stands in /readyz; here it is a number.
        metrics.show("")
