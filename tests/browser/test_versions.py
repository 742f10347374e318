"""A pinned link, and verdicts that move, as a reader sees them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from innocore_metrics.dataset import versions

pytestmark = pytest.mark.browser
DATA = Path(__file__).resolve().parents[2] / "data"
READY = "[data-testid=stMain] .im-chart .main-svg"


def test_a_pinned_link_shows_what_was_and_says_so(
    start_server, context: BrowserContext, tmp_path: Path
):
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    old, _ = versions.keep(folder, tmp_path / "versions", "2026-11-20")
    table = folder / "observations.csv"
    text = table.read_text(encoding="utf-8").replace("2024,1534,", "2024,1090,", 1)
    table.write_text(text, encoding="utf-8")
    url = start_server(
        INNOCORE_DATA_DIR=str(folder),
        INNOCORE_ARCHIVE_DIR=str(tmp_path / "versions"),
        INNOCORE_DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite'}",
    )
    page = context.new_page()
    page.goto(f"{url}/ratio?lang=en")
    page.wait_for_selector(READY)
    expect(page.locator("#postdocs-per-faculty")).to_contain_text("1.00")
    page.goto(f"{url}/ratio?lang=en&version={old}")
    page.wait_for_selector(READY)
    expect(page.locator("#postdocs-per-faculty")).to_contain_text("1.41")
    expect(page.locator(".im-note", has_text=f"frozen at data version {old}")).to_be_visible()
    expect(page.locator(".im-note", has_text="20 Nov 2026")).to_be_visible()
    page.locator("[data-testid=stPageLink] a[href*='claims']").click()
    page.wait_for_url(f"**/claims?lang=en&version={old}")
    expect(page.locator(".im-note", has_text=f"frozen at data version {old}")).to_be_visible()
    page.goto(f"{url}/data?lang=en")
    page.wait_for_selector(READY)
    expect(page.get_by_text(f"Changes from version {old}")).to_be_visible()
    expect(page.get_by_role("cell", name="1534", exact=True).first).to_be_visible()
    page.goto(f"{url}/ratio?lang=en&version={'0' * 12}")
    expect(page.locator(".im-note", has_text=f"'{'0' * 12}' is not kept here")).to_be_visible()


def test_a_verdict_moves_with_the_assumption(server, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{server}/claims?lang=en")
    page.wait_for_selector(READY)
    title = page.locator("#claims-verdicts")
    expect(title).to_contain_text("1 right as a rough share")
    page.locator(".im-pill", has_text="In national R&D projects").click()
    expect(title).not_to_contain_text("rough share")
    page.locator(".im-pill", has_text="Domestic mean").click()
    expect(title).to_contain_text("1 depends on an assumption")
    page.wait_for_url(re.compile("count=national-rd&baseline=domestic-mean$"))
    page.reload()
    page.wait_for_selector(READY)
    expect(title).to_contain_text("1 depends on an assumption")
    code = page.locator("[data-exhibit=claims-verdicts] .im-code")
    expect(code).to_contain_text('"count": "national-rd", "baseline": "domestic-mean"')
