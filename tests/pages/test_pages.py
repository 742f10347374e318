"""Every page in both languages under every kind of choice, run by Streamlit's own tester."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from innocore_metrics.dataset.changes import Change
from pages import PAGES
from pages.components import versions

HANGUL = re.compile("[가-힣]")
CHOICES = {
    "full": {},
    "empty": {"institutes": "", "fields": ""},
    "one": {"institutes": "kaist", "fields": "ai-bio"},
}


def draw(page: str) -> None:
    from pages import PAGES

    PAGES[page]()


def run(page: str, **query: str) -> AppTest:
    app = AppTest.from_function(draw, kwargs={"page": page}, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def texts(app: AppTest) -> list[str]:
    html = [element.proto.body for element in app.get("html")]
    return [*html, *(e.value for kind in ("title", "header", "caption") for e in app.get(kind))]


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_without_an_exception(page, lang, choice):
    app = run(page, lang=lang, **CHOICES[choice])
    assert not app.exception
    assert app.title
    shown = texts(app)
    assert any("im-lead" in text for text in shown)
    if lang == "en":
        assert not [text for text in shown if HANGUL.search(text)]


def test_a_hostile_address_stays_text():
    app = run("ratio", institutes="<script>alert(1)</script>", lang="en")
    assert not app.exception
    assert not any("<script" in text for text in texts(app))


def test_figures_can_be_searched():
    app = run("data", lang="en")
    app.text_input(key="search").set_value("postdocs per faculty").run()
    assert not app.exception
    found = [c.value for c in app.caption if c.value.endswith(" found")]
    assert 1 <= int(found[0].split()[0].replace(",", "")) < 50


@pytest.mark.parametrize("address", ["", "0.0.0.0", "192.0.2.7"])
def test_nobody_edits_without_a_login_where_others_can_reach_the_server(monkeypatch, address):
    monkeypatch.setattr("streamlit.get_option", lambda _name: address)
    app = run("data", lang="en")
    assert not app.exception
    assert any("No login is set up, so the ledger cannot be changed" in t for t in texts(app))
    assert not app.tabs


@pytest.mark.parametrize(("lang", "left_out"), [("ko", "name_en"), ("en", "name_ko")])
def test_changes_of_words_in_another_language_are_left_to_the_file(lang, left_out):
    columns = ("name_ko", "name_en", "value", "")
    found = [Change("changed", "units", "a", column, "x", "y") for column in columns]
    told = versions.in_language(found, lang)
    assert {change.column for change in found} - {change.column for change in told} == {left_out}
