"""Which story is meant: a ready one, one in the address, or a page as it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from innocore_metrics import stories
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import Problem, SelectionError, VersionError, told
from innocore_metrics.selection import Vocabulary, is_version, parse_query
from innocore_metrics.settings import DATA_DIR
from innocore_metrics.stories import Story
from innocore_metrics.text import Words, render
from pages.components import deck, layouts, source


def pinned(query: Mapping[str, str]) -> Dataset:
    """The data of the version that is asked for; VersionError where that is not here."""
    version = query.get("version", "")
    if version and not is_version(version):
        raise VersionError([Problem(code="no_such_version", given=version[:80], allowed="-")])
    return source.dataset(version)


def ready(dataset: Dataset) -> tuple[Story, ...]:
    """The ready stories of the data package, read again when their files change."""
    folder = Path(DATA_DIR.of(os.environ))
    files = sorted((folder / stories.FOLDER).glob("*.toml"))
    stamp = tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return _ready(folder, dataset, stamp)


@lru_cache(maxsize=4)
def _ready(folder: Path, dataset: Dataset, _stamp: tuple[Any, ...]) -> tuple[Story, ...]:
    return stories.ready(folder, dataset.vocabulary)


def asked(dataset: Dataset, query: Mapping[str, str]) -> Story:
    """The story of ``story``, or the page ``page`` under the filters given.

    Raises:
        SelectionError: there is no such story or page, or the address holds a broken one.
    """
    if page := query.get("page", ""):
        if page not in layouts.MENU or not layouts.exhibits(page):
            allowed = ", ".join(id for id in layouts.MENU if layouts.exhibits(id))
            raise SelectionError([Problem(code="story_page", given=page[:80], allowed=allowed)])
        return deck.page_story(dataset, page, parse_query(query, dataset.vocabulary)[0])
    story, problems = named(dataset, query.get("story", ""))
    if story is None:
        raise SelectionError(problems)
    return story


def named(dataset: Dataset, name: str) -> tuple[Story | None, tuple[Problem, ...]]:
    """The story that a parameter of the address names or holds; the first one for an empty one."""
    if stories.is_link(name):
        return stories.decode(name, dataset.vocabulary)
    every = ready(dataset)
    for story in every:
        if name in ("", story.id):
            return story, ()
    allowed = ", ".join(story.id for story in every) or "-"
    return None, (
        Problem(stories.PARAMETER, code="story_unknown", given=name[:80], allowed=allowed),
    )


def slide(story: Story, query: Mapping[str, str]) -> int:
    """The number of the slide asked for, from 1."""
    text = query.get("slide", "1")
    last = len(story.slides)
    if not (re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= last):
        problem = Problem(column="slide", code="url_value", given=text[:80], allowed=f"1 - {last}")
        raise SelectionError([problem])
    return int(text)


def desk_json(query: Mapping[str, str], lang: str) -> bytes:
    """What the editor is given; a story that cannot be read is explained and the first one shown.

    The editor is never without data: where a version is missing the present one is shown.
    """
    dataset, problems = source.shown(query.get("version", ""))
    words = Words(lang)
    story, found = named(dataset, query.get("story", ""))
    if story is None:
        story, _ = named(dataset, "")
    if story is None:
        story = Story("", "", ())
    worded = [render(problem, words) for problem in told((*problems, *found))]
    return deck.dumps(deck.desk(dataset, ready(dataset), story, lang, worded))


def opened(body: bytes, name: str, lang: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """A file that a reader has opened: ``story`` where it is sound, ``problems`` in words."""
    words = Words(lang)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = body[: error.start].count(b"\n") + 1
        problem = Problem(name[:80], row, "", "not_utf8", "?", "UTF-8")
        return {"story": None, "problems": [render(problem, words)]}
    story, problems = stories.read_story(text, name[:80], vocabulary)
    tree = deck.as_tree(story) if story else None
    return {"story": tree, "problems": [render(problem, words) for problem in told(problems)]}
