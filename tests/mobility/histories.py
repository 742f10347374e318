"""Generated career records, sound and faulty, and tables as counters to compare with."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
from hypothesis import strategies as st

from innocore_metrics.mobility.records import ROLES
from innocore_metrics.mobility.rules import Rules

KAIST, UNIST = "05apxxy63", "017cjz748"
COUNTRIES = ("KR", "US", "JP", "NA", "kr", "Korea", "UK", "XX", "", None)
YEARS = st.integers(2000, 2012)


def usually(strategy, otherwise):
    """Mostly sound values, now and then one of ``otherwise``."""
    return st.integers(0, 19).flatmap(lambda n: st.sampled_from(otherwise) if n == 0 else strategy)


PLACES = usually(st.sampled_from(COUNTRIES[:3]), COUNTRIES)
PERSONS = st.sampled_from(["p1", "p2", "p3", "p4 ", " p4", "0000-0001-5109-3700"])


def _record(**parts):
    return st.fixed_dictionaries(parts)


SPELL = _record(
    person_id=usually(PERSONS, ["", None]),
    start_year=usually(YEARS.map(str), ["", None, "abc", "1899", "2151", "2005.5", "2004.0"]),
    end_year=usually(YEARS.map(lambda y: str(y + 2)), ["", "", "", None, "x", "2003.0"]),
    country=PLACES,
    start_month=usually(st.sampled_from([None, "1", "6", "7", "12"]), ["0", "13", "x"]),
    end_month=usually(st.sampled_from([None, "1", "6", "7", "12"]), ["0", "13", "x"]),
    ror_id=st.sampled_from([None, None, KAIST, f"https://ror.org/{KAIST}", "other"]),
    organisation=st.sampled_from([None, "unist", "UNIST", "Elsewhere"]),
    role=usually(st.sampled_from(["doctorate", "postdoc", "faculty", None]), ["", "king", *ROLES]),
    field=st.sampled_from([None, "", "physics", "biology", "AI"]),
)
PERSON_YEAR = _record(
    person_id=usually(PERSONS, ["", None]),
    year=usually(YEARS.map(str), ["", None, "abc", "1899", "2151", "2005.5", "2004.0"]),
    country=PLACES,
    weight=usually(st.sampled_from([None, "1", "2"]), ["0", "-1", "x", "1000001"]),
)
# Whole numbers as ids and no weights: what the engine packs into one word.
NARROW = _record(
    person_id=usually(st.integers(0, 4), [None, 2**48 - 1, 2**40]),
    year=usually(YEARS, [None, 1899, 2151]),
    country=PLACES,
)
LIMIT = st.sampled_from([None, 0, 1, 2, 3])
RULES = st.builds(
    Rules,
    tie=st.sampled_from(["previous", "first", "unobserved"]),
    fill_years=LIMIT,
    move_gap_years=LIMIT,
    overlap=st.sampled_from(["months", "latest"]),
    open_end=st.sampled_from(["ongoing", "start", "drop"]),
    min_spell_months=st.sampled_from([0, 0, 6, 13]),
    roles=st.sampled_from([ROLES, ROLES, ("postdoc", "faculty"), ("doctorate",)]),
    dating=st.sampled_from(["later", "midpoint"]),
    last_year=st.sampled_from([None, None, 2008, 2011]),
    horizons=st.sampled_from([(1, 3), (2,), (5, 1)]),
    institutes=st.just((KAIST, "UNIST")),
    postdoc_years=st.sampled_from([0, 1, 3]),
)


def table(records, kinds):
    """Records as an Arrow table; ``kinds``: type by column, text unless named."""
    names = list(records[0]) if records else list(kinds)
    columns = {
        name: pa.array([record[name] for record in records], kinds.get(name, pa.string()))
        for name in names
    }
    return pa.table(columns)


def counters(result):
    """The tables of a result as counters, in the form of ``reference.tables``."""
    out = {"rejected": Counter(result.report.rejected), "dropped": Counter(result.report.dropped)}
    rows = {name: table.to_pylist() for name, table in result.tables().items()}
    out["population"] = Counter(
        {(r["year"], r["country"]): r["persons"] for r in rows["population"]}
    )
    out["observed"] = Counter(
        {(r["year"], r["country"]): r["observed"] for r in rows["population"]}
    )
    for name in ("flows", "flow_groups", "institute_moves"):
        out[name] = Counter()
        for row in rows[name]:
            persons = row.pop("persons")
            out[name][tuple(row.values())] = persons
    out["stays"], out["returns"] = Counter(), Counter()
    for r in rows["stays"]:
        key = (r["cohort"], r["country"], r["year"], r["k"])
        states = {state: r[state] for state in ("present", "elsewhere", "unobserved")}
        if r["censored"]:
            assert not any(states.values())
            states = {"censored": r["persons"]}
        assert sum(states.values()) == r["persons"]
        out["stays"].update({(*key, state): count for state, count in states.items()})
    for r in rows["returns"]:
        key = (r["country"], r["year"], r["k"])
        out["returns"][*key, "returned"] += r["returned"]
        out["returns"][*key, "not"] += r["persons"] - r["returned"]
        assert r["censored"] == (r["year"] + r["k"] > result.rules.last_year)
    out["first_postdocs"] = Counter(
        {
            (r["institute"], r["year"], r["destination"]): r["persons"]
            for r in rows["first_postdocs"]
        }
    )
    report = result.report
    out["totals"] = Counter(
        {
            "persons": report.persons,
            "person_years": report.person_years,
            "tied": report.notes.get("tied", 0),
            "filled": report.notes.get("filled", 0),
            "kept": report.kept,
        }
    )
    return {name: +counter for name, counter in out.items()}
