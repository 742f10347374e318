"""The dashboard as a person meets it: a real server, a real browser."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import plotly
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page, expect

from innocore_metrics.selection import FIRST_YEAR, LAST_YEAR, Selection
from innocore_metrics.text import Words
from pages import PAGES

pytestmark = pytest.mark.browser
DATA = Path(__file__).resolve().parents[2] / "data"
READY = "[data-testid=stMain] :is(.im-chart .main-svg, .pd-slide)"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def visit(page: Page, url: str) -> Page:
    """Open a page and wait until Streamlit has taken the board over."""
    page.goto(url)
    page.wait_for_selector(READY, timeout=30_000)
    return page


def pill(page: Page, name: str):
    return page.locator(".im-pill", has_text=re.compile(f"^{re.escape(name)}$"))


@pytest.mark.parametrize("script", ["server.py", "dashboard.py"])
@pytest.mark.parametrize("name", [*PAGES, ""])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(
    start_server, context: BrowserContext, name: str, script: str
):
    page = visit(context.new_page(), f"{start_server(script)}/{name}?lang=en&institutes=mit")
    title = Words("en")(f"page.{name or 'overview'}")
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
    expect(page.locator(".im-source, .pd-slide").first).to_be_visible()
    expect(page.get_by_text("InnoCORE Metrics").first).to_be_visible()
    assert page.get_by_text("Page not found").count() == 0
    assert query(page)["institutes"] == ["mit"]


def test_filters_go_into_the_address_and_survive_everything(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/recruitment?lang=en")
    pill(page, "AI + energy").click()
    chosen = "ai-model,physical-ai,manufacturing-ai,ai-bio,ai-aerospace"
    expect(pill(page, "AI + energy")).to_have_attribute("aria-pressed", "false")
    assert query(page)["fields"] == [chosen]
    menu = page.locator("[data-testid=stPageLink] a[href*='groups']")
    expect(menu).to_have_attribute("href", re.compile("fields="))
    menu.click()
    expect(page.get_by_role("heading", name="Groups", exact=True)).to_be_visible()
    page.wait_for_url(lambda url: "/groups" in url and "fields=" in url)
    assert query(page)["fields"] == [chosen]
    expect(pill(page, "AI + energy")).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.wait_for_selector(READY)
    assert query(page)["fields"] == [chosen]
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("heading", name="연구단", exact=True)).to_be_visible()
    page.wait_for_url(lambda url: "lang=" not in url)
    assert query(page) == {"fields": [chosen]}


@pytest.mark.parametrize("script", ["server.py", "dashboard.py"])
def test_a_filter_repaints_the_charts(start_server, context: BrowserContext, script: str):
    page = visit(context.new_page(), f"{start_server(script)}/salary?lang=en")
    finding = page.locator("#salary-levels")
    expect(finding).to_contain_text("40.7 % of MIT")
    pill(page, "Purchasing power").click()
    expect(finding).to_contain_text("74.1 % of MIT")
    bar = page.locator('[data-exhibit="salary-levels"] .annotation-text', has_text="59,313")
    expect(bar).to_be_visible()
    page.get_by_label("Day of the rate").locator("select").select_option("2025-09-29")
    expect(page.locator('[data-exhibit="salary-levels"]')).to_contain_text("years with one")
    page.get_by_role("button", name="Reset").click()
    expect(finding).to_contain_text("40.7 % of MIT")
    assert query(page) == {"lang": ["en"]}


def test_back_and_forward(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/salary?lang=en")
    finding = page.locator("#salary-levels")
    pill(page, "Purchasing power").click()
    expect(finding).to_contain_text("74.1 %")
    pill(page, "Yearly average").click()
    expect(finding).to_contain_text("44.0 %")
    # Long enough for Python to have been told: its answer must not add to the history.
    page.wait_for_timeout(1200)
    page.go_back()
    expect(finding).to_contain_text("74.1 %")
    page.wait_for_timeout(1200)
    page.go_back()
    expect(finding).to_contain_text("40.7 %")
    page.go_forward()
    expect(finding).to_contain_text("74.1 %")
    assert query(page)["basis"] == ["ppp"]


def test_two_tabs_do_not_disturb_each_other(server, context: BrowserContext):
    first = visit(context.new_page(), f"{server}/salary?lang=en&basis=ppp")
    second = visit(context.new_page(), f"{server}/salary?lang=en")
    pill(second, "Yearly average").click()
    expect(second.locator("#salary-levels")).to_contain_text("44.0 %")
    expect(first.locator("#salary-levels")).to_contain_text("74.1 %")
    assert query(first)["basis"] == ["ppp"]


ORDERED = {
    "institutes": ("mit", "kaist", "gist", "dgist", "unist", "four-institutes"),
    "fields": (
        "ai-model",
        "physical-ai",
        "manufacturing-ai",
        "ai-bio",
        "ai-aerospace",
        "ai-energy",
    ),
}


def _some(name: str):
    every = ORDERED[name]
    picked = st.lists(st.sampled_from(every), unique=True)
    return picked.map(lambda some: [v for v in every if v in some])


@st.composite
def addresses(draw) -> dict[str, str]:
    """Canonical addresses of generated states."""
    state: dict[str, str] = {}
    if draw(st.booleans()):
        state["lang"] = "en"
    for name, every in ORDERED.items():
        chosen = draw(_some(name))
        if len(chosen) < len(every) and draw(st.booleans()):
            state[name] = ",".join(chosen)
    basis = draw(st.sampled_from(["market", "average", "ppp"]))
    if basis != "market":
        state["basis"] = basis
    first, last = sorted(draw(st.tuples(*[st.integers(FIRST_YEAR, LAST_YEAR)] * 2)))
    if first != FIRST_YEAR:
        state["from"] = str(first)
    if last != LAST_YEAR:
        state["to"] = str(last)
    return state


def test_address_to_state_to_address_is_the_identity(server, context: BrowserContext, dataset):
    page = visit(context.new_page(), f"{server}/ratio")
    module = page.evaluate("document.getElementById('im-early').dataset.assets")
    convert = """
    async ([assets, page, state]) => {
      const url = new URL(`${assets}board/state.js`, document.baseURI);
      const { readQuery, toSearch } = await import(url);
      const payload = await (await fetch(`board/${page}.json?near=0`)).json();
      return toSearch(readQuery(toSearch(state), payload.controls));
    }
    """

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(addresses(), st.sampled_from(["ratio", "recruitment", "salary", "data"]))
    def identity(state, name):
        after = page.evaluate(convert, [module, name, state])
        parsed = {k: v[0] for k, v in parse_qs(after[1:], keep_blank_values=True).items()}
        assert parsed == state
        choices = {k: tuple(state[k].split(",")) if state[k] else () for k in ORDERED if k in state}
        mine = Selection(dataset.vocabulary, **choices).to_query()
        assert {k: state[k] for k in ORDERED if k in state} == mine

    identity()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(state=addresses())
def test_a_generated_state_survives_reload_page_and_language(server, browser, state):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    try:
        search = "&".join(f"{name}={value}" for name, value in state.items())
        visit_any(page, f"{server}/ratio?{search}")
        plain = {name: [value] for name, value in state.items()}
        page.reload()
        page.wait_for_selector("[data-testid=stMain] .im-controls")
        assert query(page) == plain
        page.locator("[data-testid=stPageLink] a[href*='salary']").click()
        page.wait_for_selector("#salary-levels")
        assert query(page) == plain
        other = "ko" if state.get("lang") == "en" else "en"
        page.get_by_role("button", name={"ko": "한국어", "en": "English"}[other]).click()
        title = Words(other)("page.salary")
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        wanted = {k: v for k, v in plain.items() if k != "lang"}
        wanted |= {"lang": ["en"]} if other == "en" else {}
        page.wait_for_function(
            f"location.search.includes('lang=en') === {str(other == 'en').lower()}"
        )
        assert query(page) == wanted
    finally:
        context.close()


def visit_any(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("[data-testid=stMain] .im-controls", timeout=30_000)


def test_a_full_click_through_makes_no_request_outside_the_origin(server, context: BrowserContext):
    """Nor for the letters of Streamlit, which nothing is written in."""
    outside: list[str] = []
    asked: list[str] = []
    inside = (server, server.replace("http", "ws"), "data:", "blob:")

    def watch(request) -> None:
        asked.append(request.url)
        if not request.url.startswith(inside):
            outside.append(request.url)

    complaints: list[str] = []
    context.on("request", watch)
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    visit(page, f"{server}/?lang=en")
    for name in list(PAGES)[1:]:
        page.locator(f"[data-testid=stPageLink] a[href*='{name}']").click()
        page.wait_for_selector(f".im-card[data-exhibit='{FIRST[name]}'] .main-svg, #{FIRST[name]}")
        for button in page.locator(".im-pill").all()[:3]:
            button.click()
        for summary in page.locator(".im-more summary").all()[:4]:
            if summary.is_visible():
                summary.click()
    assert outside == []
    assert not [url for url in asked if "SourceSans" in url]
    assert [url for url in asked if "Pretendard" in url]
    # Streamlit looks for its own health address beside each page first.
    assert [text for text in complaints if "404" not in text] == []


FIRST = {
    "ratio": "postdocs-per-faculty",
    "salary": "salary-levels",
    "brain-drain": "net-rate",
    "recruitment": "progress",
    "groups": "by-group",
    "claims": "claims-verdicts",
    "scenarios": "scenario-ratio",
    "data": "by-status",
    "present": "stories",
}


def test_a_strange_address_is_named_and_the_page_still_drawn(server, context: BrowserContext):
    page = context.new_page()
    visit(page, f"{server}/ratio?lang=en&institutes=oxford&colour=red&from=2030")
    expect(page.get_by_text("'oxford' is not known for institutes")).to_be_visible()
    expect(page.get_by_text("'colour' in the address is not known")).to_be_visible()
    expect(page.get_by_text("'2030' is not known for from")).to_be_visible()


def test_years_in_the_wrong_order_are_left_out(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/brain-drain?lang=en&from=2018&to=2010")
    expect(page.get_by_text("'2018 > 2010'")).to_be_visible()
    expect(page.locator("[data-exhibit=net-rate]")).to_contain_text("2017")
    expect(page.locator("[data-exhibit=net-rate] .js-plotly-plot").first).to_be_visible()


def test_an_empty_choice_and_a_filter_without_meaning_are_explained(server, context):
    page = context.new_page()
    visit_any(page, f"{server}/ratio?lang=en&institutes=&fields=ai-bio")
    expect(page.get_by_text("No institute is chosen")).to_be_visible()
    expect(page.get_by_text("Nothing on this page answers to: Research fields.")).to_be_visible()
    expect(page.get_by_text("not published per field").first).to_be_visible()


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
    visit(page, page.url)


def test_the_table_twin_downloads_as_csv_with_its_metadata(
    server, context: BrowserContext, dataset
):
    page = visit(context.new_page(), f"{server}/ratio?lang=en")
    card = page.locator('[data-exhibit="parity"]')
    card.get_by_text("Show as a table").click()
    with page.expect_download() as download:
        card.get_by_role("button", name="Download CSV").click()
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0]["id"] == "four-institutes.postdocs.2024"
    assert float(rows[0]["value"]) == 792
    assert rows[0]["Source"].startswith("Ministry of Science and ICT")
    assert {row["data_version"] for row in rows} == {dataset.version}
    assert rows[0]["url"].endswith("/ratio?lang=en")


def test_without_a_bundle_the_plotly_of_the_wheel_draws(start_server, context: BrowserContext):
    page = context.new_page()
    page.route("**/vendor/**", lambda route: route.abort())
    whole = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    page.route("**/wheel/plotly.min.js", lambda route: route.fulfill(path=whole))
    visit(page, f"{start_server('dashboard.py')}/salary?lang=en")
