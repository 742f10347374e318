"""The browser's files under an address that changes with their contents, so that it keeps them."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pages.components import assets

PREFIX = "assets"
# Names that browsers ask for without being told, and Streamlit's own, beside our files for them.
ICONS = {
    "favicon.ico": "icon.ico",
    "favicon.png": "icon.png",
    "apple-touch-icon.png": "touch.png",
    "apple-touch-icon-precomposed.png": "touch.png",
}


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


def icons() -> list[Route]:
    """The icons at the addresses where they are looked for."""
    return [Route(f"/{name}", partial(_icon, file)) for name, file in ICONS.items()]


async def _icon(file: str, _request: Request) -> Response:
    return FileResponse(assets.STATIC / "icons" / file, headers={"Cache-Control": "max-age=86400"})
