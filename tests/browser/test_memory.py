"""A tab that stays open for a day: pictures leave with their page, and a page keeps a few."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

pytestmark = pytest.mark.browser
ROUNDS = 20
FIRST = {"overview": "at-a-glance"}
PAGES = {"salary": "salary-levels", "recruitment": "progress", "ratio": "postdocs-per-faculty"}
READY = "[data-testid=stMain] .im-chart .main-svg"
PLOTS = "document.querySelectorAll('.js-plotly-plot').length"
# Pictures of other choices stand ready out of sight.
AHEAD = "() => document.querySelectorAll('.im-offstage .js-plotly-plot').length >= 3"
MOST_OF_A_CARD = 20


def usage(session: CDPSession) -> tuple[int, float]:
    """Nodes and megabytes of the tab after everything is collected that can be."""
    session.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return int(found["Nodes"]), found["JSHeapUsedSize"] / 1e6


def turn_to(page: Page, name: str) -> None:
    page.locator(f"[data-testid=stPageLink] a[href*='{name}']").click()
    # No handle of a node: the tab would keep it, and all that hangs on it, for the test's sake.
    first = page.locator(f"[data-testid=stMain] [data-exhibit={(FIRST | PAGES)[name]}] .main-svg")
    first.first.wait_for()


def test_going_round_the_pages_leaves_nothing_behind(server: str, context: BrowserContext):
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(f"{server}/ratio?lang=en")
    page.locator(READY).first.wait_for()
    seen: list[tuple[int, float]] = []
    for number in range(ROUNDS):
        for name in PAGES:
            turn_to(page, name)
        if number in (2, ROUNDS - 1):
            page.wait_for_function(AHEAD)
            turn_to(page, "overview")
            page.wait_for_function(AHEAD)
            page.wait_for_timeout(2500)  # Every picture of this page, and none of the others.
            seen.append(usage(session))
    (nodes, heap), (last_nodes, last_heap) = seen
    assert last_nodes < nodes * 1.1 + 200, seen
    assert last_heap < heap * 1.2 + 2, seen


def test_a_page_keeps_a_bounded_number_of_pictures(server: str, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{server}/salary?lang=en")
    page.locator(READY).first.wait_for()
    cards = page.locator(".im-card").count()
    # Every width has pictures of its own; those of the width before are taken apart.
    for width in (1300, 1180, 1060, 940):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(AHEAD)
    page.wait_for_timeout(1500)
    widths = "[...document.querySelectorAll('.js-plotly-plot')].map((one) => one.layout.width)"
    on_page = f"{widths.replace('.js-', '.im-chart .js-')}"
    assert set(page.evaluate(widths)) <= set(page.evaluate(on_page))
    for _ in range(3):
        for pill in page.locator(".im-pill").all():
            pill.click()
    page.wait_for_timeout(2000)
    assert page.evaluate(PLOTS) <= cards * MOST_OF_A_CARD
