"""Ctrl+P on a page as it stands, unscrolled: nothing is missing, cut or a tool."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from pages import PAGES
from tests.browser.test_dashboard import visit

pytestmark = pytest.mark.browser
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" [^>]*>([^<]*)</word>')
A4_POINTS = 596
# Drawn with code of their own, which comes when their card is near.
FAR = ("partner-streams", "partner-balance-map")
# What each card has on paper; the browser prints as soon as its event has been answered.
ON_PAPER = """() => {
  window.dispatchEvent(new Event("beforeprint"));
  const cards = [...document.querySelectorAll("[data-testid=stMain] .im-card")].map((card) => ({
    id: card.dataset.exhibit,
    picture: Boolean(card.querySelector(".im-chart:not([hidden]) .main-svg")),
    rows: card.querySelectorAll(".im-more[open] tbody tr").length,
    note: Boolean(card.querySelector(".im-note")),
    fill: getComputedStyle(card.querySelector(".main-svg text") ?? card).fill,
  }));
  window.dispatchEvent(new Event("afterprint"));
  return cards;
}"""


STREAM_ENDS = """() => {
  window.dispatchEvent(new Event("beforeprint"));
  const far = (css) => Math.max(...[...document.querySelectorAll(`[data-exhibit] ${css}`)]
    .map((one) => one.getBoundingClientRect().right));
  const ends = { node: far(".node-rect"), link: far(".sankey-link") };
  window.dispatchEvent(new Event("afterprint"));
  return ends;
}"""


def words_of(page: Page, file: Path) -> list[tuple[float, float, str]]:
    """Every word of the print with its left and right edge in points, as poppler reads them."""
    page.pdf(path=file, format="A4", print_background=True)
    command = ["pdftotext", "-bbox", str(file), "-"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [(float(a), float(b), html.unescape(text)) for a, b, text in WORD.findall(found)]


def text_of(words: list[tuple[float, float, str]]) -> str:
    return " ".join(text for _, _, text in words)


def assert_table_in(text: str, table: Locator) -> None:
    """Every word of the head and of every row, in its order or not, as cells are broken."""
    printed = re.sub(r"\s", "", text)
    for cell in table.locator("th, td").all_inner_texts():
        if cell.startswith("http"):
            assert "://" in printed  # An address is broken anywhere.
            continue
        assert all(word in printed for word in re.findall(r"\w+", cell)), cell


def test_every_page_prints_whole(server: str, context: BrowserContext, tmp_path: Path):
    page = context.new_page()
    for name in PAGES:
        visit(page, f"{server}/{name}?lang=ko")
        for card in page.evaluate(ON_PAPER):
            assert card["picture"] or card["rows"] or card["note"], (name, card)
        words = words_of(page, tmp_path / f"{name}.pdf")
        assert [word for word in words if word[0] < 0 or word[1] > A4_POINTS] == [], name


def test_the_overview_keeps_its_right_edge_and_says_what_was_chosen(
    server: str, context: BrowserContext, tmp_path: Path
):
    page = visit(context.new_page(), f"{server}/overview?lang=en&basis=ppp")
    words = words_of(page, tmp_path / "overview.pdf")
    assert "MIT 100 %" in text_of(words)
    assert "Money basis: Purchasing power" in text_of(words)
    for tool in ("Download this page", "High contrast", "Reset", "Present"):
        assert tool not in text_of(words)


def test_streams_and_map_are_pictures_or_else_tables(
    server: str, context: BrowserContext, tmp_path: Path
):
    page = visit(context.new_page(), f"{server}/brain-drain?lang=en")
    both = ", ".join(f"[data-exhibit={id}] .main-svg:first-child" for id in FAR)
    page.wait_for_function("(css) => document.querySelectorAll(css).length >= 2", arg=both)
    text = text_of(words_of(page, tmp_path / "drawn.pdf"))
    labels = page.locator("[data-exhibit=partner-streams] .sankey-node text").all_text_contents()
    assert len(labels) > 10
    assert all(label in text for label in labels)
    assert re.search(r"≤ − ?\d+", text)  # The scale of the map.
    # Streams stand at once where they belong: nothing on paper is still on its way.
    ends = page.evaluate(STREAM_ENDS)
    assert abs(ends["node"] - ends["link"]) < 14, ends
    evidence = page.locator("[data-exhibit=evidence-compared] .im-table")
    assert_table_in(text, evidence)
    assert evidence.locator("th").last.inner_text() == "Source"

    bare = context.new_page()
    for name in ("maps", "flows"):
        bare.route(f"**/vendor/{name}.js", lambda route: None)  # Under way for ever.
    visit(bare, f"{server}/brain-drain?lang=en")
    cards = {card["id"]: card for card in bare.evaluate(ON_PAPER)}
    assert cards["partner-balance-map"]["rows"] > 100
    assert not cards["partner-balance-map"]["picture"]
    assert cards["partner-streams"]["rows"] > 10
    text = text_of(words_of(bare, tmp_path / "bare.pdf"))
    assert "Kazakhstan" in text
    # On the screen the cards wait for their pictures as before.
    assert bare.locator("[data-exhibit=partner-balance-map] .im-more[open]").count() == 0


def test_tables_print_their_rows_and_forms_do_not(
    server: str, context: BrowserContext, tmp_path: Path, dataset
):
    page = visit(context.new_page(), f"{server}/recruitment?lang=en")
    page.locator("[data-testid=stMain] .im-table").last.wait_for()
    text = text_of(words_of(page, tmp_path / "recruitment.pdf"))
    briefings = page.locator("[data-testid=stMain] .im-table").last
    assert briefings.locator("tbody tr").count() == len(dataset.briefings)
    assert_table_in(text.partition("Briefings and job fairs")[2], briefings)

    visit(page, f"{server}/data?lang=en")
    page.get_by_role("heading", name="Editing the recruitment ledger").wait_for()
    text = text_of(words_of(page, tmp_path / "data.pdf"))
    assert "Only the first 100 are shown" in text
    tables = page.locator("[data-testid=stMain] .im-table")
    figures, sources = tables.filter(has_text="Money basis").last, tables.last
    assert figures.locator("tbody tr").count() == 100
    assert sources.locator("tbody tr").count() == len(dataset.sources)
    for table in (figures, sources):
        assert_table_in(text, table)
    for tool in ("Editing the recruitment ledger", "Upload", "Cite a figure", "Find a figure"):
        assert tool not in text


def test_a_dark_page_prints_dark_letters_on_white(server: str, browser: Browser, tmp_path: Path):
    page = browser.new_page(color_scheme="dark", viewport={"width": 1366, "height": 900})
    visit(page, f"{server}/ratio?lang=en")
    fill = "() => getComputedStyle(document.querySelector('.im-chart text')).fill"
    light = page.evaluate(fill)
    assert page.evaluate(ON_PAPER)[0]["fill"] == "rgb(30, 33, 36)" != light
    assert page.evaluate(fill) == light
    page.emulate_media(media="print")
    for css in (".im-title", ".im-lead", "h1", ".im-source"):
        node = page.locator(f"[data-testid=stMain] {css}").first
        colour = node.evaluate("(node) => getComputedStyle(node).color")
        assert max(map(float, re.findall(r"[\d.]+", colour)[:3])) < 120, (css, colour)
    page.close()
