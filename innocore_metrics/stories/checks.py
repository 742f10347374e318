"""From what a file or an address says to a Story, with every problem found on the way."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from innocore_metrics.errors import Problem
from innocore_metrics.exhibits import EXHIBITS
from innocore_metrics.selection import FILTER_PARAMETERS, URL_NAMES, Vocabulary, parse_query
from innocore_metrics.stories.story import (
    MAX_MINUTES,
    MAX_NOTE,
    MAX_SLIDES,
    MAX_TITLE,
    Slide,
    Story,
)
from innocore_metrics.text.characters import JOINERS, unusable

# Where something stands: the slide (0 is the story itself) and the key to the line; 0 unknown.
Place = Callable[[int, str], int]

STORY_KEYS = ("title_ko", "title_en", "minutes", "slides")
SLIDE_KEYS = ("exhibit", "filters", "note_ko", "note_en")
_PARAMETERS = {
    spec.id: tuple(name for filter_ in spec.filters for name in FILTER_PARAMETERS[filter_])
    for spec in EXHIBITS
}
# Notes have lines; what joins letters and pictures is typed without knowing.
_IN_NOTES = "\n\t" + JOINERS
_IN_TITLES = "\t" + JOINERS


class Reader:
    """Reads one story, collecting what is wrong with it.

    ``vocabulary`` is None where the data is broken: then values of filters are not checked.
    """

    def __init__(self, file: str, place: Place, vocabulary: Vocabulary | None) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._place = place
        self._vocabulary = vocabulary

    def story(self, tree: Mapping[str, Any], id: str = "") -> Story | None:
        """The story in ``tree``; None where anything is wrong with it."""
        self._keys(0, tree, STORY_KEYS)
        titles = {key: self._text(0, tree, key, MAX_TITLE) for key in ("title_ko", "title_en")}
        if not any(titles.values()) and not self.problems:
            self._refuse(0, "title_ko", "required")
        minutes = self._minutes(tree)
        slides = tuple(self._slides(tree.get("slides", [])))
        if self.problems:
            return None
        return Story(**titles, slides=slides, minutes=minutes, id=id)

    def _refuse(self, slide: int, key: str, code: str, given: str = "", **more: str) -> None:
        row = self._place(slide, key)
        key, given = _sayable(key), _sayable(given)
        self.problems.append(Problem(self._file, row, key, code, given, **more))

    def _keys(self, slide: int, tree: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in tree:
            if key not in known:
                self._refuse(slide, key, "story_key", key, allowed=", ".join(known))

    def _text(self, slide: int, tree: Mapping[str, Any], key: str, most: int) -> str:
        value = tree.get(key, "")
        if not isinstance(value, str):
            self._refuse(slide, key, "story_type", _plain(value), detail="story_text")
            return ""
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > most:
            self._refuse(slide, key, "story_long", str(len(text)), allowed=str(most))
        found = next(unusable(text, _IN_TITLES if most == MAX_TITLE else _IN_NOTES), None)
        if found:
            self._refuse(slide, key, "story_control", found[1], detail=str(found[0]))
        return text

    def _minutes(self, tree: Mapping[str, Any]) -> int:
        value = tree.get("minutes", 0)
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(0, "minutes", "integer", _plain(value))
            return 0
        if not 0 <= value <= MAX_MINUTES:
            self._refuse(0, "minutes", "out_of_range", _plain(value), allowed=f"0 - {MAX_MINUTES}")
        return value

    def _slides(self, given: Any) -> Iterator[Slide]:
        if not isinstance(given, list):
            self._refuse(0, "slides", "story_type", _plain(given), detail="story_tables")
            return
        if not 1 <= len(given) <= MAX_SLIDES:
            self._refuse(0, "slides", "story_slides", str(len(given)), allowed=f"1 - {MAX_SLIDES}")
            return
        for number, tree in enumerate(given, 1):
            if isinstance(tree, Mapping):
                yield self._slide(number, tree)
            else:
                self._refuse(number, "slides", "story_type", _plain(tree), detail="story_tables")

    def _slide(self, number: int, tree: Mapping[str, Any]) -> Slide:
        self._keys(number, tree, SLIDE_KEYS)
        exhibit = self._text(number, tree, "exhibit", MAX_TITLE)
        notes = {key: self._text(number, tree, key, MAX_NOTE) for key in ("note_ko", "note_en")}
        if not exhibit:
            self._refuse(number, "exhibit", "required")
        elif exhibit not in _PARAMETERS:
            self._refuse(number, "exhibit", "not_in_list", exhibit, allowed=_nearest(exhibit))
        filters = self._filters(number, tree.get("filters", {}), _PARAMETERS.get(exhibit))
        return Slide(exhibit, filters, **notes)

    def _filters(
        self, number: int, given: Any, known: tuple[str, ...] | None
    ) -> tuple[tuple[str, str], ...]:
        if not isinstance(given, Mapping):
            self._refuse(number, "filters", "story_type", _plain(given), detail="story_table")
            return ()
        if known is None:
            return ()
        for name in given:
            if name not in known:
                allowed = ", ".join(known) or "-"
                self._refuse(number, "filters", "story_filter", name, allowed=allowed)
        query = {n: _plain(given[n]) for n in URL_NAMES if n in given and n in known}
        if self._vocabulary is None:
            return tuple(query.items())
        selection, problems = parse_query(query, self._vocabulary)
        for problem in problems:
            self._refuse(number, "filters", "not_in_list", problem.given, allowed=problem.allowed)
        return tuple(selection.to_query().items())


def _plain(value: Any) -> str:
    """A value as the address would have it: lists joined, numbers as digits.

    Of a number or a tree that Python does not write out, as it is far too large, the kind alone.
    """
    try:
        if isinstance(value, list):
            return ",".join(str(part) for part in value)
        return str(value)
    except (ValueError, RecursionError):
        return f"({type(value).__name__})"


def _sayable(text: str) -> str:
    """The beginning of a text, without halves of characters: those cannot be sent."""
    return text[:80].encode("utf-8", "backslashreplace").decode()


def _nearest(given: str) -> str:
    near = difflib.get_close_matches(given, _PARAMETERS, n=4, cutoff=0.3)
    return ", ".join([*near, "…"])
