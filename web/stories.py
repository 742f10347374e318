"""Stories over HTTP: what a presentation needs, what the editor needs, the check of a file."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from innocore_metrics import exports, stories
from innocore_metrics.api import Guard, Refusal, cost
from innocore_metrics.errors import Problem
from innocore_metrics.settings import BASE_URL
from pages.components import clock, deck, storybook
from web import problem_answers, story_file
from web.problem_answers import language

_Answer = Callable[[Mapping[str, str]], bytes]
_Respond = Callable[[Request], Awaitable[Response]]
# The largest story within the limits, packed into a parameter; what is larger is not read.
_MAX_BODY = 2 * stories.MAX_BYTES
_BOTH = ["GET", "POST"]


def routes(prefix: str, guard: Guard) -> list[Route]:
    """The routes under ``/prefix``; ``guard`` says how much of them is answered.

    A story that is longer than addresses may be comes in the body of a POST, written as a query.
    """
    views = {"deck": _deck, "near": _near, "desk": _desk}
    return [
        *(
            Route(
                f"/{prefix}/{name}.json",
                _guarded(guard, partial(_view, guard, answer)),
                methods=_BOTH,
            )
            for name, answer in views.items()
        ),
        Route(
            f"/{prefix}/export.{{format}}",
            _guarded(guard, partial(_export, guard)),
            methods=_BOTH,
        ),
        Route(f"/{prefix}/read.json", _guarded(guard, partial(_read, guard)), methods=["POST"]),
    ]


def _guarded(guard: Guard, respond: _Respond) -> _Respond:
    """``respond`` within the limits; what is wrong becomes a problem in the reader's language."""

    async def answer(request: Request) -> Response:
        try:
            guard.admit(request, cost(request.path_params.get("format", "json")))
            return await respond(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told in words
            return problem_answers.as_json(error, request.query_params, request.url.path)

    return answer


async def _view(guard: Guard, answer: _Answer, request: Request) -> Response:
    body = await guard.views.run(request, partial(answer, await _query(request)))
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    return Response(body, media_type="application/json", headers=headers)


async def _query(request: Request) -> dict[str, str]:
    """What is asked for, by the address and, where there is one, by the body."""
    query = dict(request.query_params)
    if request.method != "POST":
        return query
    body = await _body(request)
    try:
        return query | dict(parse_qsl(body.decode("ascii"), keep_blank_values=True))
    except ValueError as error:
        raise Refusal(400, [Problem(code="not_utf8", given="?", allowed="ASCII")]) from error


async def _body(request: Request) -> bytes:
    """The body of a request; Refusal (413) where it is larger than any story."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            most = f"{stories.MAX_BYTES // 1024} KiB"
            problem = Problem(code="too_large", given=f">{_MAX_BODY}", allowed=most)
            raise Refusal(413, [problem])
    return body


def _deck(query: Mapping[str, str]) -> bytes:
    dataset = storybook.pinned(query)
    return deck.deck_json(dataset, storybook.asked(dataset, query), language(query))


def _near(query: Mapping[str, str]) -> bytes:
    dataset = storybook.pinned(query)
    story = storybook.asked(dataset, query)
    return deck.near_json(dataset, story, language(query), storybook.slide(story, query))


def _desk(query: Mapping[str, str]) -> bytes:
    return storybook.desk_json(query, language(query))


async def _export(guard: Guard, request: Request) -> Response:
    """The story as a file to take away."""
    query = {**await _query(request), "format": request.path_params["format"]}
    file = await guard.exports.run(request, partial(_file, query))
    named = {"Content-Disposition": file.disposition}
    return Response(file.content, media_type=file.media_type, headers=named)


def _file(query: Mapping[str, str]) -> exports.File:
    dataset = storybook.pinned(query)
    story = storybook.asked(dataset, query)
    address = BASE_URL.of(os.environ)
    document = stories.document(dataset, story, language(query), clock.today(), address)
    if query["format"] == story_file.FORMAT:
        content = story_file.html(dataset, story, language(query))
        return exports.named(document, "text/html", content, ".html")
    return exports.file(document, exports.find(query["format"]))


async def _read(guard: Guard, request: Request) -> Response:
    """A story file that a reader has opened: the story in it, or everything wrong with it."""
    query = dict(request.query_params)
    body, name = await _body(request), query.get("name", "")
    work = partial(_opened, body, name, query)
    answer = await guard.views.run(request, work)
    return Response(deck.dumps(answer), media_type="application/json")


def _opened(body: bytes, name: str, query: Mapping[str, str]) -> dict[str, Any]:
    vocabulary = storybook.pinned(query).vocabulary
    return storybook.opened(body, name, language(query), vocabulary)
