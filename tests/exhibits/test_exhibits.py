"""Every exhibit in both languages under every kind of choice."""

from __future__ import annotations

import re

import pytest

from innocore_metrics.charts import DARK, LIGHT
from innocore_metrics.errors import SelectionError
from innocore_metrics.exhibits import EXHIBITS, FILTERS, View, find
from innocore_metrics.selection import BASELINES, Selection
from innocore_metrics.text import Words

HANGUL = re.compile("[가-힣]")
CHOICES = {
    "full": {},
    "empty": {"institutes": (), "fields": (), "first_year": 2026},
    "one": {"institutes": ("kaist",), "fields": ("ai-bio",)},
    "early": {"last_year": 1999},
    "ppp": {"basis": "ppp"},
    "no rate": {"basis": "ppp", "rate_date": "2026-07-31"},
}
# Exhibits that are tables by design.
TABLES = ("evidence-compared", "claims-verdicts")
# What is spelt in Latin letters on a Korean page: names, units and abbreviations.
LATIN = re.compile(
    r"(?<![A-Za-z])(MIT|KAIST|GIST|DGIST|UNIST|EPFL|Scopus|OpenAlex|IMD|AI|NIH|NRSA|GSS|STEPI|US|CSV)(?![A-Za-z])"
)


def build(dataset, id, lang, choice, theme=LIGHT):
    selection = Selection(dataset.vocabulary, lang=lang).with_(**CHOICES[choice])
    return find(id).exhibit(View(dataset, selection, Words(lang), theme))


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("id", [spec.id for spec in EXHIBITS])
def test_an_exhibit_is_complete(dataset, id, lang, choice):
    exhibit = build(dataset, id, lang, choice)
    texts = (exhibit.title, exhibit.subtitle, exhibit.alt, *exhibit.caveats, *exhibit.notices)
    assert exhibit.title
    assert not any("{" in text for text in texts)
    assert exhibit.alt.startswith(exhibit.title)
    if exhibit.chart is None and id not in TABLES:
        assert exhibit.notices
    if any(figure.published for figure in exhibit.figures):
        assert dataset.version in exhibit.source_line
        assert exhibit.statuses
        assert len(exhibit.table.rows) == len(exhibit.figures)
    if lang == "en":
        assert not any(HANGUL.search(text) for text in (*texts, exhibit.source_line))


@pytest.mark.parametrize("id", [spec.id for spec in EXHIBITS])
def test_titles_are_korean_on_a_korean_page(dataset, id):
    title = build(dataset, id, "ko", "full").title
    left = re.sub("[A-Za-z]+", "", LATIN.sub("", title))
    assert left == LATIN.sub("", title), title


@pytest.mark.parametrize("id", [spec.id for spec in EXHIBITS])
def test_a_chart_draws_only_numbers_that_are_figures(dataset, id):
    exhibit = build(dataset, id, "en", "full")
    if exhibit.chart is None:
        return
    known = {f.value for f in exhibit.figures} | {f.lower for f in exhibit.figures}
    known |= {f.upper for f in exhibit.figures}
    for trace in exhibit.chart.data:
        if trace.type == "choropleth":
            assert set(trace.z) <= known
        if trace.type == "sankey":
            assert set(trace.link.value) <= known
        if trace.type in ("choropleth", "scattergeo", "sankey"):
            continue
        horizontal = trace.orientation == "h" or trace.error_x.array is not None
        values = trace.x if horizontal else trace.y
        drawn = {value for value in values if value is not None}
        assert drawn <= known, id


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_come_from_the_theme(dataset, theme):
    chart = build(dataset, "postdocs-per-faculty", "ko", "full", theme).chart
    assert theme.mit in chart.data[0].marker.color
    assert theme.four in chart.data[0].marker.color


def test_there_are_enough_exhibits_and_every_page_has_some():
    assert len(EXHIBITS) >= 20
    assert len({spec.id for spec in EXHIBITS}) == len(EXHIBITS)
    pages = {
        "overview",
        "ratio",
        "salary",
        "brain-drain",
        "recruitment",
        "groups",
        "claims",
        "scenarios",
        "data",
    }
    assert {spec.page for spec in EXHIBITS} == pages
    assert all(name in FILTERS for spec in EXHIBITS for name in spec.filters)


def test_an_unknown_exhibit_is_refused_with_those_that_exist():
    with pytest.raises(SelectionError) as caught:
        find("net-rte")
    assert "net-rate" in caught.value.problems[0].allowed


def test_evidence_of_different_kinds_never_shares_a_chart(dataset):
    for spec in EXHIBITS:
        exhibit = build(dataset, spec.id, "en", "full")
        if spec.page != "brain-drain" or exhibit.chart is None:
            continue
        kinds = {dataset.indicator[f.indicator].evidence for f in exhibit.figures}
        assert kinds <= {spec.evidence}, spec.id


def test_a_choice_without_a_rate_says_which_rates_there_are(dataset):
    exhibit = build(dataset, "salary-levels", "en", "no rate")
    assert exhibit.chart is None
    assert "years with one: 2015, 2016" in exhibit.notices[0]


def test_institutes_without_figures_are_named(dataset):
    exhibit = build(dataset, "postdocs-per-faculty", "ko", "one")
    assert exhibit.chart is None
    assert any("KAIST: 기관별로 공표되지 않았습니다" in notice for notice in exhibit.notices)


@pytest.mark.parametrize(
    ("id", "window"),
    [
        ("claim-half", "0.375~0.625명"),
        ("claim-share", "40.5~41.5%"),
        ("claim-multiple", "1.75~1.85배"),
    ],
)
def test_a_window_has_the_decimals_its_ends_need(dataset, id, window):
    exhibit = build(dataset, id, "ko", "full")
    assert sum(window in caveat for caveat in exhibit.caveats) == 1
    assert window in exhibit.table.rows[-1]


@pytest.mark.parametrize("baseline", BASELINES)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_verdict_stands_apart_in_the_title(dataset, lang, baseline):
    selection = Selection(dataset.vocabulary, lang=lang, baseline=baseline)
    words = Words(lang)
    view = View(dataset, selection, words, LIGHT)
    chosen = words(f"baseline_name.{baseline}")
    kind = "depends on an assumption" if baseline == "domestic-mean" else "not supported"
    title = find("claim-multiple").exhibit(view).title
    assert title.startswith(chosen)
    assert words(f"verdict.{kind}") in title


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("id", [spec.id for spec in EXHIBITS])
def test_caveats_are_whole_sentences_and_none_is_said_twice(dataset, id, lang):
    for choice in ("full", "one", "early"):
        caveats = build(dataset, id, lang, choice).caveats
        for text in caveats:
            assert text.endswith("."), text
            others = [other for other in caveats if other != text]
            assert not any(text.rstrip(".") in other for other in others), text


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_pages_speak_no_words_of_programmers(dataset, lang):
    for spec in EXHIBITS:
        exhibit = build(dataset, spec.id, lang, "full")
        said = " ".join((exhibit.title, exhibit.subtitle, *exhibit.caveats, *exhibit.notices))
        assert not re.search(r"INNOCORE_|python|UTC|docs/", said), said
