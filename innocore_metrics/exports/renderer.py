"""The Chromium that draws: started when first needed, kept, one picture at a time, replaced
when it dies, grows or takes too long."""

from __future__ import annotations

import asyncio
import atexit
import base64
import json
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from innocore_metrics.charts import FAMILY, plotly_source
from innocore_metrics.errors import ExportError, Problem
from innocore_metrics.exports import chromium, closed, fonts
from innocore_metrics.exports.markup import policy, script_json
from innocore_metrics.settings import ROOT

SCALE = 2
# A picture or a print that takes longer is given up, and the browser with it.
SECONDS = closed.SECONDS
# A browser that has drawn so many pictures, or holds so much memory, makes room for a new one.
MOST_PICTURES = 500
MOST_MB = 700
OUTLINES = ROOT / "static" / "vendor" / "topojson"
_CHUNK = 1 << 20
_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, Any]:
    """Outlines of countries by plotly's names; empty where the board was not built."""
    return {file.stem: json.loads(file.read_bytes()) for file in sorted(OUTLINES.glob("*.json"))}


class Renderer:
    """One browser behind a lock; every method may be called from any thread."""

    def __init__(self, program: str, seconds: float = SECONDS) -> None:
        self._program = program
        self._seconds = seconds
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: Any = None
        self._tab: Any = None
        self._drawn = 0

    def image(self, figure: str, form: str) -> bytes:
        """A plotly figure (as JSON) as ``png`` (twice its size in pixels) or ``svg``.

        Raises:
            ExportError: the browser failed twice, or the picture takes too long.
        """
        if form == "png":
            return self._twice(lambda: _paint(self._tab, figure))
        return self._twice(lambda: _draw(self._tab, figure))

    def pdf(self, page: str, revise: Callable[[bytes], str | None] | None = None) -> bytes:
        """An HTML page printed; it has set ``document.body.dataset.ready`` when it is drawn.

        Nothing that the page asks for is loaded: it holds all that it needs. ``revise`` is given
        a print without tags and gives a script that changes the page, which is then printed again,
        and so on until it gives None.

        Raises:
            ExportError: the browser failed twice, or the page takes too long.
        """
        return self._twice(lambda: _print(self._browser, page, revise))

    def close(self) -> None:
        """End the browser; the next picture starts another."""
        with self._lock:
            self._stop()

    @property
    def process(self) -> int:
        """The id of the browser's process; 0 where none runs."""
        return int(self._browser.subprocess.pid) if self._browser is not None else 0

    def _twice(self, work: Any) -> bytes:
        with self._lock:
            try:
                return self._once(work)
            except TimeoutError as error:
                # A second try would take as long again, with everybody waiting.
                raise self._failed(error) from error
            except Exception as error:  # noqa: BLE001 - a dead browser may raise whatever
                _log.warning("the browser is replaced: %r", error)
                self._stop()
            try:
                return self._once(work)
            except Exception as error:
                raise self._failed(error) from error

    def _failed(self, error: Exception) -> ExportError:
        _log.warning("nothing was drawn: %r", error)
        self._stop()
        return ExportError([Problem(code="drawing", given=type(error).__name__)])

    def _once(self, work: Any) -> bytes:
        if self._drawn >= MOST_PICTURES or memory_mb(self.process) > MOST_MB:
            self._stop()
        if self._browser is None:
            self._run(self._start())
        self._drawn += 1
        found: bytes = self._run(work())
        return found

    async def _start(self) -> None:
        """A browser with one tab that has loaded plotly once and for all."""
        self._browser, self._drawn = await closed.start(self._program), 0
        self._tab = await closed.tab(self._browser, _page())

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, daemon=True).start()
        limited = asyncio.wait_for(work, self._seconds)
        return asyncio.run_coroutine_threadsafe(limited, self._loop).result()

    def _stop(self) -> None:
        browser, self._browser = self._browser, None
        if browser is None:
            return
        try:
            self._run(asyncio.wait_for(browser.close(), 10))
        except Exception:  # noqa: BLE001 - it is dead already, which is what was wanted
            browser.subprocess.kill()


async def _draw(tab: Any, figure: str) -> bytes:
    """The figure as SVG."""
    values = {"awaitPromise": True, "returnByValue": True}
    found = await closed.answer(tab, "Runtime.evaluate", expression=f"draw({figure})", **values)
    return unquote(found["result"]["value"].partition(",")[2]).encode()


async def _paint(tab: Any, figure: str) -> bytes:
    """The figure as PNG."""
    await closed.answer(tab, "Runtime.evaluate", expression=f"show({figure})", awaitPromise=True)
    layout = json.loads(figure)["layout"]
    clip = {"x": 0, "y": 0, "width": layout["width"], "height": layout["height"], "scale": SCALE}
    found = await closed.answer(
        tab, "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True
    )
    await closed.answer(tab, "Runtime.evaluate", expression='Plotly.purge("place")')
    return base64.b64decode(found["data"])


async def _print(browser: Any, page: str, revise: Callable[[bytes], str | None] | None) -> bytes:
    tab = await closed.tab(browser, page)
    try:
        if revise is None:
            return await _printed(tab)
        # A first print tells where everything is; without tags it takes half the time.
        printed = await _printed(tab, tagged=False)
        while (change := revise(printed)) is not None:
            await closed.answer(tab, "Runtime.evaluate", expression=change)
            printed = await _printed(tab)
        return printed
    finally:
        await browser.close_tab(tab.target_id)


async def _printed(tab: Any, *, tagged: bool = True) -> bytes:
    found = await closed.answer(
        tab,
        "Page.printToPDF",
        printBackground=True,
        preferCSSPageSize=True,
        generateTaggedPDF=tagged,
        transferMode="ReturnAsStream",
    )
    return await _read(tab, found["stream"])


async def _read(tab: Any, stream: str) -> bytes:
    parts = []
    while True:
        found = await closed.answer(tab, "IO.read", handle=stream, size=_CHUNK)
        coded = found.get("base64Encoded")
        parts.append(base64.b64decode(found["data"]) if coded else found["data"].encode())
        if found["eof"]:
            return b"".join(parts)


def _page() -> str:
    """The page on which pictures are drawn: plotly, the outlines of maps, the typeface."""
    slices = [{"range": one.unicode_range, "url": one.url} for one in fonts.slices()]
    typeface = {"family": FAMILY, "weights": fonts.WEIGHTS, "slices": slices}
    scripts = (
        plotly_source().replace("</script", "<\\/script"),
        f"window.PlotlyGeoAssets = {script_json({'topojson': dict(outlines())})};"
        f"const typeface = {script_json(typeface)};{_DRAW}",
    )
    inline = "".join(f"<script>{script}</script>" for script in scripts)
    place = '<div id="place"></div><style>body { margin: 0; }</style>'
    return f'<!doctype html><meta charset="utf-8">{policy(scripts)}<body>{place}{inline}'


# Letters are there before texts are measured, as bytes: a request, even for data, is refused.
_DRAW = """
const { family, weights, slices } = typeface;
const ends = (range) => range.split(",").map((part) =>
  part.trim().slice(2).split("-").map((end) => parseInt(end, 16)));
for (const slice of slices) slice.ends = ends(slice.range);

const slicesOf = (text) => {
  const letters = [...new Set(text)].map((letter) => letter.codePointAt(0));
  const holds = ([low, high = low]) => letters.some((letter) => letter >= low && letter <= high);
  return slices.filter((slice) => slice.ends.some(holds));
};
const load = (slice) => {
  if (slice.face) return slice.face.loaded;
  const bytes = Uint8Array.from(atob(slice.url.split(",")[1]), (one) => one.charCodeAt(0));
  slice.face = new FontFace(family, bytes, { unicodeRange: slice.range, weight: weights });
  document.fonts.add(slice.face);
  return slice.face.load();
};

const draw = async (figure) => {
  await Promise.all(slicesOf(JSON.stringify(figure)).map(load));
  const { width, height } = figure.layout;
  return Plotly.toImage(figure, { format: "svg", width, height });
};
// On the page itself: a drawing painted as an image sees no font of the page.
const show = async (figure) => {
  await Promise.all(slicesOf(JSON.stringify(figure)).map(load));
  await Plotly.newPlot("place", figure.data, figure.layout, { staticPlot: true });
};
document.body.dataset.ready = 1;
"""


def memory_mb(process: int) -> float:
    """Memory of a process and all that it started, without what they share; 0 if unknown."""
    folder = Path("/proc")
    if not process or not folder.is_dir():
        return 0.0
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for entry in folder.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            _, resident, shared, *_ = (entry / "statm").read_text().split()
        except (OSError, IndexError):
            continue  # It ended while we looked.
        parents[int(entry.name)] = int(fields[1])
        pages[int(entry.name)] = int(resident) - int(shared)
    ours = {process}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(pages.get(one, 0) for one in ours) * 4096 / 1e6


@lru_cache(maxsize=2)
def _renderer(program: str) -> Renderer:
    made = Renderer(program)
    atexit.register(made.close)
    return made


def renderer(environment: Mapping[str, str]) -> Renderer:
    """The renderer of this process.

    Raises:
        ExportError: there is no Chromium.
    """
    program = chromium.path(environment)
    if program is None:
        raise ExportError([Problem(code="no_chromium", given="png, svg, pdf")])
    return _renderer(program)
