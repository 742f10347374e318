"""Stories over HTTP and as documents, read back by other programs."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from innocore_metrics import exports, stories
from innocore_metrics.api import Guard
from innocore_metrics.errors import ExportError, Problem
from innocore_metrics.stories import Slide, Story
from pages.components import deck
from tests.conftest import DATA
from web import stories as routes

TWICE = Story(
    "두 번",
    "Twice",
    (
        Slide("salary-levels", (("basis", "ppp"),), "첫 메모", "first note"),
        Slide("salary-levels", (), "", "second note"),
    ),
)


@pytest.fixture
def client():
    guard = Guard({"INNOCORE_API_PER_MINUTE": "0"}, time.monotonic)
    return TestClient(Starlette(routes=routes.routes("stories", guard)))


def test_a_deck_holds_every_slide_and_one_version(client, dataset):
    for story in stories.ready(DATA, dataset.vocabulary):
        for lang in ("ko", "en"):
            tree = client.get(f"/stories/deck.json?story={story.id}&lang={lang}").json()
            assert tree["version"] == dataset.version
            assert [s["exhibit"] for s in tree["slides"]] == [s.exhibit for s in story.slides]
            for slide, sent in zip(story.slides, tree["slides"], strict=True):
                assert sent["note"] == slide.note(lang)
                assert any(key.startswith(f"{slide.exhibit}|") for key in tree["variants"])
            if lang == "en":
                assert not re.search("[가-힣]", json.dumps(tree, ensure_ascii=False))


def test_choices_of_a_slide_are_those_that_python_builds(client, dataset):
    story = stories.encode(TWICE)
    near = client.get("/stories/near.json", params={"story": story, "slide": "1", "lang": "en"})
    tree = near.json()
    body = tree["bodies"][tree["variants"]["salary-levels|basis=ppp&institutes=mit"]]
    other = Story("x", "x", (Slide("salary-levels", (("institutes", "mit"), ("basis", "ppp"))),))
    assert body == deck.deck(dataset, other, "en")["bodies"][0]
    days = {key for key in tree["variants"] if "rate_date=" in key}
    assert len(days) > 5


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("story=nothing", ["'nothing' 발표 구성이 없습니다", "two-minute-briefing"]),
        ("story=~AAAA", ["주소에 담긴 발표 구성을 읽을 수 없습니다"]),
        ("version=0123456789ab", ["'0123456789ab'", "보관되어 있지 않습니다"]),
        ("version=../../x", ["'../../x'"]),
        ("page=nowhere", ["'nowhere'", "ratio"]),
        ("page=present", ["'present'"]),
    ],
)
def test_what_cannot_be_presented_is_explained(client, query, words):
    answer = client.get(f"/stories/deck.json?{query}")
    # A version that is not here is refused as the interface does.
    assert answer.status_code == (400 if query.startswith("version") else 404)
    assert answer.headers["content-type"] == "application/problem+json"
    for word in words:
        assert word in answer.json()["detail"]


def test_a_slide_that_is_not_there_is_refused(client):
    for slide in ("0", "6", "-1", "x", "٣", "00019", "1\n", "0001" + "9" * 5000, ""):
        answer = client.get("/stories/near.json", params={"slide": slide})
        assert answer.status_code == 404
        assert "1 - 5" in answer.json()["detail"]


def test_a_page_is_a_story_under_its_filters(client):
    tree = client.get("/stories/deck.json?page=ratio&institutes=mit&basis=ppp&lang=en").json()
    queries = {slide["exhibit"]: slide["query"] for slide in tree["slides"]}
    assert queries["postdocs-per-faculty"] == {"institutes": "mit"}
    assert queries["parity"] == {}


def test_a_file_is_read_or_explained(client, dataset):
    good = client.post("/stories/read.json?name=a.toml", content=stories.to_toml(TWICE).encode())
    link = good.json()["story"]["link"]
    assert stories.decode(link, dataset.vocabulary)[0] == TWICE
    bad = stories.to_toml(TWICE).replace("salary-levels", "salary").encode()
    told = client.post("/stories/read.json?name=a.toml&lang=en", content=bad).json()
    assert told["story"] is None
    assert [text.split(": ")[0] for text in told["problems"]] == [
        "a.toml:5:exhibit",
        "a.toml:11:exhibit",
    ]
    broken = client.post("/stories/read.json?name=a.toml", content="제목".encode("cp949")).json()
    assert "a.toml:1: UTF-8이 아닙니다" in broken["problems"][0]
    large = client.post("/stories/read.json", content=b"#" * 2_200_000)
    assert large.status_code == 413


@pytest.mark.parametrize("form", ["xlsx", "zip", "png", "pdf"])
def test_one_exhibit_shown_twice_stands_twice_in_a_file(client, form):
    """Under its two choices: by purchasing power and by the market rate."""
    query = {"story": stories.encode(TWICE), "lang": "en"}
    answer = client.get(f"/stories/export.{form}", params=query)
    assert answer.status_code == 200, answer.text[:500]
    keys = ["salary-levels", "salary-levels-2"]
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames[1:3] == keys
        held = [[row[5] for row in book[key].iter_rows(values_only=True)] for key in keys]
        assert held[0] != held[1]
    elif form in ("zip", "png"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            suffix = "csv" if form == "zip" else "png"
            found = [archive.read(n) for n in archive.namelist() if n.endswith(suffix)]
        assert len(found) == len(set(found)) == 2
    else:
        reader = PdfReader(io.BytesIO(answer.content))
        starts = {reader.get_destination_page_number(item) for item in reader.outline}
        assert len(starts) == 2


def test_a_story_as_slides_has_each_view_and_note(client, dataset, monkeypatch):
    monkeypatch.setenv("INNOCORE_BASE_URL", "https://metrics.example.kr")
    query = {"story": stories.encode(TWICE), "lang": "en"}
    answer = client.get("/stories/export.pptx", params=query)
    assert answer.status_code == 200
    assert 'filename="innocore-story-' in answer.headers["content-disposition"]
    slides = list(Presentation(io.BytesIO(answer.content)).slides)
    # A title, the summary, and the two views.
    assert len(slides) == 4
    assert slides[0].shapes.title.text_frame.text == "Twice"
    views = deck.deck(dataset, TWICE, "en")
    for at, key in ((2, "salary-levels|basis=ppp"), (3, "salary-levels|")):
        body = views["bodies"][views["variants"][key]]
        assert slides[at].shapes.title.text_frame.text == body["title"]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides[2:]]
    assert "first note" in notes[0]
    assert "basis=ppp" in notes[0]
    assert "second note" in notes[1]
    assert "basis=ppp" not in notes[1]
    assert all(f"version={dataset.version}" in note for note in notes)


def test_a_story_as_a_briefing_and_as_one_page(client, dataset):
    query = {"story": "recruitment-report", "lang": "ko"}
    briefing = client.get("/stories/export.hwpx", params=query)
    with zipfile.ZipFile(io.BytesIO(briefing.content)) as archive:
        text = "".join(archive.read(n).decode() for n in archive.namelist() if "section" in n)
    plain = re.sub("<[^>]*>", "", text)
    found = next(s for s in stories.ready(DATA, dataset.vocabulary) if s.id == "recruitment-report")
    for slide in found.slides:
        assert slide.note_ko.split(". ")[0] in plain
    small = {"story": stories.encode(Story("둘", "", found.slides[:2])), "lang": "ko"}
    page = client.get("/stories/export.html", params=small).text
    assert '<html lang="ko">' in page
    assert not re.findall(r'(?:src|href)="(?!#)[^"]+"', page.split("<script>")[0])
    data = json.loads(re.search(r'id="deck">(.*?)</script>', page, re.DOTALL)[1])
    assert len(data["slides"]) == 2
    refused = client.get("/stories/export.docx", params=query)
    assert refused.status_code == 404
    assert "pptx" in refused.json()["detail"]


def test_a_note_cannot_end_or_hide_the_data_of_the_file(client):
    for note in ("<!--<script>", "</script><script>", "</style><img src=x>"):
        story = stories.encode(Story(note, note, (Slide("parity", (), note, note),)))
        page = client.get("/stories/export.html", params={"story": story, "lang": "en"}).text
        assert "<title>&lt;" in page
        # A browser would take what follows "<!--<script>" for a comment, to the end of the file.
        data = re.search(r'id="deck">(.*?)</script>', page, re.DOTALL)[1]
        assert "<" not in data
        assert json.loads(data)["slides"][0]["note"] == note


def test_a_drawing_that_fails_may_be_asked_for_again(client, monkeypatch):
    def fails(*_):
        raise ExportError([Problem(code="drawing", given="TimeoutError")])

    monkeypatch.setattr(exports, "file", fails)
    answer = client.get("/stories/export.pdf?page=ratio")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")
    assert "TimeoutError" in answer.json()["detail"]
