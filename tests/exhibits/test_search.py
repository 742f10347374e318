"""Finding figures by words, in the forms that people use."""

from __future__ import annotations

import pytest

from innocore_metrics.exhibits import search
from innocore_metrics.text import LANGUAGES, Words

ROW = "박사후연구원 GIST 2024년 352명"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("지스트", True),
        ("지스트 포닥", True),
        ("포스닥 2024", True),
        ("ＧＩＳＴ", True),
        ("gist postdoc", True),
        ("디지스트", False),
        ("지스트 2023", False),
        ("카이스트", False),
        ("", True),
    ],
)
def test_every_word_is_found_in_any_of_its_forms(lang, asked, found):
    assert search.has_all(ROW, search.terms(asked, Words(lang))) is found


def test_a_name_within_another_is_not_found():
    assert not search.has_all("DGIST 115", search.terms("gist", Words("en")))
    assert search.has_all("GIST, 150", search.terms("지스트", Words("en")))
