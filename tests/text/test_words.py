"""Both languages say everything, with the same blanks to fill."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innocore_metrics.text import Words, with_particle
from innocore_metrics.text.words import _load

HANGUL = re.compile("[가-힣]")


def test_both_languages_have_the_same_keys():
    assert Words("ko").keys() == Words("en").keys()


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_blanks():
    korean, english = _load("ko"), _load("en")
    # A month has a name in English and a number in Korean.
    free = {"number.month", "number.day"}
    different = {
        key for key in korean if key not in free and _blanks(korean[key]) != _blanks(english[key])
    }
    # A sentence may leave out a blank, but never ask for one that the other is not given.
    for key in different:
        assert key.startswith(("exhibit.", "problem.")), key


def test_no_korean_in_english():
    # What people type to find a figure may be in either language.
    texts = {key: text for key, text in _load("en").items() if not key.startswith("synonym.")}
    assert not [key for key, text in texts.items() if HANGUL.search(text)]


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("MIT", "은", "MIT는"),
        ("KAIST", "이", "KAIST가"),
        ("서울", "으로", "서울로"),
        ("부산", "으로", "부산으로"),
        ("1,954명", "이", "1,954명이"),
        ("40.7%", "은", "40.7%는"),
        ("3", "을", "3을"),
        ("2", "을", "2를"),
        ("한국과학기술원(KAIST)", "은", "한국과학기술원(KAIST)은"),
    ],
)
def test_particles_follow_the_sound(word, particle, expected):
    assert with_particle(word, particle) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mit", "'mit'는"),
        ("부산", "'부산'은"),
        ("30", "'30'은"),
        ("기관(KAIST)", "'기관(KAIST)'은"),
    ],
)
def test_a_closing_quote_may_stand_before_the_particle(value, expected):
    sentence = Words("ko")("problem.unknown_country", given=value)
    assert sentence.startswith(f"{expected} ISO 3166")


def test_no_particle_is_written_out_after_a_quoted_value():
    written_out = re.compile(r"'\{\w+\}'(은|는|이|가|을|를|과|와|으로|로|이라는|라는)(?![가-힣])")
    assert not [key for key, text in _load("ko").items() if written_out.search(text)]


@given(st.text(min_size=1))
def test_a_particle_never_changes_the_word(word):
    assert with_particle(word, "은").startswith(word)


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'fr' is not one of ko, en"):
        Words("fr")
