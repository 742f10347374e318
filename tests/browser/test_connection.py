"""The server is really killed, and comes back: what is chosen meanwhile is shown and kept."""

from __future__ import annotations

import os
import re
import signal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import free_port, served

pytestmark = pytest.mark.browser
READY = "[data-testid=stMain] .im-chart .main-svg"
STANDS = "() => document.querySelectorAll('.im-offstage .js-plotly-plot').length >= 3"


def pill(page: Page, id: str):
    return page.locator(f"[data-testid=stMain] .im-pill[data-id='{id}']")


@pytest.mark.parametrize("script", ["server.py", "dashboard.py"])
def test_a_click_after_the_server_died_is_shown_kept_and_told(context: BrowserContext, script: str):
    port = free_port()
    failures: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: failures.append(str(error)))
    finding = page.locator("#salary-levels")
    menu = page.locator("[data-testid=stPageLink] a[href*='ratio']")
    with served(script, port) as (url, process):
        page.goto(f"{url}/salary?lang=en")
        page.wait_for_selector(READY)
        page.wait_for_function(STANDS)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        # Long enough for Streamlit to have put its own message over the page.
        expect(page.locator(".im-away")).to_be_visible(timeout=20_000)
        expect(page.locator("[data-testid=stDialog]")).to_have_count(0)
        # One click, by hand: nothing lies over the button that would take it.
        box = pill(page, "ppp").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(finding).to_contain_text("74.1 %")
        assert "basis=ppp" in page.url
        # What did not come along is not shown under the old heading.
        pill(page, "kaist").click()
        card = page.locator("[data-exhibit=salary-levels]")
        expect(card).to_contain_text("will be shown when the server is back")
        expect(card.locator(".im-chart")).to_be_hidden()
        expect(pill(page, "kaist")).to_have_attribute("aria-pressed", "false")
        assert "institutes=" in page.url
    with served(script, port):
        expect(page.locator(".im-away")).to_be_hidden(timeout=20_000)
        expect(card.locator(".im-chart .main-svg").first).to_be_visible(timeout=30_000)
        expect(menu).to_have_attribute(
            "href", re.compile("institutes=mit%2Cgist%2C.*basis=ppp"), timeout=40_000
        )
        assert "basis=ppp" in page.url
    assert failures == []
