"""What every answer passes through: headers, pages dressed, addresses that are not there."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import address, missing, routing
from web.page import dress, policy

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_FOREVER = "public, max-age=31536000, immutable"
# Those of Streamlit and our own carry a hash of what is in them.
_HASHED = ("static/js/", "static/css/", "static/media/", "assets/")
# A page is made anew for each request: what a browser has of it says nothing about today's.
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"if-range", b"range")
_REPORTS = "report/"


class PageMiddleware:
    """Adds security and cache headers to every answer, and dresses HTML pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HTTP answers through, changed; everything else as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = _without(scope, b"accept-encoding")
        if scope["method"] in ("GET", "HEAD"):
            if there := address.redirection(scope):
                await _moved(there)(scope, receive, _Answer(asked, scope, send))
                return
            if address.page_of(scope) is not None:
                # Its whole text decides about its headers, also where only they are asked for.
                asked = {**_without(asked, *_CONDITIONS), "method": "GET"}
        await self._app(asked, receive, _Answer(asked, scope, send))


def _without(scope: Scope, *names: bytes) -> Scope:
    """The request without some headers.

    Answers have to arrive readable here; compression is done once, further out.
    """
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in names]}


def _moved(there: str) -> Response:
    return Response(status_code=308, headers={"Location": there, "Cache-Control": "no-cache"})


class _Answer:
    """Collects Streamlit's page to change it; lets every other answer stream through.

    ``asked``: the request as it is routed; ``scope``: as it was sent.
    """

    def __init__(self, asked: Scope, scope: Scope, send: Send) -> None:
        self._asked = asked
        self._scope = scope
        self._send = send
        self._start: Message | None = None
        self._instead: Response | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if self._is_missing(message["status"], headers):
                there = address.redirection_inwards(self._scope)
                self._instead = _moved(there) if there else missing.answer(self._scope)
                return
            self._add_headers(headers, message["status"])
            if self._is_dressed(headers):
                self._start = message
                return
        elif self._instead is not None:
            if not message.get("more_body"):
                await self._give_instead(self._instead)
            return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._give(self._start, self._dressed(self._start))
            return
        await self._send(message)

    def _is_missing(self, status: int, headers: MutableHeaders) -> bool:
        """Whether Streamlit answers with its own page, or nothing, what is no page of ours."""
        if routing.is_own(self._asked):
            return False
        if address.inside(self._scope) is None:
            return status in (404, 307)
        return status == 200 and _is_html(headers) and address.page_of(self._scope) is None

    def _is_dressed(self, headers: MutableHeaders) -> bool:
        """Pages are; files of ours to save are not, though they may be HTML."""
        below = address.inside(self._scope) or ""
        own = routing.is_own(self._asked)
        return _is_html(headers) and (not own or below.startswith(f"/{_REPORTS}"))

    async def _give_instead(self, response: Response) -> None:
        headers = MutableHeaders(raw=response.raw_headers)
        self._add_headers(headers, response.status_code)
        start = {"type": "http.response.start", "status": response.status_code}
        await self._give({**start, "headers": headers.raw}, bytes(response.body))

    async def _give(self, start: Message, body: bytes) -> None:
        """The whole of an answer, or its headers alone where only they were asked for."""
        await self._send(start)
        asked = body if self._scope["method"] != "HEAD" else b""
        await self._send({"type": "http.response.body", "body": asked})

    def _dressed(self, start: Message) -> bytes:
        text = self._body.decode()
        page = address.page_of(self._scope)
        if page is not None:
            text = dress(text, page, self._scope["query_string"].decode())
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(text.encode()))
        headers["content-security-policy"] = policy(text)
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        return text.encode()

    def _add_headers(self, headers: MutableHeaders, status: int) -> None:
        for name, value in _FIXED.items():
            headers[name] = value
        below = (address.inside(self._scope) or "").removeprefix("/")
        if status == 404:
            # It may be there in a moment: a file of a newer release, a page that is added.
            headers["Cache-Control"] = "no-store"
        elif below.startswith(_HASHED) and status < 400:
            headers["Cache-Control"] = _FOREVER
        elif below.startswith("app/static/"):
            headers["Cache-Control"] = "no-cache"
        there = headers.get("location", "")
        if status == 301 and there.startswith("/") and not routing.is_own(self._asked):
            # Streamlit's, which takes a slash off the end; a path before it may be the proxy's.
            path, mark, query = there.partition("?")
            headers["location"] = address.relative(self._scope, unquote(path)) + mark + query


def _is_html(headers: MutableHeaders) -> bool:
    return headers.get("content-type", "").startswith("text/html")
