"""The dashboard as a person meets it: a real server, a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from innocore_metrics.text import Words
from pages import PAGES

pytestmark = pytest.mark.browser
DATA = Path(__file__).resolve().parents[2] / "data"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def charts(page: Page):
    return page.locator(".js-plotly-plot .main-svg").first


@pytest.mark.parametrize("name", [*PAGES, ""])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(
    start_server, context: BrowserContext, name: str
):
    page = context.new_page()
    page.goto(f"{start_server()}/{name}?lang=en&institutes=kaist")
    title = Words("en")(f"page.{name or 'overview'}")
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.locator(".im-source").first).to_be_visible()
    expect(page.get_by_text("InnoCORE Metrics").first).to_be_visible()
    assert page.get_by_text("Page not found").count() == 0
    assert query(page)["institutes"] == ["kaist"]


def test_filters_go_into_the_address_and_survive_everything(start_server, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{start_server()}/recruitment?lang=en")
    expect(charts(page)).to_be_visible()
    page.get_by_role("button", name="AI + energy").click()
    chosen = "ai-model,physical-ai,manufacturing-ai,ai-bio,ai-aerospace"
    page.wait_for_url(lambda url: "fields=" in url)
    assert query(page)["fields"] == [chosen]
    page.reload()
    expect(charts(page)).to_be_visible()
    assert query(page)["fields"] == [chosen]
    page.get_by_role("link", name="Groups").click()
    expect(page.get_by_role("heading", name="Groups", exact=True)).to_be_visible()
    assert query(page)["fields"] == [chosen]
    assert page.get_by_text("AI Space Solar Group").count() == 0
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("heading", name="연구단", exact=True)).to_be_visible()
    page.wait_for_url(lambda url: "lang=" not in url)
    assert query(page) == {"fields": [chosen]}


def test_a_filter_repaints_the_charts(start_server, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{start_server()}/salary?lang=en")
    finding = page.locator("#salary-levels")
    expect(finding).to_contain_text("40.7 % of MIT")
    page.get_by_role("radio", name="Purchasing power").click()
    expect(finding).to_contain_text("74.1 % of MIT")
    page.get_by_role("button", name="Reset").click()
    expect(finding).to_contain_text("40.7 % of MIT")
    assert query(page) == {"lang": ["en"]}


def test_no_request_leaves_the_origin(start_server, context: BrowserContext):
    url = start_server()
    outside: list[str] = []
    inside = (url, url.replace("http", "ws"), "data:", "blob:")

    def watch(request) -> None:
        if not request.url.startswith(inside):
            outside.append(request.url)

    context.on("request", watch)
    page = context.new_page()
    for name in ("", "ratio", "salary", "brain-drain", "recruitment", "groups", "data"):
        page.goto(f"{url}/{name}")
        expect(charts(page)).to_be_visible()
    assert outside == []


def test_a_strange_address_is_named_and_the_page_still_drawn(start_server, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{start_server()}/ratio?lang=en&institutes=oxford&colour=red&from=2030")
    expect(page.get_by_text("'oxford' is not known for institutes")).to_be_visible()
    expect(page.get_by_text("'colour' in the address is not known")).to_be_visible()
    expect(page.get_by_text("'2030' is not known for from")).to_be_visible()
    expect(charts(page)).to_be_visible()


def test_broken_data_is_explained_and_mending_it_brings_the_page_back(
    start_server, context: BrowserContext, tmp_path: Path
):
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    sound = (folder / "units.csv").read_text(encoding="utf-8")
    (folder / "units.csv").write_text(sound.replace("persons,", "people,"), encoding="utf-8")
    page = context.new_page()
    page.goto(f"{start_server(INNOCORE_DATA_DIR=str(folder))}/ratio")
    expect(page.get_by_text("자료를 읽지 못했습니다")).to_be_visible()
    expect(page.get_by_text("'persons' 값이 units.csv에 없습니다").first).to_be_visible()
    assert page.get_by_text("Traceback").count() == 0
    (folder / "units.csv").write_text(sound, encoding="utf-8")
    page.reload()
    expect(charts(page)).to_be_visible()


def test_two_tabs_do_not_disturb_each_other(start_server, context: BrowserContext):
    url = start_server()
    first, second = context.new_page(), context.new_page()
    first.goto(f"{url}/salary?lang=en&basis=ppp")
    second.goto(f"{url}/salary?lang=en")
    expect(first.locator("#salary-levels")).to_contain_text("74.1 %")
    expect(second.locator("#salary-levels")).to_contain_text("40.7 %")
    second.get_by_role("radio", name="Yearly average").click()
    expect(second.locator("#salary-levels")).to_contain_text("44.0 %")
    expect(first.locator("#salary-levels")).to_contain_text("74.1 %")
