"""One typeface for pages, charts and pictures, and really the one that is bundled."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from innocore_metrics.charts import FAMILY, FONT
from innocore_metrics.exports import fonts
from tests.browser.test_dashboard import visit

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
CHECK = """([css, font]) => [...document.querySelectorAll(css)].map((node) => ({
  text: node.textContent,
  family: getComputedStyle(node).fontFamily,
  loaded: document.fonts.check(`16px "${font}"`, node.textContent),
}))"""


def drawn_with(page: Page, css: str) -> set[tuple[str, bool]]:
    """The fonts that the browser really took for the texts of the nodes; whether it loaded them."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": css})["nodeIds"]
    found = set()
    for node in nodes[:40]:
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        found |= {(one["familyName"], one["isCustomFont"]) for one in used}
    return found


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_charts_are_drawn_in_the_letters_of_the_page(
    server: str, context: BrowserContext, lang: str
):
    page = visit(context.new_page(), f"{server}/salary?lang={lang}")
    texts = "[data-testid=stMain] .im-chart .main-svg text"
    for one in page.evaluate(CHECK, [texts, FAMILY]):
        assert one["family"].startswith(f'"{FAMILY}"'), one
        assert one["loaded"], one
    titles, labels = (drawn_with(page, css) for css in (".im-title", texts))
    assert titles == labels
    assert {custom for _, custom in labels} == {True}


def test_the_family_is_named_once():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["theme"]["font"] == FONT
    for sheet in (ROOT / "static").glob("[bp]*/*.css"):
        assert "Pretendard" not in sheet.read_text(encoding="utf-8"), sheet
    declared = (fonts.FOLDER / "font.css").read_text(encoding="utf-8")
    assert set(re.findall(r"font-family: '([^']+)'", declared)) == {FAMILY}


def test_slices_are_those_of_the_letters():
    hangul, latin = (fonts.style(text) for text in ("한", "A"))
    assert hangul.count("@font-face") == latin.count("@font-face") == 1
    assert hangul != latin
    assert fonts.style("") == ""
