"""From a request to an answer: limits, parameters, work in a thread, tags, problems."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TypeVar

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from innocore_metrics.api import openapi, problems
from innocore_metrics.api.answers import Call, Reply, as_json
from innocore_metrics.api.limits import Guard, cost
from innocore_metrics.api.metrics import Metrics
from innocore_metrics.api.operations import OPERATIONS, Operation
from innocore_metrics.api.parameters import LANG, Reader
from innocore_metrics.api.problems import Refusal
from innocore_metrics.api.source import Source
from innocore_metrics.errors import InnocoreError, Problem, VersionError
from innocore_metrics.settings import API_ORIGINS
from innocore_metrics.text import LANGUAGES, Words

PREFIX = "/api/v1"
_RETRY_SECONDS = "30"
# Operations whose answer changes when a version is put into the archive.
_OF_ARCHIVE = ("versions", "openapi")
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Context:
    """What the interface runs in: data, settings, day and clock, counters."""

    source: Source
    environment: Mapping[str, str]
    today: Callable[[], str]
    clock: Callable[[], float] = time.monotonic
    metrics: Metrics = field(default_factory=Metrics)

    @cached_property
    def guard(self) -> Guard:
        """The limits that hold for the interface and all else that strangers may ask for."""
        return Guard(self.environment, self.clock)


def routes(context: Context) -> list[BaseRoute]:
    """The interface under ``/api/v1``; whatever else begins with ``/api`` is not there."""
    origins = [part.strip() for part in API_ORIGINS.of(context.environment).split(",")]
    cross = Middleware(
        CORSMiddleware,
        allow_origins=[origin for origin in origins if origin],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Link", "Retry-After", "X-Total-Count", "Content-Disposition"],
    )
    app = Starlette(
        routes=[
            _exact(Route("/", _begin("openapi.json"), methods=["GET"])),
            *(
                _exact(Route(operation.path, _endpoint(operation, context), methods=["GET"]))
                for operation in (DESCRIPTION, *OPERATIONS)
            ),
        ],
        middleware=[cross] if any(origins) else [],
        exception_handlers={HTTPException: _http_problem(context)},
    )
    nothing = Starlette(exception_handlers={HTTPException: _http_problem(context)})
    return [
        _exact(Route(PREFIX, _begin("v1/openapi.json"), methods=["GET"])),
        _exact(Route("/api", _begin("api/v1/openapi.json"), methods=["GET"])),
        _exact(Mount(PREFIX, app)),
        _exact(Mount("/api", nothing)),
    ]


_R = TypeVar("_R", Route, Mount)


def _exact(route: _R) -> _R:
    """The route for its address alone: "$" would let a line break through at the end.

    Line breaks inside an address are answered here too, not by whoever comes next.
    """
    pattern = route.path_regex.pattern.removesuffix("$")
    route.path_regex = re.compile(rf"{pattern}\Z", re.DOTALL)
    return route


def _begin(there: str) -> Endpoint:
    """To the description; ``there`` is relative, as a proxy may put a path before all of this."""

    async def answer(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=307, headers={"Location": f"{there}{query}"})

    return answer


def _openapi(call: Call) -> Reply:
    operations = (DESCRIPTION, *OPERATIONS)
    kept = (one.version for one in call.source.versions())
    versions = dict.fromkeys((*kept, call.dataset.version))
    known = openapi.Known(call.dataset, tuple(versions))
    return as_json(openapi.document(operations, known, call.words, call.base_url))


DESCRIPTION = Operation("openapi", "/openapi.json", _openapi, (LANG,))


def _endpoint(operation: Operation, context: Context) -> Endpoint:
    async def answer(request: Request) -> Response:
        started = context.clock()
        response = await _answer(operation, context, request)
        seconds = context.clock() - started
        context.metrics.count(operation.id, request.method, response.status_code, seconds)
        return response

    return answer


async def _answer(operation: Operation, context: Context, request: Request) -> Response:
    words = Words(_language(request))
    work = partial(_made, operation, context, request, words)
    try:
        if not operation.heavy:
            context.guard.admit(request)
            return await anyio.to_thread.run_sync(work)
        context.guard.admit(request, cost(request.path_params.get("format", "")))
        return await context.guard.exports.run(request, work)
    except Refusal as refusal:
        return problems.response(refusal, words, request.url.path)
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told in words
        return problems.response(problems.unexpected(error), words, request.url.path)


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _made(operation: Operation, context: Context, request: Request, words: Words) -> Response:
    reader = Reader(operation.parameters, request.query_params.multi_items())
    given = reader.read()
    call = Call(
        context.source, context.environment, request.path_params, given, words, context.today()
    )
    try:
        _refuse_all(call, reader)
        tag = _tag(operation, call)
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Language": words.lang}
        asked = request.headers.get("if-none-match", "").strip()
        if _known(asked, tag):
            return Response(status_code=304, headers=headers)
        reply = operation.handler(call)
        if asked == "*":  # Any answer will do, but there has to be one.
            return Response(status_code=304, headers=headers)
    except VersionError as error:
        raise Refusal(400, [*reader.problems, *error.problems]) from error
    except Refusal:
        raise
    except InnocoreError as error:
        raise Refusal(503, error.problems, {"Retry-After": _RETRY_SECONDS}) from error
    headers |= {**reply.headers, "Content-Length": str(len(reply.content))}
    content = b"" if request.method == "HEAD" else reply.content
    return Response(content, headers=headers, media_type=reply.media_type)


def _refuse_all(call: Call, reader: Reader) -> None:
    """Everything that is wrong with the parameters at once: their form, and what they mean."""
    found = list(reader.problems)
    places = {problem.column for problem in found}
    try:
        _ = call.selection
    except Refusal as refusal:
        found += [problem for problem in refusal.problems if problem.column not in places]
    if found:
        raise Refusal(400, found)


def _tag(operation: Operation, call: Call) -> str:
    """A weak tag: the data version, then a hash of all else that the answer depends on.

    It is known before the work is done, so that an answer that did not change costs nothing.
    """
    rest = (_program(), operation.id, sorted(call.path.items()), sorted(call.given.items()))
    versions = (
        [one.version for one in call.source.versions()] if operation.id in _OF_ARCHIVE else []
    )
    text = repr((*rest, call.today, call.base_url, versions))
    return f'W/"{call.dataset.version}.{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


@lru_cache(maxsize=1)
def _program() -> str:
    """A hash of the library's own files: words and charts change between releases too."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.suffix in (".py", ".toml"):
            total.update(path.read_bytes())
    return total.hexdigest()


def _known(given: str, tag: str) -> bool:
    tags = [part.strip().removeprefix("W/") for part in given.split(",")]
    return tag.removeprefix("W/") in tags


def _http_problem(context: Context) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What no operation answers: an address that is not there, a method that is not allowed."""

    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        words = Words(_language(request))
        try:
            context.guard.admit(request)
        except Refusal as refusal:
            return problems.response(refusal, words, request.url.path)
        code = {404: "api_no_path", 405: "api_method"}.get(error.status_code, "api_refused")
        # The server may stand below a path.
        before = request.scope.get("root_path", "").removesuffix(PREFIX).removesuffix("/api")
        allowed = ", ".join(f"{before}{PREFIX}{o.path}" for o in OPERATIONS)
        allowed = "GET, HEAD" if error.status_code == 405 else allowed
        given = request.method if error.status_code == 405 else request.url.path
        problem = Problem(code=code, given=given[:80], allowed=allowed)
        found = Refusal(error.status_code, [problem], error.headers)
        return problems.response(found, words, request.url.path)

    return answer
