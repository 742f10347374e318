"""A link to one card: it is at the top, and stays there until the reader moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser
# The card's distance from the top, or from the end of the page where that comes first.
PLACE = """(id) => {
  const main = document.querySelector("[data-testid=stMain]");
  const { top } = document.getElementById(id).closest(".im-card").getBoundingClientRect();
  return Math.min(top, main.scrollHeight - main.scrollTop - main.clientHeight);
}"""


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(
    "path", ["ratio#doctorates", "brain-drain?lang=en&from=2005#partner-balance-map"]
)
def test_the_card_of_the_address_is_at_the_top_and_stays(
    server: str, browser: Browser, path: str, width: int
):
    page = browser.new_page(viewport={"width": width, "height": 800})
    id = path.partition("#")[2]
    page.goto(f"{server}/{path}")
    page.locator(f"[data-testid=stMain] [data-exhibit={id}] .main-svg").first.wait_for()
    for _ in range(4):
        page.wait_for_timeout(700)
        assert 0 <= page.evaluate(PLACE, id) <= 20
    expect(page.locator(f"#{id}")).to_be_in_viewport()
    # From here on the page is the reader's.
    page.mouse.move(width / 2, 400)
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(1000)
    assert page.evaluate(PLACE, id) > 300
    page.close()
