"""Every route that takes an address shows the version that it names, or refuses it."""

from __future__ import annotations

import re
import shutil
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from innocore_metrics.api import Context, Guard, routes
from innocore_metrics.dataset import versions
from pages.components import source
from tests.conftest import DATA
from web import page, payloads, report
from web import stories as story_routes

UNKNOWN = "0" * 12
# What is said of MIT: as it was, and after a correction.
WAS, IS = "MIT employs 1.41", "MIT employs 1.00"
SHOWN = (
    "/report/postdocs-per-faculty",
    "/report/ratio",
    "/stories/deck.json?page=ratio",
    "/stories/near.json?page=ratio",
    "/stories/export.html?page=ratio",
    "/board/ratio.json",
    "/api/v1/exhibits/postdocs-per-faculty.json",
    "/api/v1/exhibits/ratio.html",
)


@pytest.fixture
def client(monkeypatch, tmp_path):
    """A server whose data were corrected after the version of `old` was kept."""
    folder = shutil.copytree(DATA, tmp_path / "data")
    old, _ = versions.keep(folder, tmp_path / "versions", "2026-11-20")
    table = folder / "observations.csv"
    text = table.read_text(encoding="utf-8")
    assert "2024,1534," in text
    table.write_text(text.replace("2024,1534,", "2024,1090,", 1), encoding="utf-8")
    monkeypatch.setenv("INNOCORE_DATA_DIR", str(folder))
    monkeypatch.setenv("INNOCORE_ARCHIVE_DIR", str(tmp_path / "versions"))
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    environment = {"INNOCORE_API_PER_MINUTE": "0"}
    guard = Guard(environment, time.monotonic)
    known = [
        *payloads.routes("board"),
        *report.routes(guard),
        *story_routes.routes("stories", guard),
        *routes(Context(source, environment, lambda: "2026-11-24")),
    ]
    made = TestClient(Starlette(routes=known))
    made.old = old
    return made


def asked(path: str, version: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang=en&version={version}"


@pytest.mark.parametrize("path", SHOWN)
def test_a_pinned_address_shows_the_version_that_it_names(client, path):
    answer = client.get(asked(path, client.old))
    assert answer.status_code == 200, answer.text[:500]
    assert client.old in answer.text
    assert WAS in answer.text
    assert IS not in answer.text


@pytest.mark.parametrize("version", [UNKNOWN, "x", f"{UNKNOWN}-{UNKNOWN}", f"{UNKNOWN}-own.012345"])
@pytest.mark.parametrize("path", [path for path in SHOWN if "board" not in path])
def test_a_version_that_there_is_not_is_refused(client, path, version):
    answer = client.get(asked(path, version))
    assert answer.status_code == 400
    assert version[:12] in answer.text
    if path.startswith("/report"):
        assert answer.headers["content-type"].startswith("text/html")
        assert '<html lang="en">' in answer.text
        korean = client.get(f"{path}?version={version}")
        assert korean.status_code == 400
        assert "요청에 잘못된 값이 있습니다" in korean.text


def test_a_page_never_stays_without_data(client):
    """The board shows the present data where a version is missing; the page names it."""
    assert IS in client.get(asked("/board/ratio.json", UNKNOWN)).text


def test_a_report_names_every_choice_that_it_cannot_print(client):
    answer = client.get("/report/salary?lang=ko&institutes=mitt&basis=gold&utm_source=x")
    assert answer.status_code == 400
    assert all(word in answer.text for word in ("mitt", "gold"))
    assert "utm_source" not in answer.text.partition("<main>")[2]
    assert client.get("/report/salary?lang=ko&utm_source=x").status_code == 200


def test_what_search_engines_read_is_of_the_version_shown(client):
    html = '<html lang="en"><head></head><title>x</title></html>'
    assert f'"version": "{client.old}"' in page.dress(html, "ratio", f"version={client.old}")
    assert f'"version": "{client.old}"' not in page.dress(html, "ratio", "")


def test_the_browser_knows_a_version_by_the_form_that_python_does(client):
    """The page hands the pattern over; of own tables too, whose mark the browser once dropped."""
    pattern = client.get("/board/ratio.json").json()["controls"]["version"]
    for text in ("0123456789ab", "0123456789ab-0123456789ab", "0123456789ab-own.012345"):
        assert re.fullmatch(pattern, text)
    assert not re.fullmatch(pattern, "1.0")
