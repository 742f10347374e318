"""What is advised where nothing is drawn: only filters that are set and that matter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import EXHIBITS, View
from innocore_metrics.selection import FILTER_PARAMETERS, Selection
from innocore_metrics.text import Words


def choices(dataset: Dataset, lang: str) -> Iterator[Selection]:
    """The default, and each filter at its narrowest, one at a time."""
    plain = Selection(dataset.vocabulary, lang=lang)
    yield plain
    yield from (plain.with_(institutes=(id,)) for id in dataset.vocabulary.institutes)
    yield from (plain.with_(fields=(id,)) for id in dataset.vocabulary.fields)
    yield from (plain.with_(first_year=year, last_year=year) for year in (1995, 2010, 2026))
    yield plain.with_(fields=())
    yield plain.with_(institutes=())


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_only_a_filter_that_is_set_and_matters_is_advised(dataset: Dataset, lang: str):
    words = Words(lang)
    advised = 0
    for selection in choices(dataset, lang):
        query = selection.to_query()
        for spec in EXHIBITS:
            if not spec.is_in(dataset):
                continue
            notices = spec.exhibit(View(dataset, selection, words, LIGHT)).notices
            narrowed = [
                words(f"ui.{name}")
                for name in spec.filters
                if name != "scenarios" and set(FILTER_PARAMETERS[name]) & set(query)
            ]
            advice = words("notice.widen", names=", ".join(narrowed))
            empty = words("notice.nothing") in notices
            assert (advice in notices) == (empty and bool(narrowed)), (spec.id, query)
            generic = words("notice.widen", names="").split(":")[0]
            assert sum(generic in text for text in notices) == int(empty and bool(narrowed))
            advised += empty and bool(narrowed)
    assert advised > 5
