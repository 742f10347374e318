"""The page around Streamlit: language, title and icon, early loading, and what it may load."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
from functools import lru_cache
from urllib.parse import parse_qs

from innocore_metrics.charts import DARK, LIGHT
from innocore_metrics.dataset.versions import Edition
from innocore_metrics.errors import InnocoreError
from innocore_metrics.exports.linked import schema_org
from innocore_metrics.selection import LANGUAGES
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import Words
from pages import PAGES
from pages.components import assets, source

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
    "download",
    "early",
    "keys",
    "letters",
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
_ICON = re.compile(r'<link\s+rel="shortcut icon"[^>]*>')
# Streamlit's letters, which the theme replaces.
_LETTERS = re.compile(r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*>')


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


def language(query: str) -> str:
    """The language that an address asks for; Korean where it names none that is known."""
    asked = parse_qs(query).get("lang", ["ko"])[-1]
    return asked if asked in LANGUAGES else "ko"


def icons(static: str) -> str:
    """The icon of a tab and of a phone's screen, and the colour of what is around the page.

    ``static``: where the browser's files are. Streamlit changes the link of the first.
    """
    colours = "".join(
        f'<meta name="theme-color" content="{theme.paper}"'
        f' media="(prefers-color-scheme: {theme.name})">'
        for theme in (LIGHT, DARK)
    )
    return (
        f'<link rel="shortcut icon" href="{static}icons/icon.svg">'
        f'<link rel="apple-touch-icon" href="{static}icons/touch.png">{colours}'
    )


def dress(text: str, page: str, query: str) -> str:
    """The HTML of a page ("": the first) in the language of the address: title, early loading."""
    lang = language(query)
    words = Words(lang)
    page = page or next(iter(PAGES))
    title = f"{words(f'page.{page}')} - {words('ui.title')}"
    # First in the head: modules run in order, and the board need not wait for Streamlit's.
    pinned = parse_qs(query).get("version", [""])[-1]
    early = _early(page, lang, query) + _described(words, pinned)
    text = text.replace("<head>", "<head>" + early, 1)
    text = _ICON.sub(icons(f"./{assets.url()}"), text, count=1)
    text = _LETTERS.sub("", text)
    text = text.replace('<html lang="en">', f'<html lang="{lang}">', 1)
    return re.sub(r"<title>.*?</title>", f"<title>{html.escape(title)}</title>", text, count=1)


def _described(words: Words, version: str) -> str:
    """The data set of the version shown as search engines read it; nothing where it is broken.

    A version that there is not is named on the page, which then shows the present data.
    """
    try:
        shown, _ = source.shown(version)
        edition = source.edition(shown.version)
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
    links.append(assets.typeface())
    sheets = ["board/frame.css", "board/board.css"]
    if (vendor / "font").exists():
        sheets.append("vendor/font/font.css")
    links += [f'<link rel="stylesheet" href="{static}{name}">' for name in sheets]
    data = f'data-page="{page}" data-lang="{lang}" data-assets="{static}"'
    data += f' data-endpoint="./board/{page}.json"'
    script = f'<script type="module" id="im-early" {data} src="{static}board/early.js"></script>'
    return "".join([*links, script])
