"""Names on a page: publishers in its language, known issues as figures, not as row keys."""

from __future__ import annotations

import re

import pytest

from innocore_metrics.charts import LIGHT
from innocore_metrics.exhibits import Labels, View, find, issues
from innocore_metrics.model import KnownIssue
from innocore_metrics.selection import Selection
from innocore_metrics.text import Words

# Publishers that write themselves in Latin letters, or have no settled Korean name.
LATIN = {
    "Woori TV News",
    "Global Economic Times",
    "Statnews",
    "Newspub",
    "Issuen",
    "Aju Press",
    "Pulse",
    "DGIST DNA",
    "EBN",
    "KB",
    "SNSF",
    "FASEB",
    "NIH",
    "Stanford SURPAS",
}


@pytest.mark.parametrize("grade", ["press", "copy"])
def test_the_press_is_named_in_korean_on_a_korean_page(dataset, grade):
    korean, english = Labels(dataset, Words("ko")), Labels(dataset, Words("en"))
    for source in dataset.sources:
        if source.grade != grade:
            continue
        assert english.publisher(source) == source.publisher
        name = korean.publisher(source)
        assert re.search("[가-힣]", name) or name in LATIN, name


def test_a_source_is_cited_with_the_korean_name_on_a_korean_page_alone(dataset):
    source = dataset.source["joongdo-2025-09"]
    assert "중도일보" in Labels(dataset, Words("ko")).source(source)
    assert "Joongdo Ilbo" in Labels(dataset, Words("en")).source(source)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_known_issue_names_its_figure_and_its_unit(dataset, lang):
    labels = Labels(dataset, Words(lang))
    assert dataset.known_issues
    for issue in dataset.known_issues:
        where, value = issues.subject(labels, issue)
        assert issue.table not in where
        assert ";" not in where
        assert value.replace(",", "").startswith(issue.expect), (where, value)
        assert re.search("(명|%| people| %)$", value), value


def test_the_revised_doctorates_of_2021_in_words(dataset):
    issue = next(one for one in dataset.known_issues if one.id == "revised-2021")
    where, value = issues.subject(Labels(dataset, Words("ko")), issue)
    assert where.endswith("2021년판 · 2021년")
    assert value == "1,025명"


def test_an_issue_about_a_cell_that_is_no_figure_keeps_its_key(dataset):
    issue = KnownIssue("x", "sources", "kb-2024-12", "url", "a", "b", "", "", "kb-2024-12")
    said = issues.subject(Labels(dataset, Words("en")), issue)
    assert said == ("sources: kb-2024-12, url", "a")


def test_countries_take_their_article_and_lists_their_commas():
    english, korean = Words("en"), Words("ko")
    names = ["Korea", "the United States", "Germany"]
    assert Labels(None, english).listed(names) == "Korea, the United States and Germany"
    assert Labels(None, english).listed(names[:1]) == "Korea"
    assert Labels(None, korean).listed(["한국", "미국", "독일"]) == "한국, 미국, 독일"


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_one_precision_within_a_card(dataset, lang):
    """A value in a title has as many digits as the same value beside its bar."""
    view = View(dataset, Selection(dataset.vocabulary, lang=lang), Words(lang), LIGHT)
    for id in ("postdocs-per-faculty", "two-counts", "comparators", "salary-multiple", "parity"):
        exhibit = find(id).exhibit(view)
        written = f"{exhibit.title} {' '.join(exhibit.caveats)}"
        beside = {view.labels.number(f) for f in exhibit.figures if f.published}
        assert set(re.findall(r"(?<![\d.])\d+\.\d+", written)) <= beside, id
