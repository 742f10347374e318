"""What stands where no page is: a page of its own for readers, a line of text for programs."""

from __future__ import annotations

import difflib
import html
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, quote

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from innocore_metrics.charts import THEMES
from innocore_metrics.selection import LANGUAGES
from innocore_metrics.text import Words
from pages import PAGES
from pages.components import assets
from web import address
from web.page import icons, language, policy

_STYLE = Path(__file__).with_suffix(".css")
# Schemes in which a reader may have asked for the colours of each theme.
_SCHEMES = {
    "light": "all",
    "dark": "(prefers-color-scheme: dark)",
    "contrast-light": "(prefers-contrast: more)",
    "contrast-dark": "(prefers-contrast: more) and (prefers-color-scheme: dark)",
}
_MOST_SHOWN = 80
_MOST_CARRIED = 2000
_LIKENESS = 0.6


def answer(scope: Scope) -> Response:
    """404: the pages that there are, for somebody who reads; one line where a file is missing."""
    query = scope["query_string"].decode("latin-1")
    words = Words(language(query))
    path = address.public_path() + (address.inside(scope) or address.path_of(scope))
    if not _is_reader(scope):
        return PlainTextResponse(f"404 {words('missing.title')}: {_plain(path)}\n", 404)
    text = page(path, query, words)
    headers = {"Content-Security-Policy": policy(text), "Content-Language": words.lang}
    return HTMLResponse(text, 404, headers)


def page(path: str, query: str, words: Words) -> str:
    """The page for ``path`` (decoded) that works without scripts; links keep the query."""
    said = html.escape(words("missing.said", address=_plain(path)))
    likely = _likely(path)
    near = _list("missing.meant", likely, query, words) if likely else ""
    body = f"<p>{said}</p>{near}{_list('missing.pages', list(PAGES), query, words)}"
    return frame(words("missing.title"), body, query, words)


def frame(heading: str, body: str, query: str, words: Words) -> str:
    """A page of one ``body`` (HTML) under a heading, with the product's name and the languages."""
    title, product = html.escape(heading), html.escape(words("ui.title"))
    return (
        f'<!DOCTYPE html>\n<html lang="{words.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title} - {product}</title>'
        f"{icons(_static())}{_font()}<style>{_style()}</style></head><body><header>"
        f'<a class="brand" href="{_link("", query)}">{product}</a><nav>{_languages(words, query)}'
        f"</nav></header><main><h1>{title}</h1>{body}</main></body></html>\n"
    )


def _is_reader(scope: Scope) -> bool:
    """Whether a person follows an address; scripts and styles ask for files, with a dot."""
    accepted = next((v for k, v in scope["headers"] if k == b"accept"), b"").decode("latin-1")
    return "text/html" in accepted or "." not in scope["path"].rpartition("/")[2]


def _plain(path: str) -> str:
    """A path to be read: short, without letters that cannot be seen or that turn the line."""
    seen = "".join(c for c in path if not unicodedata.category(c).startswith("C"))
    return seen if len(seen) <= _MOST_SHOWN else f"{seen[:_MOST_SHOWN]}…"


def _likely(path: str) -> list[str]:
    """Pages whose address or name is like a part of the path, the likeliest first."""
    names = {address.fold(page): page for page in PAGES}
    for lang in LANGUAGES:
        names |= {address.fold(Words(lang)(f"page.{page}")): page for page in PAGES}
    found: list[str] = []
    for part in reversed(path.split("/")):
        asked = address.fold(part[:_MOST_SHOWN])
        found += [names[n] for n in difflib.get_close_matches(asked, names, 2, _LIKENESS)]
    return list(dict.fromkeys(found))[:3]


def _list(heading: str, pages: list[str], query: str, words: Words) -> str:
    rows = "".join(
        f'<li><a href="{_link(page, query)}">{html.escape(words(f"page.{page}"))}</a>'
        f"<span>{html.escape(words(f'lead.{page}'))}</span></li>"
        for page in pages
    )
    return f"<h2>{html.escape(words(heading))}</h2><ul>{rows}</ul>"


def _languages(words: Words, query: str) -> str:
    """This page in the other languages; the address stays."""
    kept = [part for part in _carried(query).split("&") if part and not part.startswith("lang=")]
    return "".join(
        f'<a lang="{lang}" href="?{html.escape("&".join([*kept, f"lang={lang}"]))}">'
        f"{html.escape(Words(lang)('ui.language'))}</a>"
        for lang in LANGUAGES
        if lang != words.lang
    )


def _link(page: str, query: str) -> str:
    carried = _carried(query)
    path = quote(f"{address.public_path()}/{page}")
    return html.escape(f"{path}{'?' if carried else ''}{carried}")


def _carried(query: str) -> str:
    """The choices go along, but for the language alone where they are too many."""
    if len(query) <= _MOST_CARRIED:
        return query
    return "&".join(f"lang={lang}" for lang in parse_qs(query).get("lang", [])[-1:])


def _static() -> str:
    """Where the browser's files are: from the root of the host, for an address may be deep."""
    return quote(f"{address.public_path()}/{assets.url()}")


def _font() -> str:
    path = "vendor/font/font.css"
    if not (assets.STATIC / path).exists():
        return ""
    return f'<link rel="stylesheet" href="{_static()}{path}">'


@lru_cache(maxsize=1)
def _style() -> str:
    colours = "".join(
        f"@media {_SCHEMES[name]}{{:root{{--paper:{theme.paper};--ink:{theme.ink};"
        f"--muted:{theme.muted};--line:{theme.grid};--link:{theme.text_colour('KR')}}}}}"
        for name, theme in THEMES.items()
    )
    return colours + _STYLE.read_text(encoding="utf-8")
