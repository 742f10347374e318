"""The interface, the page and the exports say the same for the same choice, to the digit."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date, timedelta
from urllib.parse import urlencode

from innocore_metrics import exports
from innocore_metrics.exhibits import EXHIBITS
from innocore_metrics.selection import BASELINES, BASES, COUNTS, FIRST_YEAR, LAST_YEAR, Selection
from pages.components import payload

from .conftest import TODAY

SELECTIONS = 200
_NO_NUMBER = ("protected", "not published")


def chosen(chance: random.Random, vocabulary) -> Selection:
    def some(ids):
        return tuple(id for id in ids if chance.random() < 0.6) if chance.random() < 0.5 else None

    first, last = sorted(chance.choices(range(FIRST_YEAR, LAST_YEAR + 1), k=2))
    whole = chance.random() < 0.4
    day = date(2015, 1, 1) + timedelta(chance.randrange(4200))
    selection = Selection(
        vocabulary,
        lang=chance.choice(("ko", "en")),
        institutes=some(vocabulary.institutes),
        fields=some(vocabulary.fields),
        basis=chance.choice(BASES),
        rate_date=chance.choice(("2024-12-31", day.isoformat())),
        first_year=FIRST_YEAR if whole else first,
        last_year=LAST_YEAR if whole else last,
        count=chance.choice(COUNTS),
        baseline=chance.choice(BASELINES),
    )
    every = selection.institutes == vocabulary.institutes
    return selection.with_(institutes=None) if every else selection


def of_page(dataset, spec, selection):
    given = json.loads(payload.page_json(dataset, spec.page, selection, False))
    key = f"{spec.id}|{payload.variant_key(selection, spec.filters)}"
    shown = given["variants"][key]
    return shown["title"], [tuple(row) for row in shown["raw"]], shown["rows"]


def of_interface(client, spec, selection):
    query = urlencode(selection.to_query())
    answer = client.get(f"/api/v1/exhibits/{spec.id}.json?{query}")
    assert answer.status_code == 200, answer.text
    (found,) = answer.json()["exhibits"]
    figures = [
        (f["id"], f["value"], f["lower"], f["upper"], f["unit"], f["status"])
        for f in found["figures"]
    ]
    return found["title"], figures, found["table"]["rows"]


def of_export(dataset, spec, selection):
    document = exports.build(dataset, selection, spec.id, TODAY, "http://localhost:8501")
    text = exports.find("csv").write(document).decode("utf-8-sig")
    number = {"": None}
    return [
        (
            row["id"],
            *(number.get(row[n], row[n]) and float(row[n]) for n in ("value", "lower", "upper")),
            row["unit"],
            row["status"],
        )
        for row in csv.DictReader(io.StringIO(text))
    ]


def test_interface_page_and_export_agree_for_generated_selections(client, dataset):
    chance = random.Random(20261124)
    specs = [spec for spec in EXHIBITS if spec.is_in(dataset)]
    seen, numbers = set(), 0
    for number in range(SELECTIONS):
        # Every exhibit has its turn; each choice is a new one.
        spec = specs[number % len(specs)]
        selection = chosen(chance, dataset.vocabulary)
        seen.add((spec.id, tuple(selection.to_query().items())))
        title, figures, rows = of_interface(client, spec, selection)
        page_title, page_figures, page_rows = of_page(dataset, spec, selection)
        assert (title, rows) == (page_title, page_rows), (spec.id, selection.to_query())
        bare = [figure[:5] for figure in figures]
        hidden = [figure[5] in _NO_NUMBER for figure in figures]
        shown = [
            (*f[:1], None, None, None, *f[4:]) if gone else f
            for f, gone in zip(page_figures, hidden, strict=True)
        ]
        assert bare == shown, (spec.id, selection.to_query())
        assert figures == of_export(dataset, spec, selection), (spec.id, selection.to_query())
        numbers += len(figures)
    assert len(seen) == SELECTIONS
    assert numbers > 1000
