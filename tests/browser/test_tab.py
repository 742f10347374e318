"""What a tab shows of a page: its own name in the language of the page, and our icon."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from innocore_metrics.text import Words
from pages import PAGES
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser
READY = "[data-testid=stMain] :is(.im-chart .main-svg, .pd-slide)"
# Streamlit sets title and icon anew when its first run has come, and after each later one.
SETTLED_MS = 3000
ICON = ROOT / "static" / "icons" / "icon.svg"


def title(lang: str, page: str) -> str:
    words = Words(lang)
    return f"{words(f'page.{page}')} - {words('ui.title')}"


def icon(page: Page) -> bytes:
    address = page.evaluate("document.querySelector('link[rel=\"shortcut icon\"]').href")
    _, data = address.split(";base64,")
    return base64.b64decode(data)


def test_every_tab_keeps_the_name_of_its_page(server, context: BrowserContext):
    tabs = {name: context.new_page() for name in PAGES}
    for name, page in tabs.items():
        page.goto(f"{server}/{name}", wait_until="commit")
    for page in tabs.values():
        page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)
    assert {name: page.title() for name, page in tabs.items()} == {
        name: title("ko", name) for name in PAGES
    }
    assert {icon(page) for page in tabs.values()} == {ICON.read_bytes()}
    # Another language, then another page, in the tabs that are open.
    for page in tabs.values():
        page.get_by_role("button", name="English").click()
    for name, page in tabs.items():
        expect(page).to_have_title(title("en", name))
    names = list(PAGES)
    for name, other in zip(names, names[1:] + names[:1], strict=True):
        label = Words("en")(f"page.{other}")
        tabs[name].get_by_role("link", name=label, exact=True).first.click()
    for page in tabs.values():
        page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)
    shown = [tabs[name].title() for name in names]
    assert shown == [title("en", name) for name in names[1:] + names[:1]]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_streamlits_own_server_speaks_the_language_where_a_page_is_not_there(
    start_server, context: BrowserContext, lang
):
    page = context.new_page()
    page.goto(f"{start_server('dashboard.py')}/nonsense?lang={lang}")
    page.wait_for_selector(READY, timeout=30_000)
    known = Words(lang).raw("streamlit.Page not found")
    expect(page.get_by_role("dialog").get_by_text(known, exact=True)).to_be_visible()
    text = page.get_by_role("dialog").inner_text()
    assert ("does not seem" in text, "Running" in text) == (False, False)
    expect(page).to_have_title(title(lang, "overview"))
    assert icon(page) == ICON.read_bytes()
