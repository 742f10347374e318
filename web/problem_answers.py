"""What is wrong with a request, told in the reader's language: as problem+json or as a page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from innocore_metrics.api import GONE, RETRY_SECONDS, Refusal, problem_response, unexpected
from innocore_metrics.errors import (
    DataError,
    ExportError,
    InnocoreError,
    LedgerError,
    VersionError,
    told,
)
from innocore_metrics.selection import LANGUAGES
from innocore_metrics.text import Words, render
from web import missing


def language(query: Mapping[str, str]) -> str:
    """The language that an address asks for; Korean where it asks for none that there is."""
    asked = query.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def refusal_of(error: Exception, status: int = 404) -> Refusal:
    """An error as an answer with its status; ``status`` is that of a wrong request.

    A fault of the program gets a number under which it stands in the log.
    """
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ExportError) and error.passing:
        return Refusal(503, error.problems, {"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, DataError | LedgerError):
        return Refusal(503, error.problems)
    if isinstance(error, VersionError):
        return Refusal(400, error.problems)
    if isinstance(error, InnocoreError):
        return Refusal(status, error.problems)
    return unexpected(error)


def as_json(error: Exception, query: Mapping[str, str], path: str) -> Response:
    """The error as RFC 9457 has it."""
    return problem_response(refusal_of(error), Words(language(query)), path)


def as_page(error: Exception, request: Request) -> Response:
    """The error as a page of its own."""
    refusal, words = refusal_of(error), Words(language(request.query_params))
    if refusal.status == GONE:
        return Response(status_code=GONE)
    items = "".join(f"<li>{escape(render(p, words))}</li>" for p in told(refusal.problems))
    title = words(f"api_problem.{refusal.status}")
    text = missing.frame(title, f"<ul>{items}</ul>", request.url.query, words)
    return HTMLResponse(text, refusal.status, {"Cache-Control": "no-store", **refusal.headers})
