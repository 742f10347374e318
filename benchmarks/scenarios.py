"""A lever moved until its answer stands, beside the framework's floor; and many runs at once."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.board import FLAGS, SUBJECTS, Subject, click_times, open_subject, served
from innocore_metrics.dataset import load_dataset
from innocore_metrics.scenarios import LAST, YEARS, run
from innocore_metrics.scenarios.paths import simulate
from innocore_metrics.scenarios.run import draw

ROOT = Path(__file__).resolve().parents[1]
RUNS = 10_000
# Moves a slider as a hand does and waits until nothing on the board has changed for a while. The
# answer: times from the event to the frame after the last change of what is on the screen, and of
# everything. ``rests``: the hand lets go, so the address is written and Python's answer comes too.
MOVE = """
([lever, value, rests, quiet]) => new Promise((resolve) => {
  const board = document.querySelector("[data-testid=stMain] .im-board");
  const outside = [...board.querySelectorAll(".im-chart")].filter((chart) => {
    const { top, bottom } = chart.getBoundingClientRect();
    return bottom <= 0 || top >= innerHeight;
  });
  let timer = 0, screen = 0, all = 0;
  const done = () => {
    observer.disconnect();
    resolve(all ? [screen - start, all - start] : null);
  };
  const settle = () => { clearTimeout(timer); timer = setTimeout(done, quiet); };
  const observer = new MutationObserver((records) => {
    const seen = records.some(({ target }) => !outside.some((chart) => chart.contains(target)));
    requestAnimationFrame(() => { all = performance.now(); if (seen) screen = all; });
    settle();
  });
  const what = { childList: true, subtree: true, attributes: true, characterData: true };
  observer.observe(board, what);
  const slider = document.querySelector(`[data-lever=${lever}] input[type=range]`);
  const start = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  if (rests) slider.dispatchEvent(new Event("change", { bubbles: true }));
  setTimeout(() => { if (!all) done(); }, 8000);
})
"""
PAGE = Subject("scenarios", SUBJECTS[-1].command, "scenarios?lang=en", ".im-slider", ".im-board", 7)
# Parameters that change everything at once: people and money of the baseline.
LEVERS = (("second-cohort", (600, 900)), ("salary", (90_000_000, 110_000_000)))


def _moves(page: Page, runs: int, rests: bool) -> tuple[float, float]:
    """Median milliseconds over moves of two levers to and fro: on the screen, and everywhere."""
    times = []
    for turn in range(runs + 4):
        lever, ends = LEVERS[turn % len(LEVERS)]
        value = ends[1 - turn // len(LEVERS) % 2]
        spent = page.evaluate(MOVE, [lever, str(value), rests, 1500 if rests else 600])
        if turn >= 4 and spent:
            times.append(spent)
    if len(times) < runs * 0.9:
        raise RuntimeError(f"only {len(times)} of {runs} moves repainted")
    screen, everywhere = zip(*times, strict=True)
    return round(statistics.median(screen), 1), round(statistics.median(everywhere), 1)


def _floor(browser: Browser, runs: int) -> float:
    floor = SUBJECTS[0]
    with served(floor) as url:
        page = open_subject(browser, url, floor)
        times = click_times(page, floor, runs)
        page.context.close()
    return round(statistics.median(times), 1)


def _levers(browser: Browser, runs: int) -> dict[str, float]:
    with served(PAGE) as url:
        page = open_subject(browser, url, PAGE)
        screen, everywhere = _moves(page, runs, rests=False)
        _, settled = _moves(page, max(6, runs // 3), rests=True)
        page.context.close()
    return {
        "lever_to_repaint_ms": screen,
        "lever_to_all_charts_ms": everywhere,
        "lever_to_python_ms": settled,
    }


def _seconds(work: Any, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _monte_carlo(runs: int) -> dict[str, float]:
    """Seconds of runs over all years: paths alone, and the whole answer with its intervals."""
    parameters = load_dataset(ROOT / "data").scenario_parameters
    values = {row.id: row.central for row in parameters}
    repeats = max(5, min(runs, 15))
    found = {}
    for count in (RUNS, 2 * RUNS, 4 * RUNS, 8 * RUNS):
        found[f"answer_{count // 1000}k_s"] = _seconds(
            lambda count=count: run(parameters, values, count), repeats
        )
    found["paths_10k_s"] = _seconds(lambda: simulate(draw(parameters, values, RUNS)), repeats)
    return {name: round(value, 4) for name, value in found.items()}


def run_benchmark(runs: int) -> dict[str, dict[str, Any]]:
    """Lever against floor; 10,000 runs over the years to 2035, and how time grows with runs."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    many = _monte_carlo(runs)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        floor = _floor(browser, runs)
        levers = _levers(browser, runs)
        browser.close()
    whole = many["answer_10k_s"]
    return {
        "floor": {"filter_to_repaint_ms": floor},
        "levers": levers,
        "monte_carlo": {**many, "years": LAST - YEARS[0]},
        "ratios": {
            "lever_vs_floor": round(levers["lever_to_repaint_ms"] / floor, 3),
            "lever_all_charts_vs_floor": round(levers["lever_to_all_charts_ms"] / floor, 3),
            "lever_python_vs_floor": round(levers["lever_to_python_ms"] / floor, 3),
            "monte_carlo_10k_s": whole,
            "monte_carlo_growth_8x": round(many["answer_80k_s"] / whole, 2),
        },
    }
