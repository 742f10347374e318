"""From the data to a zip: pages, scripts, fonts, maps, the data package, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import plotly

from innocore_metrics.dataset import Dataset
from innocore_metrics.dataset.versions import Edition
from innocore_metrics.exports.archive import zipped
from innocore_metrics.exports.linked import csvw
from innocore_metrics.text import LANGUAGES, Words
from pages import PAGES
from pages.components import assets
from web.bundle import pages, scripts
from web.bundle.choices import Choices

FOLDER = "innocore-metrics"
SUMS = "SHA256SUMS"
_MAPS = ("world_110m", "usa_110m", "north-america_110m")


def build(
    edition: Edition,
    dataset: Dataset,
    date: str,
    choices: Choices | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> bytes:
    """The bundle as a zip.

    ``dataset``: the facts of ``edition``, with a release of the ledger or without. ``date``:
    the day (ISO 8601). ``progress`` is told how many exhibits are done.
    """
    files = dict(_files(edition, dataset, date, choices or Choices(), progress))
    files[SUMS] = sums(files).encode()
    return zipped({f"{FOLDER}/{name}": content for name, content in files.items()}, date)


def _files(
    edition: Edition,
    dataset: Dataset,
    date: str,
    choices: Choices,
    progress: Callable[[int], None],
) -> Iterator[tuple[str, bytes]]:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done)

    yield "index.html", _index().encode()
    yield "README.txt", _readme(dataset, date).encode("utf-8-sig")
    for lang in LANGUAGES:
        for page in pages.BUNDLED:
            yield f"{lang}/{page}.html", pages.document(page, lang).encode()
            text = pages.script(dataset, page, lang, choices, tick)
            yield f"{lang}/{page}.js", text.encode()
    yield "assets/board.js", scripts.board().encode()
    yield "assets/plotly.js", _plotly()
    yield "assets/maps.js", _maps().encode()
    yield from _looks()
    for name, content in edition.files.items():
        yield f"data/{name}", content
    described = json.dumps(csvw(edition), ensure_ascii=False, indent=1)
    yield "data/csv-metadata.json", described.encode()


def _looks() -> Iterator[tuple[str, bytes]]:
    board, font = assets.STATIC / "board", assets.STATIC / "vendor" / "font"
    for name in ("frame.css", "board.css"):
        yield f"assets/{name}", (board / name).read_bytes()
    for path in sorted(font.rglob("*")):
        if path.is_file():
            yield f"assets/font/{path.relative_to(font).as_posix()}", path.read_bytes()


def _plotly() -> bytes:
    """The whole plotly of the installed package: one classic script, with maps."""
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def _maps() -> str:
    """Outlines of countries as a script, where they were built; else maps show their table."""
    folder = assets.STATIC / "vendor" / "topojson"
    found = {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in _MAPS
        if (folder / f"{name}.json").exists()
    }
    return f"window.PlotlyGeoAssets = {json.dumps({'topojson': found}, separators=(',', ':'))};\n"


def sums(files: dict[str, bytes]) -> str:
    """The lines that ``sha256sum -c`` reads."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items())
    return "\n".join(lines) + "\n"


def _index() -> str:
    first = next(iter(PAGES))
    return (
        '<!DOCTYPE html>\n<html lang="ko">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="0; url=ko/{first}.html">'
        f"<title>{Words('ko')('ui.title')}</title></head>\n"
        f'<body><a href="ko/{first}.html">한국어</a> <a href="en/{first}.html">English</a></body>'
        "\n</html>\n"
    )


def _readme(dataset: Dataset, date: str) -> str:
    parts = []
    for lang in LANGUAGES:
        words = Words(lang)
        parts += [words("ui.title"), words("bundle.readme", version=dataset.version, date=date), ""]
    return "\r\n".join("\r\n".join(part.splitlines()) for part in parts)
