"""What an exhibit says is made of what it shows: numbers and names, under every filter.

Every number in a title, subtitle, alt text or caveat is one of the exhibit's figures as it is
worded, or follows from them by a formula of `FORMULAS`, or is stated in the word file and listed in
`STATED` with the reason. Every institute, field, group and country that is named is among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import Dataset, load_dataset
from innocore_metrics.exhibits import EXHIBITS, Exhibit, View, find
from innocore_metrics.exhibits.base import Spec
from innocore_metrics.exhibits.ratio import percent_change
from innocore_metrics.geography import country_name
from innocore_metrics.levers import Scenarios
from innocore_metrics.model import Figure
from innocore_metrics.numbers import format_number
from innocore_metrics.selection import BASELINES, BASES, COUNTS, Selection, parse_query
from innocore_metrics.text import LANGUAGES, Words

PUBLISHED = [spec for spec in EXHIBITS if not (spec.needs_ledger or spec.needs_own)]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
RATE_DATES = ("2024-12-31", "2025-10-04", "2015-06-30", "2019-12-31", "2026-07-31")
PERIODS = (
    (1995, 1999),
    (2010, 2010),
    (2010, 2020),
    (2015, 2018),
    (2017, 2026),
    (2020, 2020),
    (2021, 2026),
    (2026, 2026),
)
SCENARIOS = (
    Scenarios(),
    Scenarios(base=(("attrition", 20.0),)),
    Scenarios(s1=(("later-hires", 300.0),), focus="s1"),
    Scenarios(base=(("target-year", 2032.0),), s2=(("salary", 100.0),), focus="s2"),
)


# Formulas that a sentence may use on the figures beside it.


def sums(figures: Sequence[Figure]) -> Iterator[float]:
    """The sum over all figures, and over those of each indicator."""
    yield total(figures)
    for name in {f.indicator for f in figures}:
        yield total([f for f in figures if f.indicator == name])


def sums_by_year(figures: Sequence[Figure]) -> Iterator[float]:
    """The sum over the figures of each year; a range of months counts where it ends."""
    by_year: Counter[str] = Counter()
    for f in figures:
        by_year[f.period.split("/")[-1][:4]] += f.number
    yield from by_year.values()


def total(figures: Sequence[Figure]) -> float:
    return sum(f.number for f in figures if f.published)


def counts(figures: Sequence[Figure]) -> Iterator[float]:
    """How many there are: in all, of each indicator, with a gain, with a loss, of few cases."""
    shown = [f for f in figures if f.published]
    yield len(shown)
    yield from Counter(f.indicator for f in shown).values()
    yield sum(f.number > 0 for f in shown)
    yield sum(f.number < 0 for f in shown)
    yield sum(f.few for f in shown)


def share_published(figures: Sequence[Figure]) -> Iterator[float]:
    """All values, the share of published ones in per cent, and the number of sources."""
    published = total([f for f in figures if f.group == "published"])
    yield from (total(figures), 100 * published / total(figures), len(data().sources))


def changes(figures: Sequence[Figure]) -> Iterator[float]:
    """The change from 2023 to 2024 of those counted in both years, in per cent."""
    at = {(f.entity, f.period): f for f in figures if f.indicator == "postdocs-in-national-rd"}
    for entity, period in at:
        if period == "2023":
            yield abs(percent_change(at[entity, "2023"], at[entity, "2024"]))


def places(figures: Sequence[Figure]) -> Iterator[float]:
    """How many countries are compared, and the place of Korea."""
    values = [f.number for f in figures]
    yield len(values)
    yield from (1 + sum(v > f.number for v in values) for f in figures if f.entity == "KR")


def partners_abroad(figures: Sequence[Figure]) -> Iterator[float]:
    """Partners in all, those outside of Korea, and their countries."""
    abroad = [f for f in figures if f.group != "KR"]
    yield from (total(figures), total(abroad), len(abroad))


def worked_abroad(figures: Sequence[Figure]) -> Iterator[float]:
    """All, and those whose previous post was abroad."""
    yield from (total(figures), total([f for f in figures if f.group.startswith("overseas")]))


def events(figures: Sequence[Figure]) -> Iterator[float]:
    """Events of each organiser."""
    yield from Counter(f.group.rsplit(".", 1)[1] for f in figures).values()


def groups_and_fields(figures: Sequence[Figure]) -> Iterator[float]:
    """Groups, and the fields they belong to."""
    yield from (len(figures), len({data().group[f.entity].field for f in figures}))


def close_less_average(figures: Sequence[Figure]) -> Iterator[float]:
    """A close less the average of its year."""
    average = {f.period: f.number for f in figures if f.group == "annual-average"}
    for f in figures:
        if f.group == "seoul-close" and f.period[:4] in average:
            yield abs(f.number - average[f.period[:4]])


def percent_of_mit(figures: Sequence[Figure]) -> Iterator[float]:
    """Every ratio as a percentage of MIT's."""
    mit = next(f.number for f in figures if f.entity == "mit")
    yield from (100 * f.number / mit for f in figures if f.published)


def verdicts(figures: Sequence[Figure]) -> Iterator[float]:
    """How many claims there are, and how many can have one verdict."""
    yield from range(1, len(figures) + 1)


def assumed(figures: Sequence[Figure]) -> Iterator[float]:
    """Parameters that are no target and no setting, and those that nobody publishes."""
    rows = [r for r in data().scenario_parameters if r.kind not in ("target", "setting")]
    yield from (len(rows), sum(r.status == "assumption" for r in rows))


def ends_of_levers(_: Sequence[Figure]) -> Iterator[float]:
    """Where the ranges of the parameters end, and their central values."""
    for row in data().scenario_parameters:
        yield from (end for end in (row.low, row.high, row.central) if end is not None)


FORMULAS: dict[str, Callable[[Sequence[Figure]], Iterator[float]]] = {
    "national-rd": changes,
    "doctorates": sums_by_year,
    "countries": places,
    "partner-streams": sums,
    "partner-balance-map": counts,
    "composition": sums,
    "previous-post": worked_abroad,
    "briefing-map": events,
    "by-group": groups_and_fields,
    "partner-countries": partners_abroad,
    "partner-kinds": sums,
    "claims-verdicts": verdicts,
    "scenario-ratio": percent_of_mit,
    "scenario-assumptions": assumed,
    "scenario-tornado": ends_of_levers,
    "by-status": share_published,
    "exchange-rate": close_less_average,
}
# Numbers that belong to a measure or to a name: "95 % interval", "per 1,000", "4대 과기원".
MEASURES = re.compile(
    r"4대 과기원|4개 기관이|9[05] ?%|학자 1,000명당|1,000명당|(per|every) 1,000"
    r"|1만 명당|per 10,000|교원 1명당|1달러|MIT를 100으로|MIT( mean salary)? = 100"
    r"|평균 연봉을 100으로|100 × \(|[±]100|^100 ×"
)
# Numbers stated in the word file, each with its reason.
STATED: dict[str, set[str]] = {
    # The year that the measure is defined for.
    "postdocs-per-faculty": {"2024"},
    "faculty-estimates": {"2025"},
    # "the twelve months ending in"
    "doctorates": {"12"},
    # What the announcement states; its windows are figures.
    "salary-share": {"41"},
    "implied-rate": {"41"},
    "claim-share": {"41"},
    "salary-multiple": {"1.8"},
    "claim-multiple": {"1.8"},
    "scenario-cost": {"400", "9000", "6000", "5", "90", "60", "1", "6", "100"},
    # Where a range ends, how many lie in it, and the end of the data.
    "partners": {"16", "5", "2018"},
    "partner-moves": {"12", "5", "2018"},
    "partner-streams": {"8", "5", "2018"},
    "partner-balance-map": {"5", "2018"},
    "recent-partners": {"2016", "2020", "5"},
    "exchange-rate": {"5"},
    "effectiveness": {"0"},
    "imd": {"0", "10"},
    # How the survey or the programme asks, counts and dates.
    "intention": {"4"},
    "considering": {"3", "1916", "2025"},
    "vintages": {"2021"},
    "evidence-compared": {"2016", "2020"},
    "previous-post": {"29", "9"},
    "by-nationality": {"25", "26"},
    "host-and-lead": {"2025", "9", "29"},
    "by-field": {"2025", "9", "29"},
    "briefing-map": {"2026"},
    "by-group": {"2025", "2026"},
    "claims-verdicts": {"2024", "4"},
    "claim-half": {"2024"},
    "claim-multiple-years": {"2025"},
    "scenario-ratio": {"2024", "2035"},
    "scenario-stock": {"12", "31"},
    "scenario-needed": {"2027", "100"},
    "budget": {"5"},
}


# What a measure is about or is held against, by definition.
REFERENCES: dict[str, set[str]] = {
    "at-a-glance": {"mit"},
    "postdocs-per-faculty": {"four-institutes"},
    "parity": {"mit"},
    "mit-over-time": {"mit"},
    "doctorates": {"four-institutes"},
    "salary-share": {"mit"},
    "salary-minimums": {"US"},
    "partner-streams": {"KR"},
    "two-databases": {"KR"},
    "us-doctorates": {"US", "KR"},
    "stay-rates": {"US", "KR"},
    "doctorates-abroad": {"US", "KR"},
    "kaist-abroad": {"kaist"},
    "intention": {"US", "KR"},
    "ai-talent": {"KR"},
    "vintages": {"US"},
    "previous-post": {"KR"},
    "host-and-lead": {"four-institutes"},
    "briefing-map": {"US"},
    "by-group": {"four-institutes"},
    "claim-share": {"mit"},
    "scenario-assumptions": {"innocore"},
}


@cache
def data() -> Dataset:
    return load_dataset(Path(__file__).resolve().parents[2] / "data")


def institutes() -> Iterator[tuple[str, ...]]:
    every = data().vocabulary.institutes
    for size in range(len(every) + 1):
        yield from combinations(every, size)


def research_fields() -> Iterator[tuple[str, ...]]:
    every = data().vocabulary.fields
    yield from ((), *((one,) for one in every), *combinations(every, 2), every[1:])


def choices(spec: Spec) -> Iterator[Selection]:
    plain = Selection(data().vocabulary)
    yield plain
    if "institutes" in spec.filters:
        yield from (plain.with_(institutes=some) for some in institutes())
    if "fields" in spec.filters:
        yield from (plain.with_(fields=some) for some in research_fields())
    if {"institutes", "fields"} <= set(spec.filters):
        for one in data().vocabulary.institutes:
            for field in data().vocabulary.fields:
                yield plain.with_(institutes=(one,), fields=(field,))
    if "period" in spec.filters:
        for first, last in PERIODS:
            yield plain.with_(first_year=first, last_year=last)
            if "institutes" in spec.filters:
                yield from (
                    plain.with_(first_year=first, last_year=last, institutes=(one,))
                    for one in data().vocabulary.institutes
                )
    if "basis" in spec.filters:
        yield from (plain.with_(basis=kind, rate_date=day) for kind in BASES for day in RATE_DATES)
    if "count" in spec.filters:
        yield from (plain.with_(count=one) for one in COUNTS)
    if "baseline" in spec.filters:
        yield from (plain.with_(baseline=one) for one in BASELINES)
    if "scenarios" in spec.filters:
        yield from (plain.with_(scenarios=one) for one in SCENARIOS)


def numbers(text: str) -> set[str]:
    plain = MEASURES.sub(" ", text)
    return {match.rstrip(",").replace(",", "") for match in NUMBER.findall(plain)}


def sentences(exhibit: Exhibit) -> dict[str, str]:
    texts = {"title": exhibit.title, "subtitle": exhibit.subtitle, "alt": exhibit.alt}
    return texts | {f"caveat {n}": text for n, text in enumerate(exhibit.caveats, 1)}


def worded(view: View, exhibit: Exhibit) -> set[str]:
    """The numbers of all figures as the exhibit may word them."""
    labels, found = view.labels, set()
    for f in exhibit.figures:
        texts = [
            labels.value(f),
            labels.interval(f),
            labels.period(f.period),
            labels.basis(f.basis),
        ]
        texts += [labels.entity(f.entity), labels.group(f.group), view.words.of(f, "note")]
        texts += [labels.period(part[:4]) for part in f.period.split("/")]
        texts += [labels.period(part[:7]) for part in f.period.split("/")]
        indicator = view.dataset.indicator[f.indicator]
        texts += [view.words.of(indicator, "name"), *numbers_of(f)]
        found |= numbers(" ".join(texts))
    # An alternative text counts the values of each measure.
    shown = [f for f in exhibit.figures if f.published]
    found |= {str(count) for count in Counter(f.indicator for f in shown).values()}
    if shown and exhibit.id in FORMULAS:
        for value in FORMULAS[exhibit.id](exhibit.figures):
            found |= {format_number(value, digits).replace(",", "") for digits in (0, 1)}
    return found


def numbers_of(figure: Figure) -> Iterator[str]:
    if figure.published:
        yield from (format_number(figure.number, places) for places in (0, 1, 2))


def built(spec: Spec) -> Iterator[tuple[View, Exhibit]]:
    for selection in choices(spec):
        for lang in LANGUAGES:
            view = View(data(), selection.with_(lang=lang), Words(lang), LIGHT)
            yield view, spec.exhibit(view)


def unknown_numbers(view: View, exhibit: Exhibit) -> Iterator[str]:
    allowed = worded(view, exhibit) | STATED.get(exhibit.id, set())
    for place, text in sentences(exhibit).items():
        for number in sorted(numbers(text) - allowed):
            yield f"{view.selection.to_query()} {place}: {number!r} in {text!r}"


@cache
def names(lang: str) -> dict[str, str]:
    """What can be named -> its id; longer names first, so that none is found inside another."""
    words, found = Words(lang), {}
    for institute in data().institutions:
        found[words.of(institute, "short")] = institute.id
    for field in data().fields:
        found[words.of(field, "name")] = field.id
    for group in data().research_groups:
        found[words.of(group, "name")] = group.id
    flows = {row.origin for row in data().bilateral_flows} | {
        row.country for row in data().researcher_flows
    }
    for code in flows | {row.country for row in data().group_partners}:
        found[country_name(code, lang)] = code
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def mentioned(text: str, lang: str) -> Iterator[str]:
    for name, id in names(lang).items():
        pattern = rf"(?<![A-Za-z가-힣+]){re.escape(name)}(?![A-Za-z])"
        if re.search(pattern, text, re.IGNORECASE):
            yield id
            text = re.sub(pattern, " ", text, flags=re.IGNORECASE)


def members(exhibit: Exhibit) -> set[str]:
    found = set()
    for f in exhibit.figures:
        found |= {f.entity, *f.group.split(".")}
        group = data().group.get(f.entity)
        if group:
            found |= {group.lead, group.field}
    return found


def unknown_names(view: View, exhibit: Exhibit) -> Iterator[str]:
    allowed = members(exhibit) | REFERENCES.get(exhibit.id, set())
    for place, text in sentences(exhibit).items():
        for id in set(mentioned(text, view.words.lang)) - allowed:
            yield f"{view.selection.to_query()} {place}: {id} in {text!r}"


def plural_forms() -> Iterator[str]:
    words = Words("en")
    for key in sorted(words.keys()):
        for forms in re.findall(r"\{\w+:([^}]*\|[^}]*)\}", words.raw(key)):
            yield from (w for w in forms.split("|")[1].split()[:1] if w == "people" or w[-1] == "s")


ONE_OF_SEVERAL = re.compile(
    rf"(?<![\d.,])(?<!to )(?<!to [+−])[+−]?1 ({'|'.join(sorted(set(plural_forms())))})\b"
)


def wrong_plurals(view: View, exhibit: Exhibit) -> Iterator[str]:
    if view.words.lang != "en":
        return
    cells = [cell for row in exhibit.table.rows for cell in row]
    drawn = re.findall(r'"([^"]*)"', exhibit.chart.to_json()) if exhibit.chart else []
    for text in (*sentences(exhibit).values(), *exhibit.notices, *cells, *drawn):
        if ONE_OF_SEVERAL.search(text):
            yield f"{view.selection.to_query()}: {text!r}"


@pytest.mark.parametrize("spec", PUBLISHED, ids=lambda spec: spec.id)
def test_what_is_said_is_what_is_shown(spec):
    numbers_wrong, names_wrong, plurals_wrong = [], [], []
    for view, exhibit in built(spec):
        numbers_wrong += unknown_numbers(view, exhibit)
        names_wrong += unknown_names(view, exhibit)
        plurals_wrong += wrong_plurals(view, exhibit)
    assert numbers_wrong == []
    assert names_wrong == []
    assert plurals_wrong == []


def test_the_rules_find_what_they_look_for():
    view = View(data(), Selection(data().vocabulary, institutes=("gist",)), Words("en"), LIGHT)
    exhibit = find("host-and-lead").exhibit(view)
    false = replace(exhibit, title="KAIST hosts 195 postdocs, DGIST 1 people")
    found = " ".join(unknown_numbers(view, false))
    assert "title: '195'" in found
    assert len(list(unknown_names(view, false))) == 2
    assert list(wrong_plurals(view, false))


@pytest.mark.parametrize(
    ("id", "choice", "title"),
    [
        (
            "host-and-lead",
            {"institutes": ("gist",)},
            "GIST hosts 60 postdocs, and groups led by GIST",
        ),
        ("host-and-lead", {"institutes": ("mit",)}, "Host and lead: no figures for this choice"),
        ("postdocs-per-faculty", {"institutes": ("kaist",)}, "Postdocs per faculty member: no fig"),
        ("postdocs-per-faculty", {"institutes": ("mit",)}, "MIT: 1.41 postdocs per faculty member"),
        (
            "national-rd",
            {"institutes": ("gist",)},
            "GIST: postdocs in national R&D projects fell by 19.3 %, from 436",
        ),
        (
            "national-rd",
            {"institutes": ("kaist", "unist")},
            "Change in postdocs in national R&D projects from 2023 to 2024: KAIST −5.2 % and",
        ),
        (
            "by-group",
            {"fields": ("physical-ai",)},
            "2 partner organisations take part in Bio-embodied Physical AI Group",
        ),
        (
            "partner-countries",
            {"fields": ("physical-ai",)},
            "1 partner abroad sits in the United States",
        ),
        (
            "partner-map",
            {"fields": ("physical-ai",)},
            "Partners of the groups sit in Korea and the United States",
        ),
        ("by-field", {"fields": ("physical-ai",)}, "Physical AI has 50"),
        (
            "faculty-estimates",
            {"institutes": ("gist",)},
            "Faculty implied by resignation shares (estimates): GIST 198 people (197",
        ),
    ],
)
def test_a_title_speaks_of_what_is_chosen(id, choice, title):
    view = View(data(), Selection(data().vocabulary, **choice), Words("en"), LIGHT)
    assert find(id).exhibit(view).title.startswith(title)


@pytest.mark.parametrize(
    ("day", "used", "market"),
    [
        ("2024-12-31", "30 Dec 2024", "Seoul close"),
        ("2025-10-04", "29 Sep 2025", "Noon, New York"),
    ],
)
def test_a_market_rate_is_named_by_the_day_and_market_that_it_is_of(day, used, market):
    selection = Selection(data().vocabulary, rate_date=day)
    exhibit = find("salary-levels").exhibit(View(data(), selection, Words("en"), LIGHT))
    assert f"market rate of {used} ({market})" in exhibit.subtitle
    assert day not in exhibit.subtitle


def _title_and_notices(dataset, id, **query):
    selection, _ = parse_query({"lang": "en", **query}, dataset.vocabulary)
    exhibit = find(id).exhibit(View(dataset, selection, Words("en"), LIGHT))
    return exhibit.title, exhibit.notices


def test_a_basis_without_a_rate_leaves_the_other_ones(dataset):
    """A year without a purchasing power parity has market rates all the same."""
    title, notices = _title_and_notices(dataset, "claim-share", rate_date="2025-10-04")
    assert "42.9 % of MIT's" in title
    assert len(notices) == 1
    assert "purchasing power parity" in notices[0]
    title, _ = _title_and_notices(dataset, "claim-share", rate_date="2025-10-04", basis="ppp")
    assert "%" not in title.replace("41 %", "")


def test_a_change_that_is_published_is_not_called_unpublished(dataset):
    title, notices = _title_and_notices(dataset, "national-rd", institutes="kaist")
    assert "KAIST −5.2 %" in title
    assert not any("published" in notice for notice in notices)


def test_a_title_says_where_chance_can_be_the_whole(dataset):
    assert "lost the most to China" in _title_and_notices(dataset, "partners")[0]
    assert "includes zero" in _title_and_notices(dataset, "partners", to="1999")[0]
