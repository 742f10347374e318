"""A story as one HTML file: opened from a disk without any network, by keyboard to its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from innocore_metrics import stories
from innocore_metrics.dataset import Dataset
from innocore_metrics.text import Words
from tests.browser.test_present import at, check_slide, expected
from tests.conftest import DATA
from web import story_file

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("id", "lang"), [("brain-drain-evidence", "ko"), ("two-minute-briefing", "en")]
)
def test_a_story_file_shows_every_slide_without_a_network(
    browser: Browser, dataset: Dataset, tmp_path: Path, id: str, lang: str
):
    story = next(s for s in stories.ready(DATA, dataset.vocabulary) if s.id == id)
    file = tmp_path / "story.html"
    file.write_bytes(story_file.html(dataset, story, lang))
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    failures: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    views = expected(dataset, id, lang)
    for number, view in enumerate(views, 1):
        at(page, number)
        check_slide(page, view)
        page.keyboard.press("PageDown")
    page.keyboard.press("Home")
    at(page, 1)
    page.get_by_role("button", name=Words(lang)("present.do_leave"), exact=True).click()
    again = page.locator("#again")
    expect(again).to_be_visible()
    again.click()
    at(page, 1)
    assert failures == []
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [file.as_uri()]
    context.close()
