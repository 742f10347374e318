"""The browser's files under an address that changes with their contents, so that it keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pages.components import assets

PREFIX = "assets"


def digest(folder: Path) -> str:
    """A hash of all files in a folder, names included."""
    total = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            total.update(file.relative_to(folder).as_posix().encode())
            total.update(file.read_bytes())
    return total.hexdigest()[:12]


def mount() -> Mount:
    """The route that serves the files, after telling the pages where it is."""
    assets.ready()
    assets.base = f"{PREFIX}/{digest(assets.STATIC)}/"
    return Mount(f"/{assets.base.rstrip('/')}", StaticFiles(directory=assets.STATIC))
