"""The longest addresses that the controls can make, and the largest story, in every format."""

from __future__ import annotations

import io
import json
import random
import time
from urllib.parse import urlencode

import openpyxl
import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from innocore_metrics import exports, stories
from innocore_metrics.api import Context, Guard, routes
from innocore_metrics.cli import main
from innocore_metrics.exports.limits import CELL, LINK, PROPERTY
from innocore_metrics.levers import NAMES
from innocore_metrics.stories import Slide, Story
from innocore_metrics.stories.story import MAX_NOTE, MAX_SLIDES, MAX_TITLE
from pages.components import source
from tests.exports.conftest import BASE, DAY
from web import payloads, report
from web import stories as story_routes

TEXTUAL = ("csv", "zip", "json", "xlsx", "pptx", "hwpx", "html")
WHAT = {"png": "scenario-ratio", "svg": "scenario-ratio"}


def longest(dataset) -> dict[str, str]:
    """Three scenarios with every lever at a number of full length, and every filter narrowed."""
    levers = dataset.vocabulary.levers
    changes = [
        ",".join(
            f"{lever.id}:{int(lever.maximum) - n}" + ("" if lever.whole else ".1234")
            for lever in levers
        )
        for n in range(4)
    ]
    # The top of some levers is too low for four different numbers: these stay within them.
    sound = [",".join(part for part in text.split(",") if fits(part, levers)) for text in changes]
    return {
        "institutes": ",".join(dataset.vocabulary.institutes[:-1]),
        "fields": ",".join(dataset.vocabulary.fields[:-1]),
        "basis": "average",
        "rate_date": "2023-12-29",
        "from": "1996",
        "to": "2025",
        "count": "national-rd",
        "baseline": "domestic-mean",
        "base": sound[0],
        **dict(zip(NAMES, sound[1:], strict=True)),
        "focus": "s3",
    }


def fits(part, levers) -> bool:
    id, _, number = part.partition(":")
    lever = next(one for one in levers if one.id == id)
    return lever.minimum <= float(number) <= lever.maximum


def largest() -> Story:
    """As many slides as there may be, each with notes as long as they may be."""
    rng = random.Random(7)
    syllables = [chr(code) for code in range(0xAC00, 0xD7A3)]
    notes = ["".join(rng.choices(syllables, k=MAX_NOTE)) for _ in range(2 * MAX_SLIDES)]
    slides = tuple(
        Slide("salary-levels", (("basis", "ppp"),), notes[2 * n], notes[2 * n + 1])
        for n in range(MAX_SLIDES)
    )
    return Story("제" * MAX_TITLE, "T" * MAX_TITLE, slides)


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setenv("INNOCORE_BASE_URL", BASE)
    environment = {"INNOCORE_API_PER_MINUTE": "0", "INNOCORE_BASE_URL": BASE}
    context = Context(source, environment, lambda: DAY)
    guard = Guard(environment, time.monotonic)
    known = [
        *payloads.routes("board"),
        *report.routes(guard),
        *story_routes.routes("stories", guard),
        *routes(context),
    ]
    return TestClient(Starlette(routes=known))


def test_the_longest_address_is_longer_than_what_formats_take(dataset):
    """Else the tests below would try nothing."""
    query = urlencode(longest(dataset), safe=",")
    assert len(query) > LINK > PROPERTY
    assert len(stories.encode(largest())) > CELL


@pytest.mark.parametrize("form", [export.id for export in exports.EXPORTS])
def test_a_rich_scenario_is_handed_out_in_every_format(client, dataset, form):
    query = longest(dataset) | {"lang": "ko"}
    what = WHAT.get(form, "scenarios")
    answer = client.get(f"/api/v1/exhibits/{what}.{form}", params=query)
    assert answer.status_code == 200, answer.text[:800]
    assert len(answer.content) > 1000
    if form == "pptx":
        _within_office(answer.content)
    if form == "xlsx":
        _sheets_within(answer.content)


def _within_office(content: bytes) -> None:
    deck = Presentation(io.BytesIO(content))
    about = deck.core_properties
    assert about.title
    assert max(len(text) for text in (about.title, about.subject, about.author)) <= PROPERTY
    links = [
        link.target_ref
        for slide in deck.slides
        for link in slide.part.rels.values()
        if link.is_external
    ]
    # One that no program opens is left out; none is cut.
    assert all(len(link) <= LINK for link in links)


def _sheets_within(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert len(str(cell.value or "")) <= CELL
                assert cell.hyperlink is None or len(cell.hyperlink.target or "") <= LINK


@pytest.mark.parametrize("form", TEXTUAL)
def test_the_largest_story_is_handed_out_in_every_format(client, dataset, form):
    """By the body of the request: servers cut an address of its length."""
    story = largest()
    body = {"story": stories.encode(story), "lang": "ko"}
    answer = client.post(f"/stories/export.{form}", content=urlencode(body))
    assert answer.status_code == 200, answer.text[:800]
    if form == "pptx":
        _within_office(answer.content)
        notes = Presentation(io.BytesIO(answer.content)).slides[-1].notes_slide
        assert story.slides[-1].note_ko in notes.notes_text_frame.text
    if form == "xlsx":
        _sheets_within(answer.content)


def test_a_short_edited_story_is_handed_out_by_its_address(client):
    """Its link is longer than a document property, and is in the document all the same."""
    story = Story(
        "보고", "Report", tuple(Slide("net-rate", (), f"메모 {n} " * 40) for n in range(9))
    )
    answer = client.get("/stories/export.pptx", params={"story": stories.encode(story)})
    assert answer.status_code == 200
    _within_office(answer.content)
    cover = Presentation(io.BytesIO(answer.content)).slides[0]
    links = [link.target_ref for link in cover.part.rels.values() if link.is_external]
    assert [stories.encode(story) in link for link in links] == [True]


def test_the_largest_story_survives_link_and_file(dataset):
    story = largest()
    assert stories.decode(stories.encode(story), dataset.vocabulary)[0] == story
    again, problems = stories.read_story(stories.to_toml(story), "a.toml", dataset.vocabulary)
    assert (again, problems) == (story, ())


@pytest.mark.parametrize("form", ["pptx", "xlsx", "hwpx"])
def test_the_command_writes_the_longest_choices(dataset, form, tmp_path, monkeypatch):
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    out = tmp_path / f"file.{form}"
    options = [f"--{name.replace('_', '-')}={value}" for name, value in longest(dataset).items()]
    command = ["export", "scenario-ratio", *options, "--base-url", BASE, "--out", str(out)]
    assert main(command) == 0
    assert out.stat().st_size > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/exhibits/salary-levels.pptx",
        "/stories/export.pptx?page=salary",
        "/stories/deck.json?page=salary",
        "/board/salary.json",
    ],
)
def test_a_fault_of_the_program_is_a_problem_in_the_readers_language(
    client, path, monkeypatch, caplog
):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("host db.internal")

    for module, name in ((exports, "file"), (payloads.payload, "page_json")):
        monkeypatch.setattr(module, name, fail)
    monkeypatch.setattr(story_routes.deck, "deck_json", fail)
    for lang, word in (("ko", "오류 번호"), ("en", "error number")):
        answer = client.get(
            path, params={"lang": lang, "page": "salary"} if "?" in path else {"lang": lang}
        )
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert word in told["detail"]
        # What happened is in the log under the number that the reader has, and nowhere else.
        assert "db.internal" not in answer.text
        assert told["problems"][0]["given"] in caplog.text
        assert "db.internal" in caplog.text


def test_a_fault_on_paper_is_a_page(client, monkeypatch):
    monkeypatch.setattr(exports, "file", lambda *_: json.loads("{"))
    answer = client.get("/report/salary?lang=ko")
    assert answer.status_code == 500
    assert '<html lang="ko">' in answer.text
    assert "오류 번호" in answer.text
