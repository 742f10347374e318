"""Stories: file and address give back what was put in, and everything wrong has its place."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innocore_metrics import stories
from innocore_metrics.cli import main
from innocore_metrics.exhibits import EXHIBITS, find
from innocore_metrics.selection import FILTER_PARAMETERS, Vocabulary
from innocore_metrics.stories import Slide, Story, files
from innocore_metrics.text import Words, render
from tests.conftest import DATA

WORDS = Vocabulary(
    ("mit", "kaist", "gist", "dgist", "unist", "four-institutes"),
    ("ai-model", "physical-ai", "manufacturing-ai", "ai-bio", "ai-aerospace", "ai-energy"),
)
VALUES = {
    "institutes": ["", "mit", "kaist,gist", "mit,four-institutes"],
    "fields": ["", "ai-bio", "ai-model,ai-energy"],
    "basis": ["average", "ppp"],
    "rate_date": ["2024-06-28", "2025-09-29"],
    "from": ["1996", "2010"],
    "to": ["2011", "2020"],
    "count": ["national-rd"],
    "baseline": ["domestic-mean"],
}


def texts(most: int, line_breaks: bool = False):
    unseen = ["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]
    plain = st.characters(
        codec="utf-8",
        exclude_categories=unseen,
        exclude_characters="\ufffd",
        include_characters="\u200c\u200d",
    )
    broken = plain | st.sampled_from("\n\t")
    return st.text(broken if line_breaks else plain, max_size=most)


@st.composite
def slides(draw) -> Slide:
    spec = draw(st.sampled_from(EXHIBITS))
    names = [name for filter_ in spec.filters for name in FILTER_PARAMETERS[filter_]]
    kept = [name for name in VALUES if name in names and draw(st.booleans())]
    filters = tuple((name, draw(st.sampled_from(VALUES[name]))) for name in kept)
    return Slide(spec.id, filters, draw(texts(80, True)), draw(texts(80, True)))


some_stories = st.builds(
    lambda title, other, shown, minutes: Story(title, other, tuple(shown), minutes),
    texts(40).filter(bool),
    texts(40),
    st.lists(slides(), min_size=1, max_size=8),
    st.integers(0, 600),
)


@settings(max_examples=80, deadline=None)
@given(some_stories)
def test_every_story_survives_the_file_and_the_address(story):
    assert stories.read_story(stories.to_toml(story), "x.toml", WORDS) == (story, ())
    link = stories.encode(story)
    assert re.fullmatch("~[A-Za-z0-9_-]+", link)
    assert stories.decode(link, WORDS) == (story, ())


@given(st.text(max_size=60) | st.text("~ABCxyz019-_", max_size=60).map("~".__add__))
def test_no_address_raises(text):
    told_of(*stories.decode(text, WORDS))


def told_of(story, problems):
    """Either a story or problems, and these can be worded and sent in both languages."""
    assert (story is None) == bool(problems)
    for lang in ("ko", "en"):
        for problem in problems:
            assert render(problem, Words(lang)).encode()


def link_to(text):
    """What is packed as a story is, whatever it is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text.encode()) + packer.flush()
    return "~" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


# Halves of characters included: JSON can write them.
any_text = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["\ud800", "basis=\udfff", "from=1066&\ud800=1", "parity", "net-rate", "from=2010", "<!--"]
)
any_tree = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=12,
)
any_slide = st.tuples(
    st.sampled_from(["parity", "net-rate"]) | any_tree, any_tree, any_tree, any_tree
)
any_slides = st.lists(any_slide | any_tree, max_size=3) | any_tree
nearly_stories = st.tuples(st.integers(-1, 601) | any_tree, any_tree, any_tree, any_slides)


@settings(max_examples=400, deadline=None)
@given(nearly_stories | any_tree)
def test_no_tree_in_an_address_raises(tree):
    told_of(*stories.decode(link_to(json.dumps(tree)), WORDS))


@pytest.mark.parametrize("filters", [5, True, None, [], {}, ["a"], 1.5, {"from": "2010"}])
def test_filters_of_another_kind_are_refused(filters):
    link = link_to(json.dumps([0, "a", "b", [["parity", filters, "", ""]]]))
    assert [p.code for p in stories.decode(link, WORDS)[1]] == ["story_link"]


STRANGE = (
    '[0,"a","b",' + "[" * 5000 + "]" * 5000 + "]",
    "[" + "9" * 5000 + ',"a","b",[]]',
    '[NaN,"a","b",[["parity","","",""]]]',
    '[0,"a","b",[["\\ud800","","",""]]]',
    '[0,"a","b",[["parity","\\ud800=1","",""]]]',
    "null",
    "",
)


@pytest.mark.parametrize("text", STRANGE)
def test_strange_json_in_an_address_is_refused(text):
    story, problems = stories.decode(link_to(text), WORDS)
    assert story is None
    told_of(story, problems)


@given(st.text(max_size=200))
def test_no_file_raises(text):
    story, problems = stories.read_story(text, "x.toml", WORDS)
    told_of(story, problems)
    assert all(problem.file == "x.toml" for problem in problems)


HUGE = ("[" * 20_000, "{a=" * 3000, "9" * 6000, "0x" + "f" * 6000, "[0x" + "f" * 6000 + "]")
SMALL = ('""', '"x"', '"""x', "1", "-1", "nan", "1e400", "1979-05-27", "true", "[]", "{}")
NESTED = ("[1, 'a', [2]]", "{ from = 2010 }", "{ from = [1, {}] }", "{ a.b.c = 1 }", '"parity"')
KEYS = ("title_ko", "title_en", "minutes", "slides", "exhibit", "filters", "note_ko", "x")
lines_of_toml = st.sampled_from(
    ("[[slides]]", "[slides]", "[[slides.filters]]", "[x]", "x" + ".a" * 200 + "=1")
) | st.tuples(st.sampled_from(KEYS), st.sampled_from(HUGE + SMALL + NESTED)).map(" = ".join)


@settings(max_examples=100, deadline=None)
@given(st.lists(lines_of_toml, max_size=8).map("\n".join))
def test_no_lines_of_toml_raise(text):
    told_of(*stories.read_story(text, "x.toml", WORDS))


@pytest.mark.parametrize("key", ["title_ko", "minutes", "slides", "x"])
@pytest.mark.parametrize("value", HUGE)
def test_numbers_and_nesting_without_end_are_refused(key, value):
    story, problems = stories.read_story(f"{key} = {value}", "x.toml", WORDS)
    assert story is None
    told_of(story, problems)


@pytest.mark.parametrize("part", [".a", '."a"', " . a"])
def test_a_key_in_thousands_of_parts_is_refused_unread(part, monkeypatch):
    monkeypatch.setattr(files.tomllib, "loads", lambda text: pytest.fail("was parsed"))
    story, problems = stories.read_story("minutes = 2\nx" + part * 9000 + " = 1", "x.toml", WORDS)
    assert story is None
    assert [(problem.row, problem.code) for problem in problems] == [(2, "story_toml")]


def test_a_link_that_unpacks_to_a_flood_is_refused():
    assert stories.decode(link_to(" " * 200_000_000), WORDS)[1][0].code == "story_link"


def test_ready_stories_are_sound_and_there_are_three(dataset):
    assert stories.check(DATA, dataset.vocabulary) == ()
    found = stories.ready(DATA, dataset.vocabulary)
    assert [story.id for story in found] == [
        "two-minute-briefing",
        "recruitment-report",
        "brain-drain-evidence",
    ]
    for story in found:
        assert story.title_ko
        assert story.title_en
        assert story.minutes
        for slide in story.slides:
            # A note that names a figure would stay behind when the figure is corrected.
            assert not re.search(r"\d", slide.note_ko + slide.note_en), slide
            assert slide.note_ko
            assert slide.note_en
            assert find(slide.exhibit)


FILE = """\
title_ko = "보고"
minutes = 2

[[slides]]
exhibit = "net-rate"
note_ko = \"\"\"
exhibit = "this is a note
[[slides]]
\"\"\"
filters = { from = "2010" }

[[slides]]
exhibit = "parity"
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "given"),
    [
        ('"net-rate"', '"net-rates"', "not_in_list", "s.toml:5:exhibit", "net-rates"),
        ('"parity"', '"partiy"', "not_in_list", "s.toml:13:exhibit", "partiy"),
        ('from = "2010"', 'from = "1066"', "not_in_list", "s.toml:10:filters", "1066"),
        ("from =", "form =", "story_filter", "s.toml:10:filters", "form"),
        ("from =", "basis =", "story_filter", "s.toml:10:filters", "basis"),
        ('{ from = "2010" }', '"from=2010"', "story_type", "s.toml:10:filters", "from=2010"),
        ("minutes = 2", "minutes = -2", "out_of_range", "s.toml:2:minutes", "-2"),
        ("minutes = 2", 'minutes = "two"', "integer", "s.toml:2:minutes", "two"),
        ("minutes = 2", "hours = 2", "story_key", "s.toml:2:hours", "hours"),
        ("minutes = 2", "minutes =", "story_toml", "s.toml:2", "minutes ="),
        ('title_ko = "보고"', "", "required", "s.toml:title_ko", ""),
        ('exhibit = "parity"', 'slide = "parity"', "required", "s.toml:12:exhibit", ""),
        ('exhibit = "parity"', 'slide = "parity"', "story_key", "s.toml:13:slide", "slide"),
        ('"보고"', '"보\\u0007고"', "story_control", "s.toml:1:title_ko", "U+0007"),
        ('"보고"', f'"{"보" * 121}"', "story_long", "s.toml:1:title_ko", "121"),
        ('"보고"', "7", "story_type", "s.toml:1:title_ko", "7"),
    ],
)
def test_a_spoiled_file_is_named_by_line_and_key(old, new, code, place, given):
    story, problems = stories.read_story(FILE.replace(old, new, 1), "s.toml", WORDS)
    assert story is None
    found = [problem for problem in problems if problem.code == code]
    assert [(problem.place, problem.given) for problem in found] == [(place, given)]


def test_all_problems_come_at_once():
    text = FILE.replace("net-rate", "x").replace("parity", "y").replace("minutes = 2", "m = 1")
    problems = stories.read_story(text, "s.toml", WORDS)[1]
    assert [problem.row for problem in problems] == [2, 5, 13]


def test_filters_may_be_written_as_lists_and_numbers():
    text = FILE.replace('from = "2010"', "from = 2010")
    story, problems = stories.read_story(text, "s.toml", WORDS)
    assert problems == ()
    assert story.slides[0].filters == (("from", "2010"),)


def test_check_covers_the_stories(spoiled, capsys):
    path = spoiled / "stories" / "01-two-minute-briefing.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"salary-share"', '"salary-shore"'), encoding="utf-8")
    assert main(["check", "--data", str(spoiled)]) == 1
    line = text.split("\n").index('exhibit = "salary-share"') + 1
    err = capsys.readouterr().err
    assert f"stories/01-two-minute-briefing.toml:{line}:exhibit: 'salary-shore'" in err
    assert "salary-share" in err
    assert main(["check", "--data", str(spoiled), "--lang", "ko"]) == 1
    assert "쓸 수 있는 값: salary-share" in capsys.readouterr().err
    path.write_bytes(text.encode("cp949"))
    (spoiled / "stories" / "Ö.toml").write_text("")
    assert main(["check", "--data", str(spoiled)]) == 1
    err = capsys.readouterr().err
    assert "stories/01-two-minute-briefing.toml:2" in err
    assert "stories/Ö.toml" in err


@pytest.mark.parametrize("bad", ["\x00", "\x85", "\u2028", "\u202e", "\u200b", "\ufffd", "\ufeff"])
def test_a_character_that_cannot_be_seen_is_named_with_its_line(dataset, bad):
    text = stories.to_toml(Story("보고", "Report", (Slide("parity", (), f"두{bad}번", "x"),)))
    story, (problem,) = stories.read_story(text, "a.toml", dataset.vocabulary)
    assert story is None
    assert (problem.row, problem.column, problem.code) == (6, "note_ko", "story_control")
    assert problem.given.startswith(f"U+{ord(bad):04X}")


def test_lines_and_joined_pictures_stay_in_notes(dataset):
    story = Story("보고", "Report", (Slide("parity", (), "둘\n\t셋", "👩\u200d🔬 in a lab"),))
    again, problems = stories.read_story(stories.to_toml(story), "a.toml", dataset.vocabulary)
    assert (again, problems) == (story, ())
