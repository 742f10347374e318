"""Every address of the server, at the root of a host and below a path: Streamlit's own files and
fallback are the real ones."""

from __future__ import annotations

import logging
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit import config
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from innocore_metrics import api
from innocore_metrics.text import Words
from pages import PAGES
from pages.components import assets, clock, source
from web import address, files, payloads, routing
from web.middleware import PageMiddleware

BASES = ("", "/innocore", "/data/deep")
READER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def stand(monkeypatch, tmp_path):
    """Stands a server below a path; gives a client that follows nothing by itself."""
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    monkeypatch.delenv("INNOCORE_BASE_URL", raising=False)
    before = config.get_option("server.baseUrlPath")

    def start(base: str) -> TestClient:
        config.set_option("server.baseUrlPath", base.strip("/"))
        settings = {"INNOCORE_API_PER_MINUTE": "0", "INNOCORE_CHROMIUM": "none"}
        context = api.Context(source, settings, clock.today)
        own = [
            *payloads.routes("board"),
            files.mount(),
            *files.icons(),
            *api.routes(context),
            *api.health_routes(source, context.metrics),
        ]
        app = Starlette(
            routes=[
                *routing.below(address.base_path(), own),
                *create_streamlit_static_assets_routes(base),
            ],
            middleware=[Middleware(PageMiddleware), *create_streamlit_middleware()],
        )
        return TestClient(app, base_url="http://host", follow_redirects=False)

    yield start
    config.set_option("server.baseUrlPath", before)


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.mark.parametrize("base", BASES)
def test_our_own_answers_stand_below_the_base_path(stand, base):
    client = stand(base)
    payload = client.get(f"{base}/board/ratio.json?near=0")
    assert payload.headers["content-type"] == "application/json"
    assert client.get(f"{base}/api/v1/exhibits?lang=en").json()["exhibits"]
    assert client.get(f"{base}/healthz").text == "ok\n"
    page = client.get(f"{base}/ratio")
    local = [link for link in Links(page.text).found if "://" not in link]
    assert len(local) > 20
    for link in local:
        target = urljoin(f"http://host{base}/ratio", link)
        assert urlsplit(target).path.startswith(f"{base}/"), link
        if "/board/ratio.json" in link or "/_stcore/" in link:
            continue
        found = client.get(target)
        assert found.status_code == 200, link
        assert not found.headers["content-type"].startswith("text/html"), link


@pytest.mark.parametrize("base", BASES)
def test_a_problem_of_the_interface_names_addresses_that_there_are(stand, base):
    detail = stand(base).get(f"{base}/api/v1/nothing?lang=en").json()["detail"]
    assert f" {base}/api/v1/figures," in detail


SPELLINGS = {
    "/Salary?lang=en&institutes=gist": "/salary?lang=en&institutes=gist",
    "/salary/": "/salary",
    "/salary///": "/salary",
    "//salary": "/salary",
    "/brain_drain?from=2010": "/brain-drain?from=2010",
    "/BrainDrain/": "/brain-drain",
    "/brain%2Ddrain": "/brain-drain",
    "/Brain%20Drain": "/brain-drain",
    "/%EF%BC%B2atio": "/ratio",
    "/ratio.": "/ratio",
    "/ratio%0A": "/ratio",
    "/index.html?lang=en": "/?lang=en",
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("given", SPELLINGS)
@pytest.mark.parametrize("base", BASES)
def test_another_spelling_leads_to_the_page_with_its_query(stand, base, given, method):
    client = stand(base)
    answer = client.request(method, f"http://host{base}{given}")
    assert answer.status_code == 308
    there = answer.headers["location"]
    assert urljoin(f"http://host{base}{given}", there) == f"http://host{base}{SPELLINGS[given]}"
    if "//" not in given:
        # Behind a proxy that strips a path it has to lead to the same page.
        whole = f"http://host/before{base}{given}"
        assert urljoin(whole, there) == f"http://host/before{base}{SPELLINGS[given]}"
    assert client.request(method, urljoin(f"http://host{base}{given}", there)).status_code == 200


def test_the_base_path_may_be_left_out_or_spelled_otherwise(stand):
    client = stand("/innocore")
    for given in ("/innocore?a=1", "/?a=1", "/InnoCore/?a=1", "//?a=1"):
        answer = client.get(f"http://host{given}")
        assert answer.status_code == 308, given
        assert urljoin(f"http://host{given}", answer.headers["location"]) == (
            "http://host/innocore/?a=1"
        )
    for given in ("/salary", "/Innocore/salary", "/Salary/"):
        there = client.get(given).headers["location"]
        assert urljoin(f"http://host{given}", there) == "http://host/innocore/salary"


def test_the_base_path_may_have_letters_that_are_escaped(stand):
    client = stand("/이노코어 2")
    base = quote("/이노코어 2")
    assert client.get(f"{base}/ratio").status_code == 200
    assert client.get(f"{base}/board/ratio.json?near=0").status_code == 200
    for given in (f"{base}/Ratio", f"{base}/ratio/", "/ratio", base):
        found = client.get(given, follow_redirects=True)
        assert (found.status_code, len(found.history)) == (200, 1)
    missing = client.get(f"{base}/ratio/x", headers=READER)
    assert "/이노코어 2/ratio/x" in missing.text
    assert f"{base}/salary" in Links(missing.text).found


def test_a_page_named_like_the_base_path_is_reached(stand):
    client = stand("/data")
    assert client.get("/data/data").status_code == 200
    assert urljoin("http://host/data", client.get("/data").headers["location"]) == (
        "http://host/data/"
    )


NOT_THERE = (
    "/nonsense", "/ratio/x", "/ratio/x/y/z", "/salary/brain-drain", "/salary.php", "/salary;x=1",
    "/%EA%B8%89%EC%97%AC", "/" + "a" * 5000, "/board/x/y", "/%ff%fe", "/salary%2Fx", "/---",
    "/stories", "/wp-login",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("given", NOT_THERE)
@pytest.mark.parametrize("base", BASES)
def test_what_is_not_there_is_said_in_the_language_of_the_address(stand, base, given, lang):
    client = stand(base)
    answer = client.get(f"http://host{base}{given}?lang={lang}", headers=READER)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == lang
    words = Words(lang)
    assert f'<html lang="{lang}">' in answer.text
    assert f"<title>{words('missing.title')} - {words('ui.title')}</title>" in answer.text
    assert "<script" not in answer.text
    assert len(answer.text) < 12_000
    links = Links(answer.text).found
    pages = [f"{base}/{page}?lang={lang}" for page in PAGES]
    assert [link for link in links if link in pages][-len(pages) :] == pages
    for link in links:
        assert link.startswith(("/", "?")), f"{link} depends on how deep the address is"
        found = client.get(urljoin("http://host", link)) if link.startswith("/") else None
        assert found is None or found.status_code == 200, link


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    "given",
    [
        "/static/js/index.OLD.js", "/assets/000000000000/board/board.js", "/app.css", "/logo.svg",
        "/assets/{digest}/board/nothing.js", "/static/media/old.woff2", "/ratio/favicon.ico",
    ],
)  # fmt: skip
def test_a_missing_file_is_no_page_and_is_not_kept(stand, base, given):
    client = stand(base)
    path = given.replace("{digest}", assets.base.split("/")[1])
    answer = client.get(f"{base}{path}", headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("given", ["/ratio", "/?lang=en", "/nonsense", "/favicon.png"])
def test_head_says_what_get_says(stand, base, given):
    client = stand(base)
    got, head = (client.request(m, f"{base}{given}", headers=READER) for m in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("base", BASES)
def test_a_slash_too_many_goes_without_losing_what_a_proxy_puts_before(stand, base):
    client = stand(base)
    for given in ("/nonsense/?lang=en&a=%20", "/_stcore/health/", "/%EA%B8%89/"):
        answer = client.get(f"{base}{given}")
        assert answer.status_code == 301
        path, _, query = given.partition("?")
        there = urljoin(f"http://host/before{base}{given}", answer.headers["location"])
        expected = f"http://host/before{base}{path.rstrip('/')}{'?' if query else ''}{query}"
        assert there == expected


@pytest.mark.parametrize("base", BASES)
def test_probes_of_streamlit_below_a_page_are_refused_as_before(stand, base):
    """By them its browser side finds out below which path it stands."""
    client = stand(base)
    for probe in ("health", "host-config"):
        answer = client.get(f"{base}/ratio/_stcore/{probe}")
        assert (answer.status_code, answer.headers["content-type"][:10]) == (404, "text/plain")


def test_a_page_is_made_anew_whatever_a_browser_has_of_it(stand):
    """An older one names files of an older release, though Streamlit's own is the same."""
    client = stand("")
    answer = client.get("/")
    assert "last-modified" not in answer.headers
    later = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT", "if-none-match": "*"}
    assert client.get("/", headers=later).status_code == 200


@pytest.mark.parametrize("name", files.ICONS)
@pytest.mark.parametrize("base", ["", "/innocore"])
def test_icons_are_ours(stand, base, name):
    ours = (assets.STATIC / "icons" / files.ICONS[name]).read_bytes()
    assert stand(base).get(f"{base}/{name}").content == ours


def test_a_page_names_its_icons_and_colours(stand):
    text = stand("").get("/ratio").text
    assert text.count('rel="shortcut icon"') == 1
    assert "./favicon.png" not in text
    assert 'icons/icon.svg">' in text
    assert text.count('name="theme-color"') == 2


def test_an_address_in_a_page_that_is_not_there_stays_text(stand):
    hostile = "/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E?x=%22%3E&lang=en&y='><script>alert(1)"
    text = stand("").get(f"http://host{hostile}", headers=READER).text
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_likely_page_is_offered_first(stand):
    client = stand("")
    for given, meant in {
        "/salry": "salary",
        "/ratios/x": "ratio",
        "/%EB%91%90%EB%87%8C%EC%9C%A0%EC%B6%9C": "brain-drain",
        "/what-if": "scenarios",
    }.items():
        links = Links(client.get(given, headers=READER).text).found
        pages = [link for link in links if link.removeprefix("/") in PAGES]
        assert pages[0] == f"/{meant}", given


def test_behind_a_proxy_that_strips_links_have_the_public_path(stand, monkeypatch):
    monkeypatch.setenv("INNOCORE_BASE_URL", "https://www.example.kr/innocore/")
    client = stand("")
    answer = client.get("/ratio/x", headers=READER)
    assert "/innocore/ratio/x" in answer.text
    assert "/innocore/salary" in Links(answer.text).found
    # Asked directly, past the proxy, they lead to the same pages.
    for given in ("/innocore/salary", "/innocore/", "/innocore"):
        found = client.get(given, follow_redirects=True)
        assert (found.status_code, found.url.path) == (200, given.removeprefix("/innocore") or "/")


def test_a_path_that_the_asgi_server_tells_is_no_part_of_ours(stand):
    """As `uvicorn --root-path /before` has it, or another application that mounts this one."""
    client = TestClient(stand("").app, "http://host", root_path="/before", follow_redirects=False)
    assert client.get("/before/ratio").text.count("im-early") == 1
    assert client.get("/before/board/ratio.json?near=0").status_code == 200
    assert client.get("/before/ratio/x").status_code == 404
    for given in ("/before/Ratio", "/before/ratio/"):
        there = client.get(given).headers["location"]
        assert urljoin(f"http://host{given}", there) == "http://host/before/ratio"


@pytest.mark.parametrize(
    "given",
    [
        "www.example.kr/innocore",
        "https://",
        "ftp://x.kr",
        "//x.kr",
        "https://x.kr/?a=1",
        "http://[",
    ],
)
def test_a_public_address_that_is_none_is_named_in_the_log(stand, caplog, monkeypatch, given):
    client = stand("")
    monkeypatch.setenv("INNOCORE_BASE_URL", given)
    with caplog.at_level(logging.WARNING):
        address.declare({"INNOCORE_BASE_URL": given})
    assert repr(given) in caplog.text
    assert "https://www.example.kr/innocore" in caplog.text
    assert "/salary" in Links(client.get("/x", headers=READER).text).found


def test_the_public_address_has_the_base_path(stand, caplog):
    stand("/innocore")
    port = config.get_option("server.port")
    unset: dict[str, str] = {"INNOCORE_BASE_URL": ""}
    address.declare(unset)
    assert unset == {"INNOCORE_BASE_URL": f"http://localhost:{port}/innocore"}
    other = {"INNOCORE_BASE_URL": "https://www.example.kr"}
    with caplog.at_level(logging.WARNING):
        address.declare(other)
    assert other == {"INNOCORE_BASE_URL": "https://www.example.kr"}
    assert "stands under /innocore" in caplog.text
    caplog.clear()
    address.declare({"INNOCORE_BASE_URL": "https://www.example.kr/innocore/"})
    assert not caplog.text
