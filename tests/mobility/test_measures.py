"""Rates and shares from tables, marks, withholding, and the published rates recomputed."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pyarrow as pa
import pytest

from innocore_metrics.mobility import cohort_measures, measures, rates, withholding
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.results import SCHEMAS, MobilityTables, Report
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sensitivity import sensitivity_rows, variants
from innocore_metrics.numbers import poisson, wilson
from tests.mobility.test_robust import person_years


def tables(rules=None, **rows):
    made = {
        name: pa.Table.from_pylist(rows.get(name, []), schema=schema)
        for name, schema in SCHEMAS.items()
    }
    return MobilityTables(rules or Rules(last_year=2020), Report("x", "spells", 0), **made)


def people(year, country, persons):
    return {"year": year, "country": country, "persons": persons, "observed": persons}


def flow(year, origin, destination, persons):
    return {"year": year, "origin": origin, "destination": destination, "persons": persons}


def of_country(rows, year, country):
    (found,) = (row for row in rows if (row["year"], row["country"]) == (year, country))
    return found


PUBLISHED = Path(__file__).resolve().parents[1] / "cases" / "smd_2024_country.csv"
POPULATION = [people(y, c, n) for y in (2010, 2011, 2012) for c, n in (("KR", 1000), ("US", 9000))]
FLOWS = [flow(2012, "KR", "US", 30), flow(2012, "US", "KR", 10), flow(2012, "KR", "JP", 3)]


def test_rates_of_a_country_are_those_of_the_formulae():
    rows = measures.country_rows(tables(population=POPULATION, flows=FLOWS))
    row = of_country(rows, 2012, "KR")
    assert (row["country"], row["inflow_count"], row["outflow_count"]) == ("KR", 10, 33)
    assert row["in_rate_per_1000"] == 10
    assert row["out_rate_per_1000"] == 33
    assert row["net_rate_per_1000"] == -23
    half = 1.96 * math.sqrt(43)
    assert row["net_rate_lower"] == pytest.approx(-23 - half)
    assert row["net_rate_upper"] == pytest.approx(-23 + half)
    assert row["intensity_percent"] == pytest.approx(4.3)
    assert row["effectiveness_percent"] == pytest.approx(-100 * 23 / 43)
    assert row["net_rate_3y_per_1000"] == pytest.approx(1000 * -23 / 3000)
    assert not row["incomplete"]


def test_a_small_population_has_counts_but_no_rates():
    rows = measures.country_rows(tables(population=[people(2012, "KR", 19)], flows=FLOWS))
    found = of_country(rows, 2012, "KR")
    assert found["below_minimum"]
    assert found["inflow_count"] == 10
    assert found["net_rate_per_1000"] is None
    assert found["net_rate_lower"] is None
    assert found["incomplete"]  # the first year there is


def test_the_outflow_of_a_country_whose_last_scholar_leaves_is_not_lost():
    moves = [flow(2011, "MN", "KR", 1)]
    census = [people(2010, "MN", 1), people(2010, "KR", 1), people(2011, "KR", 2)]
    rules = Rules(min_population=1, last_year=2020)
    rows = measures.country_rows(tables(rules, population=census, flows=moves))
    assert [(row["year"], row["country"]) for row in rows] == [
        (2010, "KR"),
        (2010, "MN"),
        (2011, "KR"),
        (2011, "MN"),
    ]
    assert sum(row["inflow_count"] for row in rows) == sum(row["outflow_count"] for row in rows)
    row = of_country(rows, 2011, "MN")
    assert (row["scholars_count"], row["outflow_count"], row["below_minimum"]) == (0, 1, True)
    ends = ("_per_1000", "_lower", "_upper", "_percent")
    rates_given = {name for name in row if name.endswith(ends)}
    assert len(rates_given) == 12
    assert {row[name] for name in rates_given} == {None}
    assert row.keys() == rows[0].keys()


def test_few_observations_are_marked_and_shown():
    rows = measures.count_rows(tables(population=POPULATION, flows=FLOWS), "flows")
    assert [(row["persons"], row["few"]) for row in rows] == [(30, False), (10, False), (3, True)]


SUPPRESS = Rules(suppress=True, last_year=2020)


def test_withheld_cells_cannot_be_had_by_subtraction():
    made = tables(SUPPRESS, population=[*POPULATION, people(2012, "JP", 3)], flows=FLOWS)
    assert measures.count_rows(made, "flows")[2]["persons"] is None
    system = measures.system_rows(made)[2]
    assert (system["scholars_count"], system["scholars_at_least"]) == (None, 10001)
    assert (system["moves_count"], system["moves_at_least"]) == (None, 41)
    assert system["intensity_percent"] is None
    assert system["effectiveness_percent"] is None
    partner = next(r for r in measures.balance_rows(made, "KR") if r["partner"] == "JP")
    assert partner["out_count"] is None
    assert partner["balance_count"] is None


def test_a_sum_with_a_withheld_cell_is_no_count_and_has_no_rate():
    rows = measures.country_rows(tables(SUPPRESS, population=POPULATION, flows=FLOWS))
    row = of_country(rows, 2012, "KR")
    assert (row["country"], row["inflow_count"], row["in_rate_per_1000"]) == ("KR", 10, 10)
    assert (row["outflow_count"], row["outflow_at_least"], row["few"]) == (None, 31, True)
    hidden = ("net_count", "out_rate_per_1000", "out_rate_upper", "net_rate_per_1000")
    hidden += ("net_rate_lower", "net_rate_3y_per_1000", "intensity_percent")
    assert {row[name] for name in (*hidden, "effectiveness_percent")} == {None}


def test_a_rate_over_years_does_not_give_a_withheld_population_away():
    census = [people(2010, "JP", 3), people(2011, "JP", 50), people(2012, "JP", 50)]
    made = tables(
        Rules(suppress=True, last_year=2020, min_population=5),
        population=census,
        flows=[flow(2012, "KR", "JP", 30)],
    )
    rows = measures.country_rows(made)
    assert of_country(rows, 2010, "JP")["scholars_count"] is None
    assert of_country(rows, 2012, "JP")["net_rate_3y_per_1000"] is None
    assert of_country(rows, 2012, "JP")["net_rate_per_1000"] == 600


def test_the_few_who_are_filled_in_are_withheld():
    census = [{**people(2012, "KR", 20), "observed": 19}]
    made = tables(SUPPRESS, population=census)
    (row,) = measures.count_rows(made, "population")
    assert (row["persons"], row["observed"]) == (None, None)
    (row,) = measures.country_rows(made)
    assert (row["scholars_count"], row["observed_count"]) == (None, None)
    assert row["in_rate_per_1000"] is None


def back(k, returned, persons=20):
    about = {"country": "KR", "year": 2010, "k": k, "censored": False}
    return {**about, "persons": persons, "returned": returned}


TWENTY_LEFT = (flow(2010, "KR", "US", 20),)


def returned(rows, flows=TWENTY_LEFT):
    found = cohort_measures.return_rows(tables(SUPPRESS, returns=rows, flows=list(flows)))
    return [(row["persons_count"], row["returned_count"]) for row in found]


def test_the_few_who_came_back_between_two_k_are_withheld():
    rows = [back(1, 8), back(2, 9), back(3, 13)]
    assert returned(rows) == [(20, 8), (None, None), (20, 13)]
    assert returned([back(1, 8), back(2, 8)]) == [(20, 8), (20, 8)]


def test_a_cohort_does_not_give_the_moves_away_that_it_is_made_of():
    moves = [flow(2010, "KR", "US", 20), flow(2010, "KR", "JP", 3)]
    assert returned([back(1, 8, 23)], moves) == [(None, None)]
    # A cohort of all but few of those who left tells of the few.
    assert returned([back(1, 8, 18)]) == [(None, None)]
    assert returned([back(1, 8, 10)]) == [(None, None)]  # 2 have not come back
    assert returned([back(1, 5, 10)]) == [(10, 5)]
    # Without the moves nobody can tell.
    assert returned([back(1, 8)], ()) == [(None, None)]


def test_the_few_who_went_out_of_sight_between_two_k_are_withheld():
    cohort = {**STAY, "country": "KR"}
    rows = [{**cohort, "k": k, "present": 80 - n, "unobserved": n} for k, n in ((1, 20), (2, 23))]
    found = cohort_measures.stay_rows(tables(SUPPRESS, stays=rows))
    assert [row["unobserved_count"] for row in found] == [20, None]


def test_rules_that_differ_by_few_are_not_told_side_by_side():
    rows = [{"rule": str(n), "year": 2010, "persons": n, "rate": n / 7} for n in (30, 33, 36, 30)]
    about = ("rule", "year")
    kept = withholding.keep_apart(rows, "year", ["persons"], about, SUPPRESS)
    assert [row["persons"] for row in kept] == [30, None, 36, 30]
    assert kept[1] == {"rule": "33", "year": 2010, "persons": None, "rate": None}
    assert withholding.keep_apart(rows, "year", ["persons"], about, Rules()) == rows


def test_groups_do_not_give_each_other_away():
    about = {"role_before": "", "role_after": "", "field": ""}
    rows = [
        {**flow(2012, "KR", "US", 30), **about},
        {**flow(2012, "KR", "US", 3), **about, "field": "AI"},
        {**flow(2012, "US", "KR", 12), **about},
    ]
    made = tables(SUPPRESS, flow_groups=rows)
    assert [r["persons"] for r in measures.count_rows(made, "flow_groups")] == [None, None, 12]


def test_institutes_do_not_give_the_rest_of_a_flow_away():
    base = {"institute": "KAIST", "direction": "out", "year": 2012}
    for persons, shown in ((28, None), (20, 20), (30, 30)):
        made = tables(
            SUPPRESS,
            flows=[flow(2012, "KR", "US", 30)],
            institute_moves=[{**base, "partner": "US", "persons": persons}],
        )
        (row,) = measures.count_rows(made, "institute_moves")
        assert row["persons"] == shown


def test_first_postdocs_do_not_give_doctorates_away():
    base = {"institute": "KAIST", "year": 2010, "censored": False}
    posts = [
        {**base, "destination": country, "persons": n} for country, n in (("KR", 30), ("DE", 2))
    ]
    cohort = {**STAY, "country": "KR", "persons": 32, "present": 20, "elsewhere": 12}
    made = tables(SUPPRESS, stays=[{**cohort, "unobserved": 0}], first_postdocs=posts)
    (row,) = cohort_measures.stay_rows(made)
    assert row["persons_count"] is None
    (row,) = cohort_measures.first_postdoc_rows(made, "KR")
    assert (row["persons_count"], row["home_count"], row["abroad_count"]) == (None, 30, None)
    assert row["abroad_percent"] is None


def test_balance_with_a_partner():
    (row, _) = reversed(measures.balance_rows(tables(population=POPULATION, flows=FLOWS), "KR"))
    assert (row["partner"], row["out_count"], row["in_count"]) == ("US", 30, 10)
    assert row["balance_count"] == -20
    assert row["outflow_share_percent"] == 75
    assert row["balance_lower"] < -20 < row["balance_upper"]


def test_system_counts_each_move_once():
    row = measures.system_rows(tables(population=POPULATION, flows=FLOWS))[2]
    assert row["moves_count"] == 43
    assert row["intensity_percent"] == pytest.approx(0.43)
    assert row["effectiveness_percent"] == pytest.approx(100 * (23 + 20 + 3) / 86)


STAY = {
    "cohort": "doctorates",
    "country": "US",
    "year": 2010,
    "k": 5,
    "persons": 100,
    "present": 60,
    "elsewhere": 20,
    "unobserved": 20,
    "censored": False,
}


def test_stay_rate_is_of_those_observed_and_bounded_by_those_who_are_not():
    (row,) = cohort_measures.stay_rows(tables(stays=[STAY]))
    assert row["stay_percent"] == 75
    assert row["stay_lower"] < 75 < row["stay_upper"]
    assert (row["bound_lower_percent"], row["bound_upper_percent"]) == (60, 80)


def test_a_censored_cohort_has_no_rate():
    gone = {"present": 0, "elsewhere": 0, "unobserved": 0, "censored": True}
    (row,) = cohort_measures.stay_rows(tables(stays=[{**STAY, **gone}]))
    assert row["censored"]
    assert row["stay_percent"] is None
    assert row["present_count"] is None


def test_returns_and_first_postdocs():
    (row,) = cohort_measures.return_rows(tables(returns=[back(5, 11, 50)]))
    assert row["return_percent"] == 22
    base = {"institute": "KAIST", "year": 2012, "censored": False}
    posts = [
        {**base, "destination": country, "persons": persons}
        for country, persons in (("", 10), ("KR", 30), ("US", 8), ("DE", 2))
    ]
    (row,) = cohort_measures.first_postdoc_rows(tables(first_postdocs=posts), "KR")
    least = Rules(last_year=2020, min_population=41)
    (few,) = cohort_measures.first_postdoc_rows(tables(least, first_postdocs=posts), "KR")
    assert (few["abroad_count"], few["abroad_percent"], few["abroad_upper"]) == (10, None, None)
    assert (row["home_count"], row["abroad_count"], row["none_seen_count"]) == (30, 10, 10)
    assert row["abroad_percent"] == 25
    left = [flow(2010, "KR", "US", 50)]
    for count, percent in ((2, None), (11, 22)):
        hidden = tables(SUPPRESS, returns=[back(5, count, 50)], flows=left)
        (row,) = cohort_measures.return_rows(hidden)
        assert row["return_percent"] == percent


def test_sensitivity_changes_one_rule_at_a_time():
    reader = TableReader(person_years(3000, 200))
    rows = sensitivity_rows(EmbeddedEngine(), reader, Rules(), "KR")
    tried = variants(Rules(), "person-years")
    assert {(r["parameter"], r["value"]) for r in rows} == {
        (name, "any" if name and value is None else value) for name, value, _ in tried
    }
    plain = [r for r in rows if not r["parameter"]]
    first = [r for r in rows if r["value"] == "first"]
    assert [r["net_count"] for r in plain] != [r["net_count"] for r in first]


@pytest.mark.parametrize(
    ("count", "lower", "upper"), [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)]
)
def test_poisson_interval_is_close_to_the_exact_one(count, lower, upper):
    found = poisson(count)
    assert found.lower == pytest.approx(lower, abs=0.02)
    assert found.upper == pytest.approx(upper, rel=0.01)


def test_wilson_stays_between_nothing_and_all():
    assert wilson(0, 5).lower == 0
    assert wilson(5, 5).upper == pytest.approx(1)


@pytest.mark.parametrize("name", ["scopus_country_1998_2020", "openalex_country_1998_2018"])
def test_net_counts_of_every_country_and_year_are_the_published_ones(name, reference):
    """The reference files give no rates: net counts are theirs, and lie within the intervals."""
    text = (reference / f"smd_{name}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    population = [people(int(r["year"]), r["iso2"], int(r["scholars"])) for r in rows]
    flows = [flow(int(r["year"]), "ZZ", r["iso2"], int(r["inflow"])) for r in rows]
    flows += [flow(int(r["year"]), r["iso2"], "ZZ", int(r["outflow"])) for r in rows]
    made = tables(Rules(min_population=1, last_year=2020), population=population, flows=flows)
    found = {(r["year"], r["country"]): r for r in measures.country_rows(made)}
    assert len(rows) > 3900
    for r in rows:
        row = found[int(r["year"]), r["iso2"]]
        assert row["net_count"] == int(r["net"])
        assert row["net_rate_lower"] <= row["net_rate_per_1000"] <= row["net_rate_upper"]


def test_rates_are_those_that_were_published():
    """Rates that the authors divided themselves, of seven digits, beside the counts of theirs."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["netmigrationrate"]]
    numbers = [
        (int(float(r["year"])), r["countrycode"], r["padded_population_of_researchers"], r)
        for r in rows
    ]
    census = [people(year, country, int(persons)) for year, country, persons, _ in numbers]
    moves = [
        one
        for year, country, _, r in numbers
        for one in (
            flow(year, "ZZ", country, int(r["number_of_inmigrations"])),
            flow(year, country, "ZZ", int(r["number_of_outmigrations"])),
        )
    ]
    made = tables(Rules(min_population=1, last_year=2023), population=census, flows=moves)
    found = measures.country_rows(made)
    assert len(numbers) == 40
    for year, country, _, r in numbers:
        row = of_country(found, year, country)
        for way in ("in", "out", "net"):
            published = float(r[f"{way}migrationrate"])
            assert row[f"{way}_rate_per_1000"] == pytest.approx(1000 * published, rel=1e-6)


def test_shares_without_persons_are_unknown():
    assert rates.share(0, 0) is None
    assert rates.outflow_share(0, 0) is None
