"""Briefings and decks as a ministry hands them on: every exhibit, read back."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from pptx import Presentation

from innocore_metrics import exports
from innocore_metrics.exhibits import EXHIBITS
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.selection import Selection
from innocore_metrics.stories import Slide, Story, document
from innocore_metrics.text import Words
from tests.exports.conftest import DAY

# A sentence that ends in a verb: 합니다, 했다, 해요, 하십시오 are none of a paper's.
VERB = re.compile(r"[가-힣]니다(?=[\s.,()'\"”’]|$)|[가-힣]다\.(?=\s|$)|[가-힣]요\.(?=\s|$)")
# "습" before 음 is no Korean, nor is a stem that changes left as it was.
WRONG = re.compile(r"습음|[가깝렵쉽겁]음|묻음|듣음|짓음|낫음|있슴|음음")


@pytest.fixture(scope="module")
def papers(full):
    """Everything without a public address, as both forms."""
    made = exports.build(full, Selection(full.vocabulary), "all", DAY, "http://localhost:8501")
    return {form: (made, exports.find(form).write(made)) for form in ("hwpx", "pptx")}


def lines_of(form: str, content: bytes) -> list[str]:
    """Every line that is seen: notes of slides are for who speaks."""
    if form == "pptx":
        deck = Presentation(io.BytesIO(content))
        frames = [s.text_frame for slide in deck.slides for s in slide.shapes if s.has_text_frame]
        tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
        frames += [cell.text_frame for table in tables for row in table.rows for cell in row.cells]
        return [paragraph.text for frame in frames for paragraph in frame.paragraphs]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        section = etree.fromstring(archive.read("Contents/section0.xml"))
    return ["".join(p.itertext("{*}t")) for p in section.iter("{*}p")]


@pytest.mark.parametrize("form", ["hwpx", "pptx"])
def test_no_line_of_a_paper_ends_in_a_verb(papers, form):
    made, content = papers[form]
    lines = lines_of(form, content)
    written = "\n".join(line for line in lines if line)
    for exhibit in made.exhibits:
        assert "".join(with_noun_endings(exhibit.title, "ko").split()) in "".join(written.split())
    assert [line for line in lines if VERB.search(line)] == []
    assert [line for line in lines if WRONG.search(line)] == []
    assert "localhost" not in written
    assert "8501" not in written


def test_every_verb_in_our_words_has_a_noun():
    """Not in briefings alone: a sentence may go there tomorrow."""
    words = Words("ko")
    for key in sorted(words.keys()):
        text = words.raw(key)
        assert not re.search(r"니다(?=[\s.]|$)", with_noun_endings(text, "ko")), key
        assert not WRONG.search(with_noun_endings(text, "ko")), key


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("두뇌유출이 아닙니다.", "두뇌유출이 아님"),
        ("다르므로 견줄 수 없습니다", "다르므로 견줄 수 없음"),
        ("2017년에 순유출로 돌아섰습니다.", "2017년에 순유출로 돌아섰음"),
        ("읽기 어렵습니다. 비교가 쉽습니다.", "읽기 어려움. 비교가 쉬움"),
        ("서로 다른 시점을 묻습니다.", "서로 다른 시점을 물음"),
        ("점을 잇습니다. 자리를 잡습니다.", "점을 이음. 자리를 잡음"),
        ("넓습니다(넓어집니다), 듭니다", "넓음(넓어짐), 듦"),
        ("2025. 9. 29.", "2025. 9. 29."),
        ("아니다", "아니다"),
    ],
)
def test_a_sentence_becomes_a_noun(said, written):
    assert with_noun_endings(said, "ko") == written
    assert with_noun_endings(said, "en") == said


def test_what_people_have_written_stays_as_they_wrote_it(dataset):
    note = "목표와 실적을 먼저 말씀드립니다."
    story = Story("보고드립니다", "", (Slide("progress", (), note), Slide("parity")))
    content = exports.find("hwpx").write(document(dataset, story, "ko", DAY, ""))
    lines = lines_of("hwpx", content)
    assert any(note in line for line in lines)
    assert "보고드립니다" in lines


@pytest.mark.parametrize("form", ["hwpx", "pptx"])
def test_a_table_in_place_of_a_map_does_not_say_one_thing_nine_times(dataset, form):
    made = exports.build(dataset, Selection(dataset.vocabulary), "briefing-map", DAY, "")
    content = exports.find(form).write(made)
    if form == "pptx":
        slides = Presentation(io.BytesIO(content)).slides
        cells = [
            cell.text
            for slide in slides
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            for cell in row.cells
        ]
    else:
        cells = lines_of(form, content)
    assert len([cell for cell in cells if "보스턴" in cell]) >= 2
    assert not [cell for cell in cells if cell.strip() == "1회"]
    # Nor does it speak of signs on a map that is not there.
    assert not [line for line in lines_of(form, content) if "동그라미" in line]


def test_the_values_of_columns_stand_where_no_target_runs_through_them(dataset):
    made = exports.build(dataset, Selection(dataset.vocabulary), "progress", DAY, "")
    deck = Presentation(io.BytesIO(exports.find("pptx").write(made)))
    (chart,) = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    bars = chart.plots[0]
    element = bars._element
    series = element.findall("{*}ser")
    labels = series[0].find("{*}dLbls")
    assert labels.find("{*}dLblPos").get("val") == "inEnd"
    assert labels.find("{*}showVal").get("val") == "1"
    # A value of zero has no room inside.
    places = [point.find("{*}dLblPos").get("val") for point in labels.findall("{*}dLbl")]
    assert places == ["outEnd"]


def test_a_file_is_called_after_what_it_is(dataset):
    made = exports.build(dataset, Selection(dataset.vocabulary), "recruitment", "2026-11-27", "")
    assert made.file_name(".hwpx") == "이노코어_모집현황_20261127.hwpx"
    assert made.ascii_file_name(".hwpx") == "innocore-recruitment-20261127.hwpx"
    english = exports.build(
        dataset, Selection(dataset.vocabulary, lang="en"), "recruitment", "2026-11-27", ""
    )
    assert english.file_name(".hwpx") == "innocore-recruitment-20261127.hwpx"
    for spec in EXHIBITS:
        named = replace(made, name=spec.id)
        file = exports.named(named, "x/y", b"", ".pptx")
        assert re.fullmatch(r"이노코어_[\w()+.-]+_20261127\.pptx", file.name), file.name
