"""Stories over HTTP: what a presentation needs, what the editor needs, the check of a file."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from innocore_metrics import exports, stories
from innocore_metrics.api import RETRY_SECONDS, Guard, Refusal, cost
from innocore_metrics.errors import DataError, ExportError, InnocoreError, Problem, told
from innocore_metrics.selection import LANGUAGES
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import Words, render
from pages.components import clock, deck, storybook
from web import story_file
from web.payloads import problem_answer

_Answer = Callable[[Mapping[str, str]], bytes]
_Respond = Callable[[Request], Awaitable[Response]]
# A story file is small; what is larger is not read to its end.
_MAX_BODY = 600_000


def routes(prefix: str, guard: Guard) -> list[Route]:
    """The routes under ``/prefix``; ``guard`` says how much of them is answered."""
    views = {"deck": _deck, "near": _near, "desk": _desk}
    return [
        *(
            Route(f"/{prefix}/{name}.json", _guarded(guard, partial(_view, guard, answer)))
            for name, answer in views.items()
        ),
        Route(f"/{prefix}/export.{{format}}", _guarded(guard, partial(_export, guard))),
        Route(f"/{prefix}/read.json", _guarded(guard, partial(_read, guard)), methods=["POST"]),
    ]


def _guarded(guard: Guard, respond: _Respond) -> _Respond:
    """``respond`` within the limits; what is wrong becomes a problem in the reader's language."""

    async def answer(request: Request) -> Response:
        query = dict(request.query_params)
        try:
            guard.admit(request, cost(request.path_params.get("format", "json")))
            return await respond(request)
        except Refusal as refusal:
            return problem_answer(refusal.status, _worded(refusal.problems, query), refusal.headers)
        except DataError as error:
            return problem_answer(503, _worded(error.problems, query))
        except ExportError as error:
            headers = {"Retry-After": str(RETRY_SECONDS)} if error.passing else {}
            status = 503 if error.passing else 404
            return problem_answer(status, _worded(error.problems, query), headers)
        except InnocoreError as error:
            return problem_answer(404, _worded(error.problems, query))

    return answer


async def _view(guard: Guard, answer: _Answer, request: Request) -> Response:
    body = await guard.views.run(request, partial(answer, dict(request.query_params)))
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    return Response(body, media_type="application/json", headers=headers)


def _lang(query: Mapping[str, str]) -> str:
    asked = query.get("lang", "ko")
    return asked if asked in LANGUAGES else "ko"


def _worded(problems: tuple[Problem, ...], query: Mapping[str, str]) -> str:
    words = Words(_lang(query))
    return "; ".join(render(problem, words) for problem in told(problems))


def _deck(query: Mapping[str, str]) -> bytes:
    dataset = storybook.pinned(query)
    return deck.deck_json(dataset, storybook.asked(dataset, query), _lang(query))


def _near(query: Mapping[str, str]) -> bytes:
    dataset = storybook.pinned(query)
    story = storybook.asked(dataset, query)
    return deck.near_json(dataset, story, _lang(query), storybook.slide(story, query))


def _desk(query: Mapping[str, str]) -> bytes:
    return storybook.desk_json(query, _lang(query))


async def _export(guard: Guard, request: Request) -> Response:
    """The story as a file to take away."""
    query = {**request.query_params, "format": request.path_params["format"]}
    file = await guard.exports.run(request, partial(_file, query))
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=named)


def _file(query: Mapping[str, str]) -> exports.File:
    dataset = storybook.pinned(query)
    story = storybook.asked(dataset, query)
    address = BASE_URL.of(os.environ)
    document = stories.document(dataset, story, _lang(query), clock.today(), address)
    if query["format"] == story_file.FORMAT:
        name = f"{document.stem}.html"
        return exports.File(name, "text/html", story_file.html(dataset, story, _lang(query)))
    return exports.file(document, exports.find(query["format"]))


async def _read(guard: Guard, request: Request) -> Response:
    """A story file that a reader has opened: the story in it, or everything wrong with it."""
    query = dict(request.query_params)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            most = f"{stories.MAX_BYTES // 1024} KiB"
            problem = Problem(code="too_large", given=f">{_MAX_BODY}", allowed=most)
            return problem_answer(413, _worded((problem,), query))
    opened = partial(storybook.opened, body, query.get("name", ""), _lang(query))
    answer = await guard.views.run(request, opened)
    return Response(deck.dumps(answer), media_type="application/json")
