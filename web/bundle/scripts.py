"""The board's modules as one classic script: a page opened from a file loads no modules."""

from __future__ import annotations

import re
from pathlib import Path

from pages.components import assets

_IMPORT = re.compile(
    r'^import \{ ([^}]*) \} from "\.{1,2}/((?:board/|scenarios/)?)([a-z]+)\.js";$', re.MULTILINE
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
    for _, place, other in _IMPORT.findall(text):
        if other not in done:
            near = path.parent / f"{other}.js"
            far = (folder.parent / place if place else folder) / near.name
            _add(other, near if near.exists() else far, folder, done)
    exported = [found for _, found in _EXPORT.findall(text)]
    text = _IMPORT.sub(_taken, text)
    text = _EXPORT.sub(r"\1 \2", text)
    if re.search(r"^(import|export)\b", text, re.MULTILINE):
        raise ValueError(f"{path.name}: an import or export of a form that is not known")
    names = ", ".join(exported)
    done[name] = f"modules.{name} = (() => {{\n{text}\nreturn {{ {names} }};\n}})();"


def _taken(found: re.Match[str]) -> str:
    """An import as what is taken from a module that stands before."""
    names = found[1].replace(" as ", ": ")
    return f"const {{ {names} }} = modules.{found[3]};"
