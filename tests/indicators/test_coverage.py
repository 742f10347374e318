"""A ledger that not all institutes have reported to: what is missing is not 0."""

from __future__ import annotations

from itertools import combinations

import pyarrow as pa
import pytest

from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import with_ledger
from innocore_metrics.desk.disclosure import protect
from innocore_metrics.desk.tallies import exact_counts, group_keys
from innocore_metrics.exhibits import EXHIBITS, View
from innocore_metrics.indicators import ledger
from innocore_metrics.model import LedgerView
from innocore_metrics.selection import Selection
from innocore_metrics.text import LANGUAGES, Words
from tests import recruitment_rows

DAY = "2026-10-31"
MEMBERS = ("kaist", "gist", "dgist", "unist")
SOME = [some for size in range(4) for some in combinations(MEMBERS, size)]
LEDGER = [spec for spec in EXHIBITS if spec.needs_ledger]


def tally(hosts) -> pa.Table:
    """The made-up ledger as if only some institutes had sent their files."""
    names = ("month", "stage", "research_group", "host", "talent_source", "country", "count")
    rows = [
        (day[:7], stage, group, host, source, country, count)
        for (day, stage, group, host, source, country), count in recruitment_rows.people().items()
        if host in hosts
    ]
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in names]
    types = [pa.string()] * 6 + [pa.int64()]
    return pa.table(
        {name: pa.array(list(c), t) for name, c, t in zip(names, columns, types, strict=True)}
    )


def released(dataset, hosts, *, exact: bool = False):
    """The facts with a release of that ledger, or with its exact counts."""
    counts = exact_counts(tally(hosts), dataset, DAY)
    if not exact:
        counts = protect(counts, [], group_keys(dataset), DAY, "secret")
    return with_ledger(dataset, LedgerView(DAY, 1, exact, counts))


def build(dataset, id, lang="en"):
    spec = next(spec for spec in LEDGER if spec.id == id)
    return spec.exhibit(View(dataset, Selection(dataset.vocabulary, lang=lang), Words(lang), LIGHT))


@pytest.mark.parametrize("hosts", SOME, ids="-".join)
def test_coverage_is_read_from_the_counts(dataset, hosts):
    known = ledger.coverage(released(dataset, hosts, exact=True), 2025)
    assert (set(known.reported), set(known.missing)) == (set(hosts), set(MEMBERS) - set(hosts))


@pytest.mark.parametrize("hosts", SOME, ids="-".join)
def test_what_is_not_reported_is_no_zero_and_is_compared_with_nothing(dataset, hosts):
    own = released(dataset, hosts)
    figures = [f for f in ledger.ledger_figures(own) if "cohort-2025" in f.group]
    assert not [f for f in figures if f.value == 0 and f.unit == "persons"]
    assert not [f for f in figures if f.indicator.startswith("forecast-")]
    assert ledger.progress(own, 2025).value is None
    by_host = {f.entity: f for f in ledger.by(own, 2025, "host")}
    for id in set(MEMBERS) - set(hosts):
        assert (by_host[id].value, by_host[id].status) == (None, "not published")
        assert "not reported" in by_host[id].note_en
    compared = [before.entity for before, _, _ in ledger.agreement(own)]
    assert set(compared) <= set(hosts)
    assert all(f.note_en for f in figures if f.indicator in ("ledger-stage", "ledger-by-group"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("hosts", [("gist",), ("kaist", "unist"), ()], ids="-".join)
@pytest.mark.parametrize("id", [spec.id for spec in LEDGER])
def test_every_exhibit_says_who_has_not_reported(dataset, id, hosts, lang):
    exhibit = build(released(dataset, hosts), id, lang)
    words = Words(lang)
    told = " ".join(exhibit.notices)
    if hosts:
        counted = {"en": f"{len(hosts)} of 4 institutes", "ko": f"4개 기관 가운데 {len(hosts)}곳"}
        assert counted[lang] in told
    else:
        assert words("ledger.coverage_none", cohort="", all=4).lstrip(": ") in told
    assert "400" not in exhibit.title
    assert not any(f.indicator == "recruitment-target" for f in exhibit.figures)
    texts = (exhibit.title, exhibit.alt, *exhibit.notices, *exhibit.caveats)
    assert not any("{" in text for text in texts)


def test_one_institute_alone_gives_no_share_of_the_target(dataset):
    own = released(dataset, ("gist",))
    total = next(f for f in ledger.stages(own, 2025) if f.group.endswith(".started"))
    progress = build(own, "ledger-progress")
    assert f"{total.number:.0f} people reported by GIST alone" in progress.title
    assert "1 of 4 institutes reported" in progress.title
    forecast = build(own, "ledger-forecast")
    assert "none before all institutes have reported" in forecast.title
    hosts = {row[1]: row for row in build(own, "ledger-hosts").table.rows if "2025" in row[2]}
    assert "not reported" in hosts["KAIST"]
    agreement = build(own, "ledger-agreement")
    assert "1 of 1 published figure differs" in agreement.title


def test_with_all_reported_totals_are_compared(dataset):
    own = released(dataset, MEMBERS)
    assert ledger.coverage(own, 2025).complete
    assert ledger.progress(own, 2025).value is not None
    assert not [n for n in build(own, "ledger-progress").notices if "institutes have" in n]
    assert "of 400 people" in build(own, "ledger-progress").title
