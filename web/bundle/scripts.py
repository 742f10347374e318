"""The board's modules as one classic script: a page opened from a file loads no modules."""

from __future__ import annotations

import re
from pathlib import Path

from pages.components import assets

_IMPORT = re.compile(
    r'^import \{ ([^}]*) \} from "\.{1,2}/(?:board/)?([a-z]+)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
ENTRY = "start"


def board() -> str:
    """Every module that the entry needs, each in a function of its own, in order of need."""
    return classic(assets.STATIC / "bundle" / f"{ENTRY}.js", assets.STATIC / "board")


def classic(entry: Path, folder: Path) -> str:
    """The modules that ``entry`` imports, directly or not, as one script."""
    done: dict[str, str] = {}
    _add(entry.stem, entry, folder, done)
    body = "\n".join(done.values())
    return f'"use strict";\n(() => {{\nconst modules = {{}};\n{body}\n}})();\n'


def _add(name: str, path: Path, folder: Path, done: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for _, other in _IMPORT.findall(text):
        if other not in done:
            near = path.parent / f"{other}.js"
            _add(other, near if near.exists() else folder / near.name, folder, done)
    exported = [found for _, found in _EXPORT.findall(text)]
    text = _IMPORT.sub(r"const { \1 } = modules.\2;", text)
    text = _EXPORT.sub(r"\1 \2", text)
    if re.search(r"^(import|export)\b", text, re.MULTILINE):
        raise ValueError(f"{path.name}: an import or export of a form that is not known")
    names = ", ".join(exported)
    done[name] = f"modules.{name} = (() => {{\n{text}\nreturn {{ {names} }};\n}})();"
