"""Published tables: every trap of the Scholarly Migration Database, NCSES tables as they are.

``smd_2024_country.csv`` holds rows of scopus_2024_V1_scholarlymigration_country.csv as they were
published (Akbaritabar, Theile, Zagheni 2024, doi 10.1038/s41597-024-03655-9, CC BY 4.0).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innocore_metrics.errors import MobilityError
from innocore_metrics.indicators import flows
from innocore_metrics.mobility import in_rate, net_rate, out_rate
from innocore_metrics.mobility.readers import read_ncses, read_smd
from innocore_metrics.mobility.readers.published import published_rows

CASES = Path(__file__).resolve().parents[1] / "cases" / "smd_2024_country.csv"
COUNTRY_FILES = {
    "scopus": ("smd_scopus_country_1998_2020.csv", 4562, 213),
    "openalex": ("smd_openalex_country_1998_2018.csv", 3940, 206),
}


def written(tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rates_as_published_follow_from_the_counts_beside_them():
    found = read_smd(CASES, "scopus")
    assert found.release == "2024"
    assert found.kept.taken == 44
    assert found.kept.noted == {"rates_compared": 40, "no_scholars": 4}


@pytest.mark.parametrize(("database", "first"), [("scopus", 2019), ("openalex", 2017)])
def test_incomplete_years_are_those_of_the_database(database, first):
    rows = published_rows(read_smd(CASES, database))
    years = sorted({row["year"] for row in rows})
    assert years[0] < first < years[-1]
    assert {row["year"] for row in rows if row["incomplete"]} == {y for y in years if y >= first}
    assert flows.CENSORED_FROM[database] == first  # what the charts shade


def test_a_rate_that_does_not_follow_from_its_counts_is_counted(tmp_path):
    text = CASES.read_text(encoding="utf-8").replace("0.2095238", "0.2095248")
    noted = read_smd(written(tmp_path, text), "scopus").kept.noted
    assert noted["rate_differs"] == 1
    text = text.replace("27,27,6,0,6", "27,27,6,0,7")
    assert read_smd(written(tmp_path, text), "scopus").kept.noted["net_differs"] == 1


FLOWS = """,migrationfrom,migrationto,year,n_migrations,netmigrations
0,KOR,USA,2010.0,7,1
1,,KOR,2010.0,900,0
2,KOR,,2010.0,500,0
3,nam,NA,2010.0,1,0
4,NA,zaf,2010.0,3,0
5,KOR,YYY,2010.0,3,0
6,KOR,USA,2010.0,3,0
7,KOR,JPN,2010.5,3,0
8,KOR,JPN,2010,x,0
9,KOR,JPN,,2,0
"""


def test_every_trap_of_a_flow_file(tmp_path):
    found = read_smd(written(tmp_path, FLOWS), "scopus")
    moves = [(f.origin, f.destination, f.year, f.moves_count) for f in found.flows]
    assert moves == [("KR", "US", 2010, 7), ("NA", "ZA", 2010, 3)]
    assert found.kept.set_aside == {"career_start": 1, "career_end": 1}
    assert found.kept.rejected == {
        "same_country": 1,
        "unknown_country": 1,
        "twice": 1,
        "bad_year": 1,
        "bad_count": 1,
        "no_year": 1,
    }
    assert found.kept.taken == len(found.flows)


def test_the_release_of_2026_is_read_for_a_gender_and_a_field(tmp_path):
    columns = {
        "year": pa.array([2021, 2021, 2022, 2021], pa.int32()),
        "iso2code": ["NA", "NA", "NA", "KR"],
        "iso3code": ["NAM", "NAM", "NAM", "KOR"],
        "gender": ["all", "f", "all", "all"],
        "field": ["all", "all", "all", "all"],
        "padded_population_of_researchers": [100, 40, 0, 1000],
        "number_of_inmigrations": [5, 2, 4, 10],
        "number_of_outmigrations": [3, 1, 2, 20],
        "netmigration": [2, 1, 2, -10],
        "netmigrationrate": [20.0, 25.0, None, -10.0],
    }
    path = tmp_path / "openalex_scholarlymigration_country_gender_and_field.parquet"
    pq.write_table(pa.table(columns), path)
    found = read_smd(path, "openalex")
    assert (found.release, found.censored_from) == ("2026", 2023)
    counts = [(c.country, c.year, c.scholars_count) for c in found.countries]
    assert counts == [("NA", 2021, 100), ("NA", 2022, 0), ("KR", 2021, 1000)]
    assert found.kept.set_aside == {"other_slice": 1}
    assert found.kept.noted == {"rates_compared": 2, "no_scholars": 1}
    women = read_smd(path, "openalex", gender="f").countries
    assert [(c.country, c.scholars_count) for c in women] == [("NA", 40)]


def test_files_about_regions_are_refused(tmp_path):
    regions = "year,area,iso3code,paddedpop,number_of_inmigrations,number_of_outmigrations\n"
    flows = "year,area_from,area_to,n_migrations\n"
    for text in (f"{regions}2020,KOR.11,KOR,1,1,1\n", f"{flows}2020,KR.11,US.06,1\n"):
        with pytest.raises(MobilityError) as caught:
            read_smd(written(tmp_path, text), "scopus")
        assert caught.value.problems[0].code == "mobility_smd_regions"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "year,country\n2020,KR\n"])
def test_another_table_is_refused(tmp_path, text):
    for read in (lambda path: read_smd(path, "scopus"), read_ncses):
        with pytest.raises(MobilityError) as caught:
            read(written(tmp_path, text))
        assert caught.value.problems[0].code in ("mobility_not_smd", "mobility_not_ncses")


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"PAR1 nothing")
    for path in (tmp_path / "x.parquet", tmp_path / "missing.csv"):
        with pytest.raises(MobilityError) as caught:
            read_smd(path, "scopus")
        assert caught.value.problems[0].code == "mobility_unreadable"


@pytest.mark.parametrize("database", COUNTRY_FILES)
def test_rates_of_every_country_and_year_in_the_public_files(reference, dataset, database):
    name, rows, countries = COUNTRY_FILES[database]
    found = read_smd(reference / name, database)
    assert len(found.countries) == found.kept.rows == rows
    assert len({row.country for row in found.countries}) == countries
    assert not found.kept.noted["net_differs"]
    with (reference / name).open(encoding="utf-8", newline="") as file:
        nets = {(r["iso2"], int(r["year"])): int(r["net"]) for r in csv.DictReader(file)}
    for row in found.countries:
        n, i, o = row.scholars_count, row.inflow_count, row.outflow_count
        net = 1000 * nets[row.country, row.year] / n
        assert net_rate(i, o, n) == pytest.approx(net, abs=1e-9)
        assert in_rate(i, n) - out_rate(o, n) == pytest.approx(net, abs=1e-9)


def test_flows_of_korea_add_up_to_its_inflow_and_outflow_nearly(reference):
    """A person who comes from two countries in a year counts once in the country file."""
    countries = read_smd(reference / COUNTRY_FILES["scopus"][0], "scopus").countries
    flows = read_smd(reference / "smd_scopus_flows_1998_2018_top30_plus_KOR.csv", "scopus").flows
    into, out = {}, {}
    for row in flows:
        if row.destination == "KR":
            into[row.year] = into.get(row.year, 0) + row.moves_count
        if row.origin == "KR":
            out[row.year] = out.get(row.year, 0) + row.moves_count
    korea = {row.year: row for row in countries if row.country == "KR" and row.year <= 2018}
    for year, row in korea.items():
        assert 0.95 < into[year] / row.inflow_count <= 1.02
        assert 0.95 < out[year] / row.outflow_count <= 1.02


NCSES = {
    "ncses_5_10_year_stay_rates.csv": (42, 84),
    "ncses_five_year_stay_rate_2003_2017.csv": (40, 40),
    "ncses_gss_postdocs_by_institution_2019_2022.csv": (1320, 5280),
    "ncses_plans_and_definite_to_stay.csv": (750, 2207),
    "ncses_sed_intent_to_stay_all_vintages.csv": (3666, 6911),
    "ncses_temp_visa_doctorates_top10_2009_2023.csv": (496, 496),
}


@pytest.mark.parametrize("name", NCSES)
def test_tables_of_ncses_are_read_whole(reference, name):
    values, kept = read_ncses(reference / name)
    assert (kept.rows, len(values)) == NCSES[name]
    cells = sum(kept.noted.values()) + len(values)
    assert cells % kept.rows == 0  # every cell is a value or is counted


def test_withheld_cells_of_ncses_have_no_value(tmp_path):
    text = "table,level1,label,period,recipients,plan_to_stay_pct,definite_to_stay_pct\n"
    text += "T,A,B,2010-13,s,s,s\nT,A,C,2010-13,10,101,\n"
    values, kept = read_ncses(written(tmp_path, text))
    assert [(v.measure, v.value, v.period) for v in values] == [("recipients", 10, "2010/2013")]
    assert kept.rejected == {"no_value": 1}
    assert kept.noted["suppressed"] == 3
