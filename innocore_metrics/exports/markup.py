"""Text that strangers may have written, put into HTML so that it stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

# What ends a string, an element or a line of CSS, or begins markup.
_SPECIAL = re.compile("[\x00-\x1f\x7f\"'\\\\<>&]")


def css_string(text: str) -> str:
    r"""A CSS string that no text leaves, nor the ``<style>`` element around it.

    >>> print(css_string('a"</style>'))
    "a\22 \3c /style\3e "
    """
    return f'"{_SPECIAL.sub(lambda found: f"{chr(92)}{ord(found[0]):x} ", text)}"'


def script_json(value: Any) -> str:
    r"""JSON for the inside of a ``<script>``: no text ends the element or hides what follows.

    >>> print(script_json({"a": "<!--<script>"}))
    {"a":"\u003c!--\u003cscript>"}
    """
    return inert(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def inert(text: str) -> str:
    """JSON whose ``<`` are escaped; the values are the same."""
    return text.replace("<", "\\u003c")


def policy(scripts: Iterable[str]) -> str:
    """The ``<meta>`` of a page that loads nothing and runs these inline scripts alone."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    rules = (
        "default-src 'none'",
        f"script-src {hashes or chr(39) + 'none' + chr(39)}",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
