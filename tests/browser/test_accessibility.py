"""What a machine can tell of accessibility, on every page, language, theme and width."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from innocore_metrics.dataset import Dataset
from pages import PAGES

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "frontend" / "build" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
THEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast-light": {"color_scheme": "light", "contrast": "more"},
    "contrast-dark": {"color_scheme": "dark", "contrast": "more"},
}
READY = "[data-testid=stMain] :is(.im-chart .main-svg, .pd-slide)"
VIOLATIONS = """
async (tags) => (await axe.run(document, { runOnly: { type: "tag", values: tags } })).violations
  .map((v) => `${v.id}: ${v.nodes.length} x ${v.nodes[0].html.slice(0, 120)}`)
"""
# Text nodes and labels that have Latin words and no Korean.
FOREIGN = """
() => {
  const found = new Set();
  const foreign = (t) => /[A-Za-z]{2,}/.test(t) && !/[가-힣]/.test(t);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (parent.closest("style, script, noscript, .im-table")) continue;
    if (parent.closest("[data-testid=stIconMaterial]")) continue;
    if (foreign(text)) found.add(text);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder", "aria-roledescription"])
    for (const node of document.querySelectorAll(`[${name}]`)) {
      const text = node.getAttribute(name);
      if (foreign(text)) found.add(text);
    }
  return [...found];
}
"""
# Names that are written in Latin letters in Korean too, with numbers and signs between them.
PROPER = {"MIT", "KAIST", "GIST", "DGIST", "UNIST", "Scopus", "OpenAlex", "STEPI", "NIH", "NRSA"}
PROPER |= {"English", "E-MatAX", "AI", "Transformed", "Aerospace", "Joongdo", "Ilbo", "Global"}
PROPER |= {"Economic", "Times", "EPFL", "POLAR"}
# Formats of files, and their endings.
PROPER |= {"CSV", "JSON", "XLSX", "BibTeX", "bib", "CSL", "json"}


def context_of(browser: Browser, width: int, theme: str):
    # The page's own policy would keep the checker out.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, **THEMES[theme]
    )
    context.add_init_script(path=AXE)
    return context


def test_the_checker_is_there():
    assert AXE.exists(), "run `make install`, which builds the frontend"


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_violation(server, browser: Browser, theme: str, width: int):
    context = context_of(browser, width, theme)
    page = context.new_page()
    found = {}
    for name in PAGES:
        for lang in ("ko", "en"):
            page.goto(f"{server}/{name}?lang={lang}")
            page.wait_for_selector(READY, timeout=30_000)
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.dataset.imTheme") == theme
            if violations := page.evaluate(VIOLATIONS, TAGS):
                found[f"{name} {lang}"] = violations
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_for_what_is_not_there_has_none(server, browser: Browser, theme: str, width: int):
    context = context_of(browser, width, theme)
    page = context.new_page()
    for lang in ("ko", "en"):
        page.goto(f"{server}/salry/x?lang={lang}")
        assert page.evaluate(VIOLATIONS, TAGS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if lang == "ko":
            left = page.evaluate(FOREIGN)
            assert set(left) == {"English"}
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_korean_page_speaks_korean(server, browser: Browser, name: str):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(f"{server}/{name}?lang=ko")
    page.wait_for_selector(READY, timeout=30_000)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert "이노코어 지표" in page.title()
    left = [
        text
        for text in page.evaluate(FOREIGN)
        if set(re.findall("[A-Za-z]{2,}", text)) - {w for p in PROPER for w in p.split("-")}
    ]
    page.close()
    assert left == []


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_speaks_english(server, browser: Browser, name: str):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(f"{server}/{name}?lang=en")
    page.wait_for_selector(READY, timeout=30_000)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.lang") == "en"
    korean = re.findall("[가-힣]+", page.locator("body").inner_text())
    page.close()
    assert set(korean) <= {"한국어"}


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(url)
    page.wait_for_selector(READY, timeout=30_000)
    page.wait_for_timeout(500)
    return page


def test_arrow_keys_announce_each_point_and_survive_a_repaint(server, browser: Browser):
    page = _open(browser, f"{server}/salary?lang=en")
    chart = page.locator('[data-exhibit="salary-levels"] .im-chart')
    said = page.locator(".im-said")
    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^MIT: USD 80,000 a year .*\(1/3\)$"))
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^Four institutes: USD 32,598 a year .*\(2/3\)$"))
    # A repaint under the focus: the place is kept, the new value is said.
    page.evaluate("document.querySelector('.im-pill[data-id=ppp]').click()")
    expect(page.locator("#salary-levels")).to_contain_text("74.1 %")
    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^InnoCORE: USD 111,212 a year .*\(3/3\)$"))
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile(r"^MIT: .*\(1/3\)$"))
    page.close()


def test_every_chart_has_a_text_and_its_table_is_one_key_away(server, browser: Browser):
    page = _open(browser, f"{server}/ratio?lang=en")
    for card in page.locator(".im-card").all():
        label = card.locator(".im-chart").get_attribute("aria-label")
        # Numbers are tied to their units on the page only.
        title = card.locator(".im-title").inner_text().replace("\N{NO-BREAK SPACE}", " ")
        assert label.startswith(title)
        assert re.search(r"\d", label)
    summaries = page.locator('[data-exhibit="parity"] .im-more summary')
    summary = summaries.filter(has_text="Show as a table")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-exhibit="parity"] .im-table')).to_be_visible()
    page.close()


def test_the_first_tab_stop_skips_to_the_content(server, browser: Browser):
    page = _open(browser, f"{server}/ratio?lang=ko")
    page.keyboard.press("Tab")
    focused = page.evaluate("[document.activeElement.textContent, document.activeElement.hash]")
    assert focused == ["본문으로 건너뛰기", "#stMain"]
    page.close()


def test_the_order_of_focus_is_the_order_on_the_page(server, browser: Browser):
    page = _open(browser, f"{server}/salary?lang=en")
    tops = []
    for _ in range(24):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect();"
            " const m = document.querySelector('[data-testid=stMain]');"
            " return [b.top + m.scrollTop, document.activeElement.className] })()"
        )
        tops.append(box)
    heights = [top for top, name in tops if "im-" in str(name)]
    # Cards stand in two columns: a later one may begin a little higher, never a screen higher.
    assert all(later > earlier - 500 for earlier, later in pairwise(heights))
    assert len(heights) > 8
    page.close()


def test_no_single_key_does_anything_by_itself(server, browser: Browser):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    sent: list[object] = []

    def keep(frame: object) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", keep))
    page.goto(f"{server}/salary?lang=en")
    page.wait_for_selector(READY, timeout=30_000)
    page.wait_for_timeout(1500)
    assert sent
    sent.clear()
    for key in "rcRCtTsS":
        page.keyboard.press(key)
    page.wait_for_timeout(800)
    assert sent == []
    assert page.locator("[data-testid=stDialog], [role=dialog]").count() == 0
    page.close()


def test_targets_are_large_enough(server, browser: Browser):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"{server}/recruitment?lang=ko")
    page.wait_for_selector(READY, timeout=30_000)
    small = page.evaluate(
        "[...document.querySelectorAll('.im-board button, .im-board select, .im-board summary')]"
        ".filter((n) => n.checkVisibility()).map((n) => n.getBoundingClientRect())"
        ".filter((b) => b.width < 24 || b.height < 24).length"
    )
    assert small == 0
    page.close()


def test_nothing_is_wider_than_a_small_screen(server, browser: Browser):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name in PAGES:
        page.goto(f"{server}/{name}?lang=ko")
        page.wait_for_selector(READY, timeout=30_000)
        wide = page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
        )
        assert wide <= 0, name
    page.close()


def test_high_contrast_can_be_chosen_and_is_kept(server, browser: Browser, dataset: Dataset):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/ratio?lang=en")
    page.wait_for_selector(READY, timeout=30_000)
    button = page.get_by_role("button", name="High contrast")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    page.wait_for_selector(READY)
    theme = page.evaluate("document.documentElement.dataset.imTheme")
    assert theme == "contrast-light"
    assert dataset.version in page.locator(".im-source").first.inner_text()
    context.close()
