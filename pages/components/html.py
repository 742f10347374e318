"""Small pieces of HTML; everything that is filled in is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["Markup", "block", "escape", "link", "outward", "table"]


class Markup(str):
    """Text that is HTML already and stands in a table as it is."""

    __slots__ = ()


def link(text: str, address: str) -> Markup:
    """A link whose text and address are escaped."""
    return Markup(f'<a href="{escape(address, quote=True)}" target="_self">{escape(text)}</a>')


def outward(address: str) -> Markup:
    """A link to another site, which opens beside this one; only addresses of the web."""
    if not address.startswith(("https://", "http://")):
        return Markup(escape(address))
    shown, target = escape(address), escape(address, quote=True)
    return Markup(f'<a href="{target}" target="_blank" rel="noopener noreferrer">{shown}</a>')


def _cell(value: str) -> str:
    return value if isinstance(value, Markup) else escape(value)


def block(tag: str, css: str, text: str) -> str:
    """One element with a class and escaped text."""
    return f'<{tag} class="{css}">{escape(text)}</{tag}>'


def table(header: Iterable[str], rows: Iterable[Iterable[str]], caption: str) -> str:
    """A table with a caption for screen readers, scrolling inside its own box."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    label = escape(caption, quote=True)
    return (
        f'<div class="im-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="im-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
