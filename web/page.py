"""The page around Streamlit: its language and title, early loading, and what it may load."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
from functools import lru_cache
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from innocore_metrics.dataset.versions import Edition
from innocore_metrics.errors import InnocoreError
from innocore_metrics.exports.linked import schema_org
from innocore_metrics.selection import LANGUAGES
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import Words
from pages import PAGES
from pages.components import assets, source

# Answers of the interface are files to save, not pages: they go through as they are.
_NO_PAGES = "/api/"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_MODULES = (
    "address",
    "anchor",
    "board",
    "card",
    "chart",
    "connection",
    "controls",
    "dom",
    "early",
    "keys",
    "manners",
    "paper",
    "plots",
    "sentences",
    "shell",
    "stage",
    "state",
    "take",
    "translate",
)
# Loaded with the board wherever it is; the rest of the folder on the page of the levers.
_QUERY = "scenarios/query.js"
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Streamlit's letters, which the theme replaces.
_LETTERS = re.compile(r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*>')
_HASHED = re.compile(r"/(static/(js|css|media)|assets/[0-9a-f]{12})/")


class PageMiddleware:
    """Adds security and cache headers to every answer, and dresses HTML pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HTTP answers through, changed; everything else as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # The answer has to arrive readable here; compression is done once, further out.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, _Answer(scope, send))


class _Answer:
    """Collects an HTML answer to change it; lets every other one stream through."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            _add_headers(headers, self._scope["path"])
            page = not self._scope["path"].startswith(_NO_PAGES)
            if page and headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        text = dress(self._body.decode(), self._scope["path"], self._scope["query_string"].decode())
        body = text.encode()
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        headers["content-security-policy"] = policy(text)
        del headers["etag"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in _FIXED.items():
        headers[name] = value
    if _HASHED.search(path):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif path.startswith("/app/static/"):
        headers["Cache-Control"] = "no-cache"


def policy(text: str) -> str:
    """A Content-Security-Policy that allows no other origin, and this page's own inline scripts."""
    scripts = _INLINE_SCRIPT.findall(text)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    )
    return "; ".join(
        (
            "default-src 'self'",
            # Streamlit loads the code of an element from a blob of this page.
            f"script-src 'self' blob: {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def dress(text: str, path: str, query: str) -> str:
    """The HTML in the language of the address, with the page's title and early loading."""
    if path.startswith("/report/"):
        # A report is dressed already.
        return text
    asked = parse_qs(query).get("lang", ["ko"])[-1]
    lang = asked if asked in LANGUAGES else "ko"
    words = Words(lang)
    page = path.strip("/") or next(iter(PAGES))
    title = words("ui.title")
    if page in PAGES:
        title = f"{words(f'page.{page}')} - {title}"
        # First in the head: modules run in order, and the board need not wait for Streamlit's.
        early = _early(page, lang, query) + _described(words)
        text = text.replace("<head>", "<head>" + early, 1)
    text = _LETTERS.sub("", text)
    text = text.replace('<html lang="en">', f'<html lang="{lang}">', 1)
    return re.sub(r"<title>.*?</title>", f"<title>{html.escape(title)}</title>", text, count=1)


def _described(words: Words) -> str:
    """The data set as search engines read it; nothing where the data are broken."""
    try:
        edition = source.edition()
    except InnocoreError:
        return ""
    return _json_ld(edition, words.lang, BASE_URL.of(os.environ))


@lru_cache(maxsize=8)
def _json_ld(edition: Edition, lang: str, base_url: str) -> str:
    tree = schema_org(edition, Words(lang), base_url, full=False)
    # "<" must not end the element early.
    text = json.dumps(tree, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _early(page: str, lang: str, query: str) -> str:
    """What the head adds: styles, and the board drawn while Streamlit starts."""
    static = f"./{assets.url()}"
    vendor = assets.STATIC / "vendor"
    modules = [f"board/{name}.js" for name in _MODULES]
    modules.append(_QUERY)
    if page == "scenarios":
        modules += sorted(
            f"scenarios/{file.name}" for file in (assets.STATIC / "scenarios").glob("*")
        )
    modules += sorted(f"vendor/{file.name}" for file in vendor.glob("plotly*.js"))
    links = [f'<link rel="modulepreload" href="{static}{name}">' for name in dict.fromkeys(modules)]
    search = html.escape(f"?{query}" if query else "", quote=True)
    links.append(f'<link rel="preload" as="fetch" crossorigin href="./board/{page}.json{search}">')
    sheets = ["board/frame.css", "board/board.css"]
    if (vendor / "font").exists():
        sheets.append("vendor/font/font.css")
    links += [f'<link rel="stylesheet" href="{static}{name}">' for name in sheets]
    data = f'data-page="{page}" data-lang="{lang}" data-assets="{static}"'
    data += f' data-endpoint="./board/{page}.json"'
    script = f'<script type="module" id="im-early" {data} src="{static}board/early.js"></script>'
    return "".join([*links, script])
