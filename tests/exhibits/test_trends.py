"""What a title says is about the figures shown: its years, its first and its last value."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innocore_metrics.charts import LIGHT
from innocore_metrics.exhibits import EXHIBITS, View, find
from innocore_metrics.exhibits.trends import trend, turning_point
from innocore_metrics.model import Figure
from innocore_metrics.selection import parse_query
from innocore_metrics.text import Words

YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d)")
PERIODS = (
    (1995, 2000),
    (1998, 2004),
    (2003, 2009),
    (2010, 2015),
    (2016, 2018),
    (2017, 2017),
    (2019, 2020),
    (2021, 2021),
    (2022, 2024),
    (2025, 2026),
)
ANSWERING = [spec.id for spec in EXHIBITS if "period" in spec.filters]
KIND = {"rose": "올랐습니다", "fell": "내렸습니다"}


def _built(dataset, id, lang, years):
    query = {"lang": lang, **dict(zip(("from", "to"), map(str, years), strict=True))}
    selection, problems = parse_query(query, dataset.vocabulary)
    assert not problems
    return find(id).exhibit(View(dataset, selection, Words(lang), LIGHT))


def _years(figures):
    found = set()
    for figure in figures:
        ends = [int(part[:4]) for part in figure.period.split("/")]
        found |= set(range(ends[0], ends[-1] + 1))
    return found


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("years", [(1995, 2026), *PERIODS])
@pytest.mark.parametrize("id", ANSWERING)
def test_a_title_names_no_year_that_is_not_shown(dataset, id, lang, years):
    exhibit = _built(dataset, id, lang, years)
    if not exhibit.figures:
        return
    named = {int(year) for year in YEAR.findall(exhibit.title)}
    assert named <= _years(f for f in exhibit.figures if f.published), exhibit.title


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_title_follows_the_period(dataset, lang):
    """An exhibit that answers to the period never says of a part what holds of the whole."""
    silent = set()
    for id in ANSWERING:
        built = [_built(dataset, id, lang, years) for years in ((1995, 2026), *PERIODS)]
        titles = {exhibit.title: exhibit.figures for exhibit in built if exhibit.figures}
        if len(titles) < 2 and built[0].figures:
            silent.add(id)
    assert not silent


def test_the_stay_rate_tells_its_peak_and_where_it_ends(dataset):
    title = _built(dataset, "stay-rates", "ko", (1995, 2026)).title
    assert "2003년 36%에서 2015년 66%까지 올랐다가 2023년 51%입니다" in title
    title = _built(dataset, "stay-rates", "ko", (2016, 2026)).title
    assert title.endswith("2017년 57%에서 2023년 51%로 내렸습니다")


def test_the_score_is_told_where_the_score_is_drawn(dataset):
    exhibit = _built(dataset, "imd", "ko", (1995, 2026))
    assert "1995년 7.53점에서 2015년 3.98점" in exhibit.title
    assert "2025년 58위" in exhibit.subtitle
    later = _built(dataset, "imd", "ko", (2016, 2026))
    assert "2025년 58위" in later.title
    assert later.chart is None
    assert later.notices


def test_the_close_is_drawn_and_its_distance_computed(dataset):
    exhibit = _built(dataset, "exchange-rate", "ko", (1995, 2026))
    assert exhibit.title == "2024년 연말 종가 1,472.5원은 연평균 1,363.4원보다 109.1원 높습니다"
    assert 1472.5 in {value for trace in exhibit.chart.data for value in trace.y}


def test_the_caption_of_doctorates_is_dated_as_its_chart(dataset):
    exhibit = _built(dataset, "doctorates", "ko", (1995, 2026))
    assert "기준: 2025년" in exhibit.source_line
    assert "2025년에 박사 1,272명" in exhibit.title


def _view(dataset, lang="ko"):
    selection, _ = parse_query({"lang": lang}, dataset.vocabulary)
    return View(dataset, selection, Words(lang), LIGHT)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=9))
def test_a_trend_names_both_ends_and_any_turn(dataset, values):
    base = Figure("KR", "intend-to-stay", "2000", 0, "percent", "published", ())
    figures = [replace(base, period=str(2000 + i), value=v) for i, v in enumerate(values)]
    said = trend(_view(dataset), figures)
    ends = {(f.period, f"{f.value:.1f}".removesuffix(".0")) for f in (figures[0], figures[-1])}
    assert {period for period, _ in ends} <= set(YEAR.findall(said))
    turn = turning_point(values)
    if turn is None and len(values) > 1 and values[0] != values[-1]:
        assert said.endswith(KIND["rose" if values[-1] > values[0] else "fell"])
    if turn is not None:
        assert 0 < turn < len(values) - 1
        assert str(2000 + turn) in said
    assert trend(_view(dataset), []) == ""
