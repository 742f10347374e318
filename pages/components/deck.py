"""What a presentation is given: every view of a story, with the choices that can be made live.

Knows no Streamlit, so that the server can hand it out by itself. Views that say the same are
sent once: ``variants`` names the place of each view among ``bodies``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

from innocore_metrics import stories
from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import EXHIBITS, FILTERS, Spec, View, find
from innocore_metrics.selection import (
    BASES,
    FILTER_PARAMETERS,
    FIRST_YEAR,
    LAST_YEAR,
    Selection,
)
from innocore_metrics.stories import Slide, Story
from innocore_metrics.text import Words
from pages.components import layouts, payload

# A picture that is higher than this on its page has more rows than are read from five metres.
CROWDED_PX = 560
_WORDS = ("ui", "unsplit", "notice", "status", "status_help", "table", "present")


def page_story(dataset: Dataset, page: str, selection: Selection) -> Story:
    """A page as a story: its exhibits in order, under the filters that each answers to."""
    query = selection.to_query()
    slides = []
    for id in layouts.exhibits(page, **layouts.there(dataset)):
        names = [name for filter_ in find(id).filters for name in FILTER_PARAMETERS[filter_]]
        filters = tuple((name, value) for name, value in query.items() if name in names)
        slides.append(Slide(id, filters))
    title = f"page.{page}"
    return Story(Words("ko")(title), Words("en")(title), tuple(slides))


def deck(dataset: Dataset, story: Story, lang: str) -> dict[str, Any]:
    """Everything that presenting a story needs, each slide in the view that is set for it."""
    words = Words(lang)
    view = View(dataset, Selection(dataset.vocabulary, lang=lang), words, LIGHT)
    specs = {slide.exhibit: find(slide.exhibit) for slide in story.slides}
    chosen = [
        (specs[slide.exhibit], slide.selection(dataset.vocabulary, lang)) for slide in story.slides
    ]
    return {
        "id": story.id,
        "title": story.title(lang),
        "minutes": story.minutes,
        "lang": lang,
        "version": dataset.version,
        "brand": words("ui.title"),
        "words": {k: words.raw(k) for k in sorted(words.keys()) if k.split(".")[0] in _WORDS},
        "palettes": payload.palettes(),
        "controls": payload.controls(view, set(FILTERS)),
        "filters": {id: list(spec.filters) for id, spec in specs.items()},
        "slides": [
            {
                "exhibit": slide.exhibit,
                "name": words(f"exhibit.{slide.exhibit}.name"),
                "query": dict(slide.filters),
                "note": slide.note(lang),
            }
            for slide in story.slides
        ],
    } | _views(dataset, chosen)


def near(dataset: Dataset, story: Story, lang: str, slide: int) -> dict[str, Any]:
    """The views that can be chosen live on a slide (from 1): each filter freely, others as set."""
    shown = story.slides[slide - 1]
    spec = find(shown.exhibit)
    choices = reachable(shown.selection(dataset.vocabulary, lang), spec, days(dataset))
    return {"version": dataset.version} | _views(dataset, ((spec, choice) for choice in choices))


def days(dataset: Dataset) -> tuple[str, ...]:
    """Days that have a market rate."""
    return tuple(sorted(dataset.converter.market_days("KRW")))


def _views(dataset: Dataset, choices: Iterable[tuple[Spec, Selection]]) -> dict[str, Any]:
    places: dict[str, int] = {}
    variants: dict[str, int] = {}
    bodies: list[Any] = []
    for spec, choice in choices:
        key = f"{spec.id}|{payload.variant_key(choice, spec.filters)}"
        body = payload.variant_of(dataset, spec, choice)
        place = places.setdefault(json.dumps(body, sort_keys=True), len(bodies))
        if place == len(bodies):
            bodies.append(body)
        variants[key] = place
    return {"variants": variants, "bodies": bodies}


def reachable(selection: Selection, spec: Spec, days: Iterable[str]) -> Iterator[Selection]:
    """The set view, then each filter of the exhibit through all that it can be.

    >>> from innocore_metrics.selection import Vocabulary
    >>> chosen = Selection(Vocabulary(("mit", "kaist"), ()))
    >>> spec = find("postdocs-per-faculty")
    >>> [choice.to_query().get("institutes", "*") for choice in reachable(chosen, spec, ())]
    ['*', '', 'mit', 'kaist', '*']
    """
    yield selection
    vocabulary = selection.vocabulary
    for name in spec.filters:
        if name == "basis":
            every = dict.fromkeys((selection.rate_date, *days))
            yield from (
                selection.with_(basis=kind, rate_date=day) for kind in BASES for day in every
            )
        elif name == "period":
            yield from (selection.with_(first_year=a, last_year=b) for a, b in _years(selection))
        elif name in payload.ASSUMPTIONS:
            yield from (selection.with_(**{name: kind}) for kind in payload.ASSUMPTIONS[name])
        else:
            yield from (
                selection.with_(**{name: some}) for some in _subsets(getattr(vocabulary, name))
            )


def _subsets(every: tuple[str, ...]) -> Iterator[tuple[str, ...] | None]:
    sizes = range(len(every))
    some: Iterator[tuple[str, ...]] = chain.from_iterable(combinations(every, n) for n in sizes)
    return chain(some, (None,))


def _years(selection: Selection) -> Iterator[tuple[int, int]]:
    """One end moved; the other follows where they would cross, as the controls do it."""
    first, last = selection.first_year, selection.last_year
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        yield year, max(year, last)
        yield min(year, first), year


def desk(
    dataset: Dataset, ready: Iterable[Story], story: Story, lang: str, problems: Iterable[str]
) -> dict[str, Any]:
    """What the editor of stories is given: the ready ones, the one chosen, every exhibit."""
    words = Words(lang)
    plain = Selection(dataset.vocabulary, lang=lang)
    return {
        "version": dataset.version,
        "stories": [
            {"id": s.id, "title": s.title(lang), "minutes": s.minutes, "slides": len(s.slides)}
            for s in ready
        ],
        "story": as_tree(story),
        "problems": list(problems),
        "exhibits": [
            {
                "id": spec.id,
                "name": words(f"exhibit.{spec.id}.name"),
                "page": words(f"page.{spec.page}"),
                "parameters": [n for f in spec.filters for n in FILTER_PARAMETERS[f]],
                "crowded": payload.variant_of(dataset, spec, plain)["height"] > CROWDED_PX,
            }
            for spec in EXHIBITS
            if spec.is_in(dataset)
        ],
        "words": {k: words.raw(k) for k in sorted(words.keys()) if k.startswith("present.")},
    }


def as_tree(story: Story) -> dict[str, Any]:
    """A story as plain values, with its address and its file."""
    return {
        "id": story.id,
        "link": stories.encode(story),
        "title_ko": story.title_ko,
        "title_en": story.title_en,
        "minutes": story.minutes,
        "slides": [
            {
                "exhibit": slide.exhibit,
                "filters": dict(slide.filters),
                "note_ko": slide.note_ko,
                "note_en": slide.note_en,
            }
            for slide in story.slides
        ],
    }


def dumps(tree: Mapping[str, Any]) -> bytes:
    """JSON as it goes over the line."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=64)
def deck_json(dataset: Dataset, story: Story, lang: str) -> bytes:
    """`deck` as JSON, kept for the stories asked for lately."""
    return dumps(deck(dataset, story, lang))


@lru_cache(maxsize=256)
def near_json(dataset: Dataset, story: Story, lang: str, slide: int) -> bytes:
    """`near` as JSON, kept for the slides asked for lately."""
    return dumps(near(dataset, story, lang, slide))


@lru_cache(maxsize=16)
def whole_json(dataset: Dataset, story: Story, lang: str, every: bool = False) -> bytes:
    """A deck in one piece, where nothing can be fetched later: with choices one click away.

    ``every``: with each filter through all that it can be, as `near` has them.
    """
    tree = deck(dataset, story, lang)
    chosen = []
    for slide in story.slides:
        spec = find(slide.exhibit)
        selection = slide.selection(dataset.vocabulary, lang)
        choices = (
            reachable(selection, spec, days(dataset))
            if every
            else payload.neighbours(selection, spec.filters)
        )
        chosen += [(spec, choice) for choice in choices]
    return dumps(tree | _views(dataset, chosen))
