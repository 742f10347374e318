"""Short careers, and the tables they must give: residence, returns, last leavers."""

from __future__ import annotations

import pyarrow as pa
import pytest

from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.rules import Rules

COLUMNS = ("start_year", "start_month", "end_year", "end_month", "country", "role")


def spells(*rows):
    """Spells of one person: first and last year and month, country, role."""
    kinds = {"country": pa.string(), "role": pa.string()}
    columns = {
        name: pa.array([row[place] for row in rows], kinds.get(name, pa.int32()))
        for place, name in enumerate(COLUMNS)
    }
    return pa.table({"person_id": ["p"] * len(rows), **columns})


def counted(table, rules):
    (result,) = EmbeddedEngine().run(TableReader(table), [rules])
    return result


KOREA = (2010, 1, 2010, 5, "KR", "faculty")
AMERICA = (2010, 5, 2010, 12, "US", "postdoc")
OVERLAPS = {
    "a spell entered twice": ((KOREA, KOREA, AMERICA), "US"),
    "two posts at the same time": ((KOREA, (2010, 2, 2010, 5, "KR", "staff"), AMERICA), "US"),
    "posts one after the other": (
        ((2010, 1, 2010, 4, "KR", "postdoc"), (2010, 5, 2010, 7, "KR", "staff"), AMERICA),
        "US",  # 7 months against 8
    ),
    "posts that make up more months": (
        ((2010, 1, 2010, 4, "KR", "postdoc"), (2010, 4, 2010, 9, "KR", "staff"), AMERICA),
        "KR",  # 9 months against 8
    ),
}


@pytest.mark.parametrize(("rows", "country"), OVERLAPS.values(), ids=OVERLAPS)
def test_a_month_that_several_spells_cover_counts_once(rows, country):
    found = counted(spells(*rows), Rules()).population.to_pylist()
    assert [(row["country"], row["persons"]) for row in found] == [(country, 1)]


def test_the_main_role_is_that_of_most_months_and_not_of_most_entries():
    staff = (2010, 1, 2010, 5, "KR", "staff")
    rows = [staff, staff, staff, (2010, 1, 2010, 9, "KR", "faculty"), (2011, 1, 2011, 12, "US", "")]
    (move,) = counted(spells(*rows), Rules()).flow_groups.to_pylist()
    assert (move["role_before"], move["role_after"]) == ("faculty", "unknown")


def lives(*people):
    """Person-years of people: year and country by person."""
    rows = [(name, year, where) for name, life in people for year, where in life.items()]
    names = ("person_id", "year", "country")
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def test_who_goes_home_is_no_emigrant_of_the_country_left():
    table = lives(
        ("an American", {2008: "US", 2010: "KR", 2012: "US", 2020: "US"}),
        ("a Korean", {2008: "KR", 2012: "US", 2014: "KR"}),
        ("a Korean who moves on", {2008: "KR", 2012: "US", 2013: "JP", 2014: "US", 2015: "KR"}),
    )
    rules = Rules(horizons=(2, 3), last_year=2020)
    found = {
        (row["country"], row["year"], row["k"]): (row["persons"], row["returned"])
        for row in counted(table, rules).returns.to_pylist()
    }
    assert found == {
        ("KR", 2012, 2): (2, 1),
        ("KR", 2012, 3): (2, 2),
        ("US", 2010, 2): (1, 1),
        ("US", 2010, 3): (1, 1),
    }


def test_who_leaves_again_after_a_return_counts_again():
    table = lives(("p", {2000: "KR", 2001: "US", 2002: "KR", 2003: "US"}))
    found = counted(table, Rules(horizons=(5,), last_year=2010)).returns.to_pylist()
    assert [(row["year"], row["persons"], row["returned"]) for row in found] == [
        (2001, 1, 1),
        (2003, 1, 0),
    ]


def test_person_years_that_stand_several_times_still_add_up():
    table = pa.table(
        {
            "person_id": ["p"] * 3,
            "year": [2010] * 3,
            "country": ["KR", "KR", "US"],
            "weight": [2, 2, 3],
        }
    )
    assert counted(table, Rules()).population["country"].to_pylist() == ["KR"]
