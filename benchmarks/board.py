"""From a click to the last chart repainted, beside the framework's floor and two twins."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
CHARTS = ".js-plotly-plot"

# Clicks and waits until nothing under the watched nodes has changed for a while; the answer is
# the time from the click to the frame after the last change.
CLICK = """
([button, watched, quiet]) => new Promise((resolve) => {
  let last = 0, timer = 0;
  const done = () => { observer.disconnect(); resolve(last ? last - start : -1); };
  const settle = () => { clearTimeout(timer); timer = setTimeout(done, quiet); };
  const observer = new MutationObserver(() => {
    requestAnimationFrame(() => { last = performance.now(); });
    settle();
  });
  const what = { childList: true, subtree: true, attributes: true, characterData: true };
  for (const part of document.querySelectorAll(watched)) observer.observe(part, what);
  const start = performance.now();
  document.querySelector(button).click();
  setTimeout(() => { if (!last) done(); }, 8000);
})
"""
# Waits until so many charts are drawn and seen, and none of them changes any more.
LOADED = """
(count) => new Promise((resolve) => {
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const drawn = (node) => node.querySelector('.main-svg path') && seen(node);
  let last = 0, timer = 0;
  const watch = () => {
    const plots = [...document.querySelectorAll('.js-plotly-plot')].filter(drawn);
    if (plots.length < count) { requestAnimationFrame(watch); return; }
    const done = () => { observer.disconnect(); resolve(last); };
    const settle = () => { clearTimeout(timer); timer = setTimeout(done, 600); };
    const observer = new MutationObserver(() => { last = performance.now(); settle(); });
    const what = { childList: true, subtree: true, attributes: true };
    for (const plot of plots) observer.observe(plot, what);
    last = performance.now();
    settle();
  };
  watch();
})
"""
SHIFT = """
() => new Promise((resolve) => {
  let sum = 0;
  const add = (list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  };
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 300);
})
"""


@dataclass(frozen=True)
class Subject:
    """One application: how it starts, what is clicked, what is watched, how many charts it has."""

    name: str
    command: Callable[[int], list[str]]
    path: str
    button: str
    watched: str
    charts: int


def _streamlit(script: str) -> Callable[[int], list[str]]:
    def command(port: int) -> list[str]:
        options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
        options.append("--browser.gatherUsageStats=false")
        return [sys.executable, "-m", "streamlit", "run", str(ROOT / script), *options]

    return command


# Served from here with our own settings.
OURS = ("board", "scenarios")
PILL = "[data-testid=stButtonGroup] button"
SUBJECTS = (
    Subject("floor", _streamlit("benchmarks/apps/floor.py"), "", PILL, ".stMarkdown", 0),
    Subject("stock", _streamlit("benchmarks/apps/stock.py"), "", PILL, CHARTS, 4),
    Subject(
        "dash",
        lambda port: [sys.executable, "-m", "benchmarks.apps.dash_twin", str(port)],
        "",
        "#institutes input",
        CHARTS,
        4,
    ),
    Subject(
        "board",
        _streamlit("server.py"),
        "ratio?lang=en",
        '.im-pill[data-id="mit"]',
        ".im-chart",
        8,
    ),
)


@contextmanager
def served(subject: Subject) -> Iterator[str]:
    """The address of a running application; it ends afterwards."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    # The floor and the stock twin run with the framework's own settings, away from ours.
    folder = ROOT if subject.name in OURS else Path(tempfile.mkdtemp())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(subject.command(port), cwd=folder, env=environment, **quiet)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield f"{url}/{subject.path}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{url} did not answer")


def open_subject(browser: Browser, url: str, subject: Subject) -> Page:
    """A page on which everything is drawn and quiet."""
    page = browser.new_context(viewport={"width": 1366, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector(subject.button, timeout=60_000)
    if subject.charts:
        page.evaluate(LOADED, subject.charts)
    page.wait_for_timeout(3000)
    return page


def click_times(page: Page, subject: Subject, runs: int) -> list[float]:
    """Milliseconds from click to last repaint, the first four runs left out."""
    times = []
    for run in range(runs + 4):
        spent = page.evaluate(CLICK, [subject.button, subject.watched, 500])
        if run >= 4 and spent > 0:
            times.append(spent)
        page.wait_for_timeout(150)
    if len(times) < runs * 0.9:
        raise RuntimeError(f"{subject.name}: only {len(times)} of {runs} clicks repainted")
    return times


def _load_times(page: Page, subject: Subject, runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        page.reload(wait_until="commit")
        times.append(page.evaluate(LOADED, subject.charts))
    return times


def _first_load(browser: Browser, url: str, subject: Subject) -> tuple[float, float]:
    """Megabytes over the wire of a first visit, and its layout shift."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    spent = [0]
    session.on("Network.loadingFinished", lambda e: spent.append(e["encodedDataLength"]))
    frame = lambda e: spent.append(len(e["response"]["payloadData"]) * 3 // 4)  # noqa: E731
    session.on("Network.webSocketFrameReceived", frame)
    page.goto(url)
    page.evaluate(LOADED, subject.charts)
    page.wait_for_timeout(2500)
    shift = page.evaluate(SHIFT)
    context.close()
    return sum(spent) / 1e6, shift


def _measure(browser: Browser, subject: Subject, runs: int) -> dict[str, float]:
    with served(subject) as url:
        page = open_subject(browser, url, subject)
        clicks = click_times(page, subject, runs)
        found = {"filter_to_repaint_ms": round(statistics.median(clicks), 1)}
        if subject.charts:
            loads = _load_times(page, subject, max(5, runs // 3))
            found["warm_load_ms"] = round(statistics.median(loads), 1)
            megabytes, shift = _first_load(browser, url, subject)
            found |= {"first_load_mb": round(megabytes, 2), "layout_shift": round(shift, 3)}
        page.context.close()
        return found


def run(runs: int) -> dict[str, dict[str, Any]]:
    """Medians of every application, and the ratios of ours to the others."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        found = {subject.name: _measure(browser, subject, runs) for subject in SUBJECTS}
        browser.close()
    ours = found["board"]
    click = "filter_to_repaint_ms"
    ratios = {
        f"filter_to_repaint_vs_{name}": round(ours[click] / found[name][click], 3)
        for name in ("floor", "stock", "dash")
    }
    ratios["warm_load_vs_stock"] = round(ours["warm_load_ms"] / found["stock"]["warm_load_ms"], 3)
    ratios["first_load_mb"] = ours["first_load_mb"]
    ratios["layout_shift"] = ours["layout_shift"]
    return {**found, "ratios": ratios}
