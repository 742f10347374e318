"""Own career records and streams in a real browser, with and without the tables."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.mobility_folder import tables

pytestmark = pytest.mark.browser
HANGUL = re.compile("[가-힣]")


def opened(context, url):
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("article[data-exhibit] .main-svg")
    return page


def drawn(page, id):
    """Ribbons of an exhibit once it is scrolled to and drawn."""
    card = page.locator(f'article[data-exhibit="{id}"]').first
    card.scroll_into_view_if_needed()
    card.locator(".sankey-link").first.wait_for()
    return card.locator(".sankey-link").count()


def test_streams_are_drawn_from_a_bundle_of_their_own(server, context):
    asked = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/ratio?lang=en")
    page.wait_for_selector("article[data-exhibit] .main-svg")
    assert not any("flows.js" in url for url in asked)
    page.goto(f"{server}/brain-drain?lang=en")
    page.wait_for_selector("article[data-exhibit] .main-svg")
    assert drawn(page, "partner-streams") == 18
    assert any("flows.js" in url for url in asked)
    assert all(url.startswith((server, "data:", "blob:")) for url in asked)
    assert page.locator('article[data-exhibit="own-streams"]').count() == 0
    # Streamlit's part comes after the board.
    expect(page.locator("body")).to_contain_text("made from own career records", timeout=30_000)


def test_own_tables_have_their_section(start_server, context, tmp_path):
    folder = tables(tmp_path / "own", people=900)
    page = opened(context, f"{start_server(INNOCORE_MOBILITY_DIR=str(folder))}/brain-drain?lang=en")
    for id in ("own-streams", "own-institutes"):
        assert drawn(page, id) > 4
    section = page.locator('article[data-exhibit^="own-"]')
    assert section.count() == 10
    for card in section.all():
        assert "engine embedded 0" in card.inner_text()
        assert not HANGUL.search(card.inner_text())
    assert page.locator("h2", has_text="Own career records").count() == 1
    # The version of own tables stays in the address of every file that is taken away.
    version = page.evaluate("fetch('./board/brain-drain.json').then((a) => a.json())")["version"]
    assert "-own." in version
    page.goto(f"{page.url}&version={version}")
    page.wait_for_selector("article[data-exhibit] .main-svg")
    links = page.locator(".im-board > .im-take a").evaluate_all("all => all.map((a) => a.search)")
    assert links
    assert all(f"version={version}" in link for link in links)


def test_a_broken_folder_takes_nothing_away(start_server, context, tmp_path):
    (tmp_path / "result.json").write_text("{")
    server = start_server(INNOCORE_MOBILITY_DIR=str(tmp_path))
    page = opened(context, f"{server}/brain-drain?lang=ko")
    page.get_by_text("이동 표의 설명(result.json)을 읽을 수 없습니다").first.wait_for()
    assert page.locator('article[data-exhibit="net-rate"]').count() == 1
    assert page.locator('article[data-exhibit^="own-"]').count() == 0
