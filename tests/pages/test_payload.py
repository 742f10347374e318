"""What the board is given: complete for the choice and its neighbours, the same as Python's."""

from __future__ import annotations

import json
import re

import pytest

from innocore_metrics.exhibits import find
from innocore_metrics.selection import Selection
from pages import PAGES
from pages.components import layouts, payload

HANGUL = re.compile("[가-힣]")


def load(dataset, page, near=True, **choices):
    selection = Selection(dataset.vocabulary).with_(**choices)
    return json.loads(payload.page_json(dataset, page, selection, near))


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_exhibit_of_a_page_is_there_for_the_choice(dataset, page, lang):
    given = load(dataset, page, lang=lang)
    for id in layouts.exhibits(page):
        assert f"{id}|" in given["variants"], id
    if lang == "en":
        text = json.dumps({k: v for k, v in given.items() if k != "languages"}, ensure_ascii=False)
        assert not HANGUL.search(text)


def test_one_click_away_is_there_too(dataset):
    variants = load(dataset, "ratio")["variants"]
    for id in dataset.vocabulary.institutes:
        rest = ",".join(i for i in dataset.vocabulary.institutes if i != id)
        assert f"postdocs-per-faculty|institutes={rest}" in variants
    assert {"salary-levels|", "salary-levels|basis=ppp", "salary-levels|basis=average"} <= set(
        load(dataset, "salary")["variants"]
    )


def test_without_neighbours_only_the_choice_comes(dataset):
    variants = load(dataset, "salary", near=False, basis="ppp")["variants"]
    mine = [key for key in variants if key.startswith("salary-levels")]
    assert mine == ["salary-levels|basis=ppp"]


def test_a_variant_is_what_the_exhibit_draws(dataset):
    selection = Selection(dataset.vocabulary, lang="en", basis="ppp")
    given = load(dataset, "salary", lang="en", basis="ppp")["variants"]["salary-levels|basis=ppp"]
    from innocore_metrics.charts import LIGHT
    from innocore_metrics.exhibits import View
    from innocore_metrics.text import Words

    exhibit = find("salary-levels").exhibit(View(dataset, selection, Words("en"), LIGHT))
    assert given["title"] == exhibit.title
    assert given["chart"] == json.loads(exhibit.chart.to_json())
    assert [row[1] for row in given["raw"]] == [figure.value for figure in exhibit.figures]


def test_filters_that_do_not_matter_do_not_make_another_variant(dataset):
    plain = load(dataset, "salary", near=False)["variants"]["salary-share|"]
    assert load(dataset, "salary", near=False, basis="ppp")["variants"]["salary-share|"] == plain


def test_every_exhibit_stands_on_exactly_one_page_of_its_own():
    for page in PAGES:
        if page != "overview":
            ids = layouts.exhibits(page)
            assert len(set(ids)) == len(ids)
            assert {find(id).page for id in ids} == ({page} if ids else set())
    assert tuple(PAGES) == layouts.MENU


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_key_figure_says_when_how_sure_and_from_whom(dataset, lang):
    words = {"ko": "출처: ", "en": "Source: "}
    statuses = {"ko": {"산출", "언론 보도"}, "en": {"derived", "press"}}
    for _, value, beside, caption in load(dataset, "overview", lang=lang)["variants"]["cards|"]:
        when, status, source = caption.split(" · ", 2)
        assert value
        assert beside
        assert re.search(r"20\d\d", when)
        assert status in statuses[lang]
        assert source.startswith(words[lang])
        assert len(source) > len(words[lang])
