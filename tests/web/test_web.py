"""The server's own answers: payloads, headers, language of the page."""

from __future__ import annotations

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web import files, payloads, routing
from web.middleware import PageMiddleware
from web.page import dress

INDEX = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>Streamlit</title>'
    "<script>window.ready = 1</script></head><body></body></html>"
)


@pytest.fixture
def client():
    own = [
        *payloads.routes("board"),
        files.mount(),
        Route("/plain", lambda _: PlainTextResponse("text")),
        Route("/api/v1/exhibits/ratio.html", lambda _: HTMLResponse(INDEX)),
    ]
    routes = [*routing.below("", own), Route("/{page:path}", lambda _: HTMLResponse(INDEX))]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PageMiddleware)]))


def test_a_page_is_in_the_language_of_its_address(client):
    assert '<html lang="ko">' in client.get("/ratio").text
    english = client.get("/ratio?lang=en").text
    assert '<html lang="en">' in english
    assert "<title>Postdoc ratio - InnoCORE Metrics</title>" in english
    assert '<html lang="ko">' in client.get("/?lang=fr").text


def test_the_head_cannot_be_broken_out_of():
    hostile = 'x="><script>alert(1)</script>'
    text = dress(INDEX, "ratio", hostile)
    assert "<script>alert" not in text
    assert "&quot;&gt;&lt;script&gt;alert(1)" in text


def test_the_policy_allows_no_other_origin_and_names_inline_scripts(client):
    policy = client.get("/ratio").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "'sha256-" in policy
    assert "http" not in policy
    assert "'unsafe-eval'" not in policy
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script


def test_every_answer_has_the_security_headers(client):
    for path in ("/plain", "/ratio", "/board/ratio.json"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_payload_is_kept_until_its_content_changes(client, dataset):
    first = client.get("/board/ratio.json?lang=en&near=0")
    assert first.json()["version"] == dataset.version
    tag = first.headers["etag"]
    again = client.get("/board/ratio.json?lang=en&near=0", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert not again.content
    other = client.get("/board/ratio.json?lang=ko&near=0", headers={"if-none-match": tag})
    assert other.status_code == 200


def test_an_unknown_page_is_a_problem_in_json(client):
    answer = client.get("/board/gold.json")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "overview, ratio" in answer.json()["detail"]


def test_broken_data_is_a_problem_not_a_crash(client, spoiled, monkeypatch):
    (spoiled / "units.csv").write_text("id\n")
    monkeypatch.setenv("INNOCORE_DATA_DIR", str(spoiled))
    answer = client.get("/board/ratio.json")
    assert answer.status_code == 503
    assert "units.csv:1" in answer.json()["detail"]


def test_a_strange_address_still_gets_a_payload(client):
    answer = client.get("/board/ratio.json?institutes=oxford&from=zero&near=0")
    assert answer.status_code == 200
    assert "postdocs-per-faculty|" in answer.json()["variants"]


def test_files_are_kept_for_good_under_a_changing_address(client):
    text = client.get("/ratio").text
    (source,) = re.findall(r'src="\./(assets/[0-9a-f]{12}/board/early\.js)"', text)
    answer = client.get(f"/{source}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))


def test_payload_words_are_plain(client):
    words = client.get("/board/ratio.json?near=0").json()["words"]
    assert words["ui.table"] == "표로 보기"
    assert json.dumps(words)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_head_describes_the_data_for_search_engines(client, dataset, lang):
    text = client.get(f"/ratio?lang={lang}").text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    described = json.loads(found)
    assert (described["@type"], described["version"]) == ("Dataset", dataset.version)
    assert bool(re.search("[가-힣]", described["name"])) == (lang == "ko")


def test_a_pinned_payload_says_so_and_an_unknown_version_does_not_crash(client, dataset):
    pinned = client.get(f"/board/ratio.json?near=0&lang=en&version={dataset.version}").json()
    assert dataset.version in pinned["frozen"]
    unknown = client.get("/board/ratio.json?near=0&version=000000000000").json()
    assert unknown["frozen"] == ""


def test_a_file_of_the_interface_is_left_as_it_is(client):
    assert client.get("/api/v1/exhibits/ratio.html").text == INDEX
