"""Exhibits of own career records: complete in both languages, only where there are tables."""

from __future__ import annotations

import re

import pytest

from innocore_metrics.charts import DARK, LIGHT
from innocore_metrics.dataset import with_mobility
from innocore_metrics.exhibits import EXHIBITS, View, find
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.selection import Selection
from innocore_metrics.text import Words
from pages.components import layouts, payload
from tests.mobility_folder import tables

HANGUL = re.compile("[가-힣]")
OWN = [spec.id for spec in EXHIBITS if spec.id.startswith("own-")]
CHOICES = {
    "full": {},
    "one": {"institutes": ("kaist",)},
    "none": {"institutes": ()},
    "early": {"last_year": 1999},
    "late": {"first_year": 2026},
}
# Latin letters on a Korean page: names of institutes, files and the engine.
LATIN = re.compile(r"KAIST|DGIST|GIST|UNIST|tables\.csv|embedded 0|OpenAlex|ORCID|own\.[0-9a-f]+")


@pytest.fixture(scope="module")
def beside(dataset, tmp_path_factory):
    folder = tables(tmp_path_factory.mktemp("own") / "tables", people=900)
    return with_mobility(dataset, read_folder(folder, institute_names(dataset)))


@pytest.fixture(scope="module")
def withheld(dataset, tmp_path_factory):
    folder = tables(tmp_path_factory.mktemp("few") / "tables", people=200, suppress=True)
    return with_mobility(dataset, read_folder(folder, institute_names(dataset)))


def build(dataset, id, lang="en", choice="full", theme=LIGHT):
    selection = Selection(dataset.vocabulary, lang=lang).with_(**CHOICES[choice])
    return find(id).exhibit(View(dataset, selection, Words(lang), theme))


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("id", OWN)
def test_an_exhibit_of_own_records_is_complete(beside, withheld, id, lang, choice):
    for dataset in (beside, withheld):
        exhibit = build(dataset, id, lang, choice)
        texts = (exhibit.title, exhibit.subtitle, exhibit.alt, *exhibit.caveats, *exhibit.notices)
        assert not any("{" in text for text in texts)
        assert exhibit.chart is not None or exhibit.notices
        assert len(exhibit.table.rows) == len(exhibit.figures)
        if lang == "en":
            assert not any(HANGUL.search(text) for text in (*texts, exhibit.source_line))
        elif choice == "full":
            shown = LATIN.sub("", " ".join((*texts, exhibit.source_line)))
            version = dataset.version.split("-")[0]
            assert not re.search("[A-Za-z]{3,}", shown.replace(version, "")), shown


@pytest.mark.parametrize("id", OWN)
def test_a_chart_of_own_records_draws_only_its_figures(beside, id):
    exhibit = build(beside, id)
    known = {end for f in exhibit.figures for end in (f.value, f.lower, f.upper)}
    for trace in exhibit.chart.data:
        if trace.type == "sankey":
            assert set(trace.link.value) <= known
        elif trace.type == "choropleth":
            assert set(trace.z) <= known
        else:
            horizontal = trace.orientation == "h" or trace.error_x.array is not None
            values = trace.x if horizontal else trace.y
            assert {value for value in values if value is not None} <= known


@pytest.mark.parametrize("id", OWN)
def test_rules_engine_and_rejects_stand_with_every_exhibit(beside, id):
    exhibit = build(beside, id, "ko")
    assert "계산 엔진 embedded 0" in exhibit.source_line
    assert "3건 제외" in exhibit.source_line
    assert any("동률 처리 = 직전 국가" in caveat for caveat in exhibit.caveats)


@pytest.mark.parametrize("id", OWN)
def test_without_tables_an_exhibit_says_how_to_make_them(dataset, id):
    exhibit = build(dataset, id)
    assert exhibit.chart is None
    assert "INNOCORE_MOBILITY_DIR" in exhibit.notices[0]


def test_few_observations_are_marked(beside):
    figures = [f for f in build(beside, "own-partners").figures if f.few]
    labels = View(beside, Selection(beside.vocabulary), Words("ko"), DARK).labels
    for figure in figures:
        assert "관측 적음" in labels.value(figure)
    institutes = build(beside, "own-institutes")
    assert any(figure.few for figure in institutes.figures)
    assert any("few observations" in cell for row in institutes.table.rows for cell in row)


def test_the_page_has_a_section_of_its_own_only_where_there_are_tables(dataset, beside):
    assert not set(OWN) & set(layouts.exhibits("brain-drain"))
    assert set(OWN) <= set(layouts.exhibits("brain-drain", own=True))
    for data, there in ((dataset, False), (beside, True)):
        given = payload.page_payload(data, "brain-drain", Selection(data.vocabulary), near=False)
        headings = [section["heading"] for section in given["sections"]]
        assert ("자체 경력 기록" in headings) is there


def test_institutes_follow_the_filter(beside):
    assert {f.entity for f in build(beside, "own-postdocs", choice="one").figures} == {"kaist"}
    assert len({f.entity for f in build(beside, "own-postdocs").figures}) == 4


def test_published_exhibits_do_not_change_beside_own_tables(dataset, beside):
    for id in ("in-and-out", "partner-moves", "partner-streams", "net-rate"):
        before, after = build(dataset, id), build(beside, id)
        assert before.figures == after.figures
        assert before.title == after.title


def test_stays_show_the_years_that_there_are(dataset, tmp_path):
    folder = tables(tmp_path / "t", people=300, horizons=(2, 3))
    beside = with_mobility(dataset, read_folder(folder, institute_names(dataset)))
    exhibit = build(beside, "own-stays", "ko")
    assert "3년 뒤" in " ".join(cell for row in exhibit.table.rows for cell in row)
    assert "2년 뒤 국내에 있고" in exhibit.title


def test_withheld_cells_are_counted_with_the_exhibit(withheld):
    for id in ("own-institutes", "own-partners"):
        exhibit = build(withheld, id)
        hidden = sum(figure.status == "protected" for figure in exhibit.figures)
        if id == "own-institutes":
            assert hidden
            assert f"{hidden} cells are withheld" in " ".join(exhibit.caveats)
        assert all(
            figure.value is None for figure in exhibit.figures if figure.status == "protected"
        )
