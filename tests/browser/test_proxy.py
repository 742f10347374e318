"""The dashboard below a path, behind a real nginx that passes the path through or strips it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from innocore_metrics.text import Words
from tests.browser.conftest import free_port
from tests.browser.proxy import FORMS, PATH, proxied

pytestmark = pytest.mark.browser
READY = "[data-testid=stMain] :is(.im-chart .main-svg, .pd-slide)"
PUBLIC = f"https://www.example.kr{PATH}"
# By these Streamlit's browser side finds out below which path it stands: the first one fails.
PROBES = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")


@pytest.fixture(params=FORMS)
def site(request, start_server, tmp_path):
    """Starts a script behind nginx; gives the address below which browsers find it."""
    held = []

    def start(script: str) -> str:
        port = free_port()
        environment = {"INNOCORE_BASE_URL": PUBLIC}
        if request.param == "passed through":
            environment["STREAMLIT_SERVER_BASE_URL_PATH"] = PATH.strip("/")
        proxy = proxied(request.param, start_server(script, **environment), port, tmp_path)
        held.append(proxy)
        return proxy.__enter__()

    yield start
    for proxy in held:
        proxy.__exit__(None, None, None)


class Traffic:
    """What a browser asks for, and what of it fails or leaves the path."""

    def __init__(self, page: Page, site: str) -> None:
        self.sockets: list[str] = []
        self.failures: list[str] = []
        self.elsewhere: list[str] = []
        self._site = site
        page.on("websocket", lambda socket: self.sockets.append(urlsplit(socket.url).path))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("pageerror", lambda error: self.failures.append(str(error)))

    def _request(self, request) -> None:
        here = request.url.startswith((f"{self._site}/", "data:", "blob:"))
        if not here:
            self.elsewhere.append(request.url)

    def _response(self, response) -> None:
        if response.status >= 400 and not PROBES.search(urlsplit(response.url).path):
            self.failures.append(f"{response.status} {response.url}")

    def check(self) -> None:
        assert self.sockets
        assert set(self.sockets) == {f"{PATH}/_stcore/stream"}
        assert self.failures == []
        assert self.elsewhere == []


def ready(page: Page) -> None:
    page.wait_for_selector(READY, timeout=30_000)


def drawn(page: Page, exhibit: str) -> None:
    card = page.locator(f'article[data-exhibit="{exhibit}"]')
    card.scroll_into_view_if_needed()
    expect(card.locator(".main-svg").first).to_be_visible()


def test_the_dashboard_stands_below_a_path(site, context: BrowserContext):
    root = site("server.py")
    page = context.new_page()
    traffic = Traffic(page, root)
    page.goto(f"{root}/ratio?lang=en&institutes=mit,kaist")
    ready(page)
    drawn(page, "postdocs-per-faculty")
    page.locator(".im-pill", has_text=re.compile("^KAIST$")).click()
    expect(page).to_have_url(re.compile(r"institutes=mit$"))
    # Streamlit's menu, once it has heard of the choice; maps and streams on the page it leads to.
    link = page.get_by_role("link", name=Words("en")("page.brain-drain"), exact=True)
    expect(link).to_have_attribute("href", re.compile(r"institutes=mit$"))
    link.click()
    expect(page).to_have_url(re.compile(rf"^{root}/brain-drain\?"))
    ready(page)
    drawn(page, "partner-streams")
    drawn(page, "partner-balance-map")
    page.get_by_role("button", name="한국어").click()
    heading = page.get_by_role("heading", name=Words("ko")("page.brain-drain"), level=1)
    expect(heading).to_be_visible()
    page.reload()
    ready(page)
    expect(heading).to_be_visible()
    expect(page).to_have_title(f"{Words('ko')('page.brain-drain')} - {Words('ko')('ui.title')}")
    for name in ("CSV", "JSON"):
        link = page.locator(f".im-take a[href*='.{name.lower()}']").first
        answer = page.request.get(str(link.evaluate("a => a.href")))
        assert answer.status == 200
        assert f"{PUBLIC}/brain-drain" in answer.text()
    traffic.check()


def test_every_other_way_in_works_below_a_path(site, context: BrowserContext):
    root = site("server.py")
    page = context.new_page()
    traffic = Traffic(page, root)
    page.goto(f"{root}/")
    ready(page)
    page.goto(f"{root}/Salary/?lang=en")
    assert page.url == f"{root}/salary?lang=en"
    ready(page)
    page.goto(f"{root}/present?lang=en&story=two-minute-briefing&present=1")
    expect(page.locator(".ps-dialog .main-svg").first).to_be_visible(timeout=30_000)
    page.goto(f"{root}/report/ratio?lang=en")
    expect(page.locator("svg").first).to_be_visible()
    page.goto(f"{root}/scenarios?lang=en")
    ready(page)
    traffic.check()
    with page.expect_response(lambda answer: answer.status == 404):
        page.goto(f"{root}/ratio/x?lang=en")
    page.get_by_role("link", name=Words("en")("page.groups"), exact=True).click()
    expect(page).to_have_url(f"{root}/groups?lang=en")
    ready(page)
    described = page.request.get(f"{root}/api/v1/openapi.json?lang=en").json()
    assert described["servers"] == [{"url": f"{PUBLIC}/api/v1"}]
    figures = page.request.get(f"{root}/api/v1/figures?lang=en&limit=1")
    following = re.findall(r'<([^>]+)>; rel="next"', figures.headers["link"])
    assert page.request.get(f"{root}/api/v1/{following[0]}").json()["figures"]
    assert traffic.elsewhere == []


def test_streamlits_own_server_stands_below_a_path_too(site, context: BrowserContext):
    root = site("dashboard.py")
    page = context.new_page()
    traffic = Traffic(page, root)
    page.goto(f"{root}/ratio?lang=en")
    ready(page)
    drawn(page, "postdocs-per-faculty")
    page.get_by_role("link", name=Words("en")("page.salary"), exact=True).click()
    expect(page).to_have_url(re.compile(rf"^{root}/salary\?"))
    ready(page)
    page.reload()
    ready(page)
    page.locator("[data-testid=stExpander] summary").first.click()
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name=Words("en")("take.this"), exact=True).click()
    assert saved.value.path().stat().st_size > 1000
    traffic.check()
