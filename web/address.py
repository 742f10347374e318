"""Addresses: the path that the server stands under, and the page that an address means."""

from __future__ import annotations

import logging
import os
import unicodedata
from collections.abc import MutableMapping
from urllib.parse import quote, unquote, urlsplit

import streamlit as st
from starlette.types import Scope

from innocore_metrics.settings import BASE_URL
from pages import PAGES

_log = logging.getLogger(__name__)
# What Streamlit calls the page at the root when it is asked for as a file.
_INDEX = "index.html"


def base_path() -> str:
    """The path of Streamlit's ``server.baseUrlPath`` as "/innocore"; "" at the root of a host."""
    given = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{given}" if given else ""


def public_path() -> str:
    """The path before every address as browsers see it.

    A proxy may strip it on the way: then it is that of the public address.
    """
    return base_path() or _path_of_url(BASE_URL.of(os.environ)) or ""


def declare(environment: MutableMapping[str, str]) -> None:
    """Make the public address that of this server where the settings name none.

    One that is no address, or leaves the base path out, is named in the log: links in files would
    lead nowhere.
    """
    base, name = base_path(), BASE_URL.name
    given = environment.get(name)
    path = _path_of_url(given or "")
    if not given:
        environment[name] = f"http://localhost:{st.get_option('server.port')}{base}"
    elif path is None:
        _log.warning(
            "%s is %r, which no link can lead to: allowed is an address like "
            "https://www.example.kr%s",
            *(name, given, base or "/innocore"),
        )
    elif base and path != base:
        _log.warning(
            "%s is %s, but the server stands under %s: links in files will not lead here",
            *(name, given, base),
        )


def _path_of_url(url: str) -> str | None:
    """The path of a public address without a slash at its end; None where it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        return None
    return unquote(parts.path).rstrip("/")


def path_of(scope: Scope) -> str:
    """The path of a request below the one that an ASGI server or a mount says that it has."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root and path.startswith(f"{root}/") else path


def inside(scope: Scope) -> str | None:
    """The path of a request below the base path, with its slash; None outside."""
    base, path = base_path(), path_of(scope)
    return path.removeprefix(base) if path.startswith(f"{base}/") else None


def page_of(scope: Scope) -> str | None:
    """The page served at exactly this address ("" is the root); None where there is none."""
    below = inside(scope)
    if below is None:
        return None
    name = below.removeprefix("/")
    return name if name in PAGES or not name else None


def redirection(scope: Scope) -> str | None:
    """The relative address of the page that is meant by another spelling; None without one.

    Capitals, underscores, slashes too many, escaped letters, and the base path left out are
    spellings. Relative, since a proxy may put a path before what arrives here.
    """
    base, parts = base_path().split("/")[1:], _parts(path_of(scope))
    ways = [parts]
    if base and _folded(parts[: len(base)]) == _folded(base):
        ways.insert(0, parts[len(base) :])
    return _first(scope, ways)


def redirection_inwards(scope: Scope) -> str | None:
    """The same for an address that carries the public path although a proxy should strip it."""
    public, parts = public_path().split("/")[1:], _parts(path_of(scope))
    if not public or _folded(parts[: len(public)]) != _folded(public):
        return None
    return _first(scope, [parts[len(public) :]])


def relative(scope: Scope, target: str) -> str:
    """``target``, a path of this server, as a reference from the address asked for.

    From one with empty parts ("//salary") programs climb in different ways: a whole path there.
    """
    raw = _raw(scope)
    if "//" in raw:
        return quote(public_path() + target.removeprefix(base_path()))
    return ("../" * (raw.count("/") - 1) or "./") + quote(target.removeprefix("/"))


def _first(scope: Scope, ways: list[list[str]]) -> str | None:
    for parts in ways:
        page = _meant(parts)
        if page is None:
            continue
        target = f"{base_path()}/{page}"
        if _raw(scope) == quote(target):
            return None
        query = scope["query_string"].decode("latin-1")
        return relative(scope, target) + (f"?{query}" if query else "")
    return None


def _meant(parts: list[str]) -> str | None:
    """The page that one part of a path names in whatever spelling; "" for none at all."""
    if not parts or parts == [_INDEX]:
        return ""
    known = {fold(page): page for page in PAGES}
    return known.get(fold(parts[0])) if len(parts) == 1 else None


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _folded(parts: list[str]) -> list[str]:
    return [fold(part) for part in parts]


def fold(name: str) -> str:
    """Letters and digits alone, small, in one form: what two spellings have in common."""
    whole = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in whole if letter.isalnum())


def _raw(scope: Scope) -> str:
    """The same path as it was sent, escapes and all."""
    raw = scope.get("raw_path")
    if not raw:
        return quote(path_of(scope))
    sent = bytes(raw).decode("latin-1").partition("?")[0]
    root = quote(str(scope.get("root_path", "")))
    return sent.removeprefix(root) if root and sent.startswith(f"{root}/") else sent
