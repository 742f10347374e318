"""Exhibits of own career records: complete in both languages, only where there are tables."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from innocore_metrics.charts import DARK, LIGHT
from innocore_metrics.dataset import with_mobility
from innocore_metrics.exhibits import EXHIBITS, View, find
from innocore_metrics.indicators import own
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.folder import write_folder
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.rules import Rules
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
    assert "career records" in exhibit.notices[0]


def test_few_observations_are_marked(beside):
    figures = [f for f in build(beside, "own-partners").figures if f.few]
    assert figures
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


def withheld_figures(dataset, id):
    """The figures that an exhibit has to tell of as withheld, by the indicators."""
    mobility = dataset.mobility
    years = own.complete(mobility, 0, 9999)
    if id in ("own-partners", "own-streams", "own-map"):
        return own.partners(dataset, *years)[1]
    if id == "own-in-and-out":
        ways = (own.moves(dataset, f"own-{way}", 0, 9999) for way in ("inflow", "outflow"))
        found = [figure for way in ways for figure in way]
    elif id == "own-net-rate":
        found = own.net_rates(dataset, 0, 9999)
    elif id == "own-institutes":
        found = own.institute_out(dataset, list(mobility.institutes), *years)
    else:
        posts = own.first_postdocs(dataset, list(mobility.institutes), 0, 9999)
        found = [figure for one in posts.values() for figure in one]
    return [figure for figure in found if figure.status == "protected"]


WITHHELD = (
    "own-in-and-out",
    "own-net-rate",
    "own-partners",
    "own-streams",
    "own-map",
    "own-institutes",
    "own-postdocs",
)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("id", WITHHELD)
def test_withheld_values_are_counted_with_the_exhibit(withheld, id, lang):
    exhibit = build(withheld, id, lang)
    hidden = withheld_figures(withheld, id)
    assert hidden
    assert Words(lang)("own.withheld", count=len(hidden)) in exhibit.caveats
    for figure in exhibit.figures:
        assert (figure.value is None) == (figure.status == "protected")


# Titles of the tables that withhold, from the cells that are known to be there: 12 leave each
# year, 4 to each of 3 countries; 20 first postdocs are at home and 12 abroad.
CLAIMS = {
    "own-in-and-out": "By own records 0 people came in and at least 3 people left in 2016",
    "own-net-rate": "By own records the net rate of 2016 is withheld, as parts of the moves are",
    "own-streams": (
        "By own records at least 0 people came in and at least 15 left in 2012 to 2016; "
        "part of the moves is withheld"
    ),
    "own-partners": (
        "By own records all moves of 2012 to 2016 are withheld: too few people with any one partner"
    ),
    "own-institutes": (
        "In 2012 to 2016, at least 15 people left these institutes for other countries; "
        "part of the counts is withheld"
    ),
    "own-postdocs": (
        "How many first postdocs of doctorates are abroad is withheld in part, so no total is given"
    ),
    "own-sensitivity": (
        "Net rates by other rules: those that rest on withheld moves are not given"
    ),
}


def written(dataset, folder, spells, **rules):
    """A dataset beside the tables of spells (person, from, to, country, role, institute)."""
    names = ("person_id", "start_year", "end_year", "country", "role", "organisation")
    columns = {
        name: list(values) for name, values in zip(names, zip(*spells, strict=True), strict=True)
    }
    given = Rules(institutes=("KAIST",), **rules)
    reader = TableReader(pa.table(columns))
    (result,) = EmbeddedEngine().run(reader, [given])
    write_folder(result, folder, engine="embedded 0", made="2026-01-01", tried=[("", None, result)])
    return with_mobility(dataset, read_folder(folder, institute_names(dataset)))


@pytest.fixture(scope="module")
def fours(dataset, tmp_path_factory):
    """Moves and first postdocs abroad of four people each, all of which are withheld."""
    spells = [(f"h{n}", 2008, 2018, "KR", "staff", "") for n in range(30)]
    for year in range(2009, 2018):
        for country in ("US", "JP", "CN"):
            for n in range(4):
                who = f"{country}{year}{n}"
                spells.append((who, year - 1, year - 1, "KR", "staff", "KAIST"))
                spells.append((who, year, year, country, "staff", ""))
    for n in range(32):
        where = "KR" if n < 20 else ("US", "JP", "CN")[n % 3]
        spells.append((f"d{n}", 2004, 2006, "KR", "doctorate", "KAIST"))
        spells.append((f"d{n}", 2007, 2007, where, "postdoc", ""))
    return written(dataset, tmp_path_factory.mktemp("fours"), spells, suppress=True, last_year=2018)


@pytest.mark.parametrize("id", CLAIMS)
def test_a_title_claims_nothing_that_is_withheld(fours, id):
    exhibit = build(fours, id)
    assert exhibit.title == CLAIMS[id]
    assert CLAIMS[id] in exhibit.alt
    assert "withheld because" in exhibit.caveats[-1]


def test_moves_that_are_withheld_are_no_zero(fours):
    into, out = (own.moves(fours, f"own-{way}", 2014, 2014)[0] for way in ("inflow", "outflow"))
    assert (into.value, into.status) == (0, "derived")
    assert (out.value, out.lower, out.upper, out.status) == (None, None, None, "protected")
    (rate,) = own.net_rates(fours, 2014, 2014)
    assert (rate.value, rate.lower, rate.status) == (None, None, "protected")


@pytest.mark.parametrize("id", [*CLAIMS, "own-map"])
def test_records_without_a_complete_year_say_so(dataset, tmp_path, id):
    spells = [(f"h{n}", 2018, 2020, "KR", "staff", "KAIST") for n in range(30)]
    for n in range(6):
        spells.append((f"m{n}", 2018, 2018, "KR", "staff", "KAIST"))
        spells.append((f"m{n}", 2019, 2020, "US", "staff", ""))
    short = written(dataset, tmp_path / "t", spells)
    assert own.latest_complete(short.mobility) is None
    exhibit = build(short, id)
    if id == "own-postdocs":
        return  # of all years chosen, complete or not
    told = " ".join((exhibit.title, *exhibit.notices))
    assert "no complete year" in told
    assert not re.search(r"in 20\d\d|of 20\d\d", exhibit.title)
    assert own.own_figures(short)


def test_years_chosen_of_which_none_is_complete_are_said(beside):
    for choice in ("early", "late"):
        exhibit = build(beside, "own-institutes", choice=choice)
        assert "is complete in own records" in exhibit.notices[0]


def test_few_is_told_by_the_rules_of_the_tables(dataset, tmp_path):
    folder = tables(tmp_path / "t", people=300, few_below=12)
    beside = with_mobility(dataset, read_folder(folder, institute_names(dataset)))
    partners, streams, world = (build(beside, f"own-{id}") for id in ("partners", "streams", "map"))
    assert "Hatched values rest on fewer than 12 observations." in partners.caveats
    for exhibit in (partners, streams):
        counts = [f for f in exhibit.figures if f.indicator != "own-balance"]
        assert any(5 <= f.number < 12 for f in counts)
        assert all(f.few == (0 < f.number < 12) for f in counts)
    few = sum(figure.few for figure in world.figures)
    assert few
    caveat = f"{few} partners have fewer than 12 moves, so their balances may be chance."
    assert caveat in world.caveats
