"""What the board in the browser is given: a page's exhibits for a choice and its neighbours.

Knows no Streamlit, so that the server can hand it out by itself. The browser never makes a
figure: it draws those that stand here, and asks for more where a choice is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from innocore_metrics import exports, levers
from innocore_metrics.charts import LIGHT, THEMES
from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import FILTERS, Exhibit, Spec, View, find
from innocore_metrics.exports import python
from innocore_metrics.selection import (
    BASELINES,
    BASES,
    COUNTS,
    FILTER_PARAMETERS,
    FIRST_YEAR,
    LAST_YEAR,
    VERSION,
    Selection,
)
from innocore_metrics.text import LANGUAGES, Words, render
from pages.components import cards, layouts, source, workbench

_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "institutes": ("institutes",),
    "fields": ("fields",),
    "period": ("first_year", "last_year"),
    "basis": ("basis", "rate_date"),
    "count": ("count",),
    "baseline": ("baseline",),
    "scenarios": ("scenarios",),
}
ASSUMPTIONS = {"count": COUNTS, "baseline": BASELINES}
STORIES = "present"
_MAP_TRACES = ("scattergeo", "choropleth")
_WORDS = frozenset(
    (
        "ui", "unsplit", "notice", "basis_name", "status", "status_help", "lead", "streamlit",
        "take", STORIES,
    )
)  # fmt: skip


def variant_key(selection: Selection, filters: tuple[str, ...]) -> str:
    """The part of a selection that matters to an exhibit, as the browser spells it too."""
    query = selection.to_query()
    names = [name for filter_ in filters for name in FILTER_PARAMETERS[filter_]]
    return "&".join(f"{name}={query[name]}" for name in sorted(names) if name in query)


def page_payload(
    dataset: Dataset, page: str, selection: Selection, near: bool = True
) -> dict[str, Any]:
    """Everything the board needs for a page, as plain values; ``near``: with its neighbours."""
    words = Words(selection.lang)
    view = View(dataset, selection, words, LIGHT)
    there = layouts.there(dataset)
    specs = [find(id) for id in layouts.exhibits(page, **there)]
    # Where stories are made, a view is added under any filters.
    offered = {name for spec in specs for name in spec.filters}
    if page == STORIES:
        offered = set(FILTERS) - {"scenarios"}
    return {
        "page": page,
        "lang": selection.lang,
        "version": dataset.version,
        "frozen": _frozen(view),
        "python": _python(view),
        "brand": words("ui.title"),
        "menu": [[id, words(f"page.{id}")] for id in layouts.MENU],
        "languages": [[lang, Words(lang)("ui.language")] for lang in LANGUAGES],
        "title": words(f"page.{page}"),
        "lead": words(f"lead.{page}"),
        "words": {k: words.raw(k) for k in sorted(words.keys()) if k.split(".")[0] in _WORDS},
        "formats": _formats(words),
        "controls": controls(view, offered),
        "sections": [
            {
                "heading": words(section.heading) if section.heading else "",
                "help": words(section.heading.replace(".", "_help.")) if section.heading else "",
                "exhibits": list(section.exhibits),
                "wide": list(section.wide),
            }
            for section in layouts.sections(page, **there)
        ],
        "filters": {spec.id: list(spec.filters) for spec in specs},
        "names": {spec.id: words(f"exhibit.{spec.id}.name") for spec in specs},
        "variants": dict(_variants(view, specs, near)) | dict(_card_variants(view, page)),
        "scenario_words": workbench.words_of(words) if "scenarios" in offered else {},
        "palettes": palettes(),
    }


def _python(view: View) -> str:
    """The lines that repeat an exhibit, its id and the address left to fill in."""
    ledger, pinned = view.dataset.ledger, bool(view.selection.version)
    release = ledger.revision if ledger else 0
    return python.template(view.dataset.version, view.words, pinned=pinned, release=release)


def palettes() -> dict[str, dict[str, str]]:
    """The colours of every theme by role."""
    return {
        name: {role: getattr(theme, role) for role in theme.__slots__ if role != "name"}
        for name, theme in THEMES.items()
    }


def _frozen(view: View) -> str:
    """What the banner of a pinned version says; empty where the present data are shown."""
    version = view.selection.version
    if not version:
        return ""
    day = view.labels.period(source.stored_on(version))
    return view.words("version.frozen", version=version, day=day)


def _formats(words: Words) -> list[list[str]]:
    """Every format with its name, and why it cannot be made here (empty where it can)."""
    found = []
    for export in exports.EXPORTS:
        problem = exports.unavailable(export)
        reason = render(problem, words) if problem else ""
        found.append([export.id, words(f"format.{export.id}"), reason])
    return found


def controls(view: View, offered: set[str]) -> dict[str, Any]:
    """What can be chosen, worded, for the filters ``offered``; the form of a data version."""
    words, vocabulary = view.words, view.selection.vocabulary
    controls: dict[str, Any] = {"version": VERSION}
    if "institutes" in offered:
        controls["institutes"] = [[id, view.labels.entity(id)] for id in vocabulary.institutes]
    if "fields" in offered:
        controls["fields"] = [[id, view.labels.group(id)] for id in vocabulary.fields]
    if "period" in offered:
        controls["period"] = [FIRST_YEAR, LAST_YEAR]
    if "basis" in offered:
        days = sorted({*view.dataset.converter.market_days("KRW"), view.selection.rate_date})
        controls["basis"] = [[kind, words(f"basis_name.{kind}")] for kind in BASES]
        controls["rate_date"] = [[day, view.labels.rate_date(day)] for day in days]
    for name, kinds in ASSUMPTIONS.items():
        if name in offered:
            controls[name] = [[kind, words(f"{name}_name.{kind}")] for kind in kinds]
    if "scenarios" in offered:
        controls["scenarios"] = workbench.levers(view)
    return controls


def neighbours(selection: Selection, filters: tuple[str, ...]) -> Iterator[Selection]:
    """The choice itself and those that are one click away."""
    yield selection
    if "basis" in filters:
        yield from (selection.with_(basis=kind) for kind in BASES)
    for name, kinds in ASSUMPTIONS.items():
        if name in filters:
            yield from (selection.with_(**{name: kind}) for kind in kinds)
    if "scenarios" in filters and len(selection.scenarios.shown) == 1:
        # The first move of a lever makes a scenario: its pictures take their shape from here.
        first = replace(selection.scenarios, s1=(), focus=levers.NAMES[0])
        yield selection.with_(scenarios=first)
    vocabulary = selection.vocabulary
    for name, every, chosen in (
        ("institutes", vocabulary.institutes, selection.chosen_institutes),
        ("fields", vocabulary.fields, selection.chosen_fields),
    ):
        if name not in filters:
            continue
        yield selection.with_(**{name: None})
        for id in every:
            toggled = tuple(i for i in every if (i in chosen) != (i == id))
            yield selection.with_(**{name: None if toggled == every else toggled})


def _variants(view: View, specs: list[Spec], near: bool) -> Iterator[tuple[str, Any]]:
    for spec in specs:
        choices = neighbours(view.selection, spec.filters) if near else [view.selection]
        for choice in choices:
            key = f"{spec.id}|{variant_key(choice, spec.filters)}"
            yield key, variant_of(view.dataset, spec, choice)


def variant_of(dataset: Dataset, spec: Spec, choice: Selection) -> dict[str, Any]:
    """An exhibit under a choice, kept for the choices asked for lately; not to be changed."""
    return _variant(dataset, spec.id, _restricted(choice, spec.filters))


def _restricted(selection: Selection, filters: tuple[str, ...]) -> Selection:
    """The selection with everything at its default that the exhibit does not answer to."""
    default = Selection(selection.vocabulary, lang=selection.lang)
    kept = [name for filter_ in filters for name in _ATTRIBUTES[filter_]]
    return default.with_(**{name: getattr(selection, name) for name in kept})


@lru_cache(maxsize=4096)
def _variant(dataset: Dataset, id: str, selection: Selection) -> dict[str, Any]:
    view = View(dataset, selection, Words(selection.lang), LIGHT)
    return variant(find(id).exhibit(view))


def _card_variants(view: View, page: str) -> Iterator[tuple[str, Any]]:
    if page != "overview":
        return
    for kind in BASES:
        choice = view.selection.with_(basis=kind)
        at = View(view.dataset, choice, view.words, view.theme)
        yield (
            f"cards|{variant_key(choice, ('basis',))}",
            [list(card) for card in cards.key_figures(at)],
        )


def variant(exhibit: Exhibit) -> dict[str, Any]:
    """One exhibit under one choice: texts, table, and the chart exactly as Python drew it."""
    chart: Any = exhibit.chart
    return {
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "notices": list(exhibit.notices),
        "chart": json.loads(chart.to_json()) if chart is not None else None,
        "height": chart.layout.height if chart is not None else 0,
        "maps": chart is not None and any(trace.type in _MAP_TRACES for trace in chart.data),
        "alt": exhibit.alt,
        "source": exhibit.source_line,
        "statuses": list(exhibit.statuses),
        "caveats": list(exhibit.caveats),
        "header": list(exhibit.table.header),
        "rows": [list(row) for row in exhibit.table.rows],
        "raw": [[f.id, f.value, f.lower, f.upper, f.unit] for f in exhibit.figures],
    }


@lru_cache(maxsize=512)
def page_json(dataset: Dataset, page: str, selection: Selection, near: bool = True) -> bytes:
    """`page_payload` as JSON, kept for the choices asked for lately."""
    payload = page_payload(dataset, page, selection, near)
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
