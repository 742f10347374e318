"""Errors as RFC 9457 problem details: all problems at once, in the reader's language."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable, Mapping

from starlette.responses import Response

from innocore_metrics.errors import Problem, told
from innocore_metrics.text import Words, render

MEDIA_TYPE = "application/problem+json"
# The client did not wait: nobody reads the answer, but logs and counters have the number.
GONE = 499
STATUSES = (400, 404, 405, 429, 500, 503)
_log = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of the program
    """A request that is answered with a problem: the status, and everything that is wrong."""

    def __init__(
        self, status: int, problems: Iterable[Problem], headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.problems = tuple(problems)
        self.headers = dict(headers or {})
        super().__init__(f"{status}: {len(self.problems)} problems")


def unexpected(error: Exception) -> Refusal:
    """A fault of the program as an answer: what happened is logged under a number that the
    reader is given, and nothing else of it leaves the server."""
    number = secrets.token_hex(4)
    _log.error("request %s failed", number, exc_info=error)
    return Refusal(500, [Problem(code="unexpected", given=number)])


def response(refusal: Refusal, words: Words, instance: str) -> Response:
    """The refusal as an answer; ``instance`` is the path that was asked for."""
    if refusal.status == GONE:
        return Response(status_code=GONE)
    # What a request brings about is told in part; what is wrong with the data, whole.
    shown = told(refusal.problems) if refusal.status < 500 else refusal.problems
    worded = [_worded(problem, words) for problem in shown]
    body = {
        "type": f"urn:innocore-metrics:problem:{refusal.status}",
        "title": words(f"api_problem.{refusal.status}"),
        "status": refusal.status,
        "detail": "; ".join(one["message"] for one in worded) or words("api_problem.unknown"),
        "instance": instance,
        "problems": worded,
    }
    headers = {"Cache-Control": "no-store", "Content-Language": words.lang} | refusal.headers
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, refusal.status, headers=headers, media_type=MEDIA_TYPE)


def _worded(problem: Problem, words: Words) -> dict[str, str]:
    return {
        "code": problem.code,
        "where": problem.place,
        "given": problem.given,
        "allowed": problem.allowed,
        "message": render(problem, words),
    }
