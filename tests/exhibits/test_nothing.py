"""A choice for which there is nothing says so, and claims nothing about other years."""

from __future__ import annotations

import re

import pytest

from innocore_metrics.charts import LIGHT
from innocore_metrics.exhibits import EXHIBITS, View
from innocore_metrics.selection import parse_query
from innocore_metrics.text import Words

YEAR = re.compile(r"(19|20)\d\d")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("years", [("1995", "1996"), ("2019", "2020"), ("2026", "2026")])
def test_no_finding_without_figures(dataset, lang, years):
    query = {"from": years[0], "to": years[1], "lang": lang}
    selection, problems = parse_query(query, dataset.vocabulary)
    assert not problems
    view = View(dataset, selection, Words(lang), LIGHT)
    built = [spec.exhibit(view) for spec in EXHIBITS if spec.is_in(dataset)]
    empty = [exhibit for exhibit in built if not exhibit.figures]
    assert empty
    for exhibit in empty:
        name = view.words(f"exhibit.{exhibit.id}.name")
        assert exhibit.title == view.words("notice.untitled", name=name)
        # A name may have years of its own; the titles of the choice have none.
        assert not YEAR.search(exhibit.title.replace(name, ""))
        assert view.words("notice.nothing") in exhibit.notices
        assert exhibit.source_line == view.words("caption.empty", version=dataset.version)
        # Blanks that nothing fills leave holes: two spaces, or a mark with nothing before it.
        texts = (exhibit.title, exhibit.subtitle, *exhibit.caveats)
        assert not any(re.search(r"  |^ | [.,]|\( *\)", text) for text in texts), texts
