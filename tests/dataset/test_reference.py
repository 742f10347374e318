"""The shipped extracts equal the public files that they were taken from."""

from __future__ import annotations

import csv

import pytest

FILES = {
    "scopus": "smd_scopus_country_1998_2020.csv",
    "openalex": "smd_openalex_country_1998_2018.csv",
}


@pytest.mark.parametrize("database", FILES)
def test_country_rows_equal_the_public_file(dataset, reference, database):
    with (reference / FILES[database]).open(encoding="utf-8", newline="") as file:
        public = {(r["iso2"], int(float(r["year"]))): r for r in csv.DictReader(file)}
    rows = [row for row in dataset.researcher_flows if row.database == database]
    assert rows
    for row in rows:
        original = public[row.country, row.year]
        for name in ("scholars", "inflow", "outflow"):
            assert getattr(row, f"{name}_count") == int(float(original[name]))


def test_bilateral_rows_equal_the_public_file(dataset, reference):
    path = reference / "smd_scopus_flows_1998_2018_top30_plus_KOR.csv"
    with path.open(encoding="utf-8", newline="") as file:
        korean = [r for r in csv.DictReader(file) if "KOR" in (r["origin"], r["destination"])]
    assert len(korean) == len(dataset.bilateral_flows)
    assert sum(int(r["moves"]) for r in korean) == sum(
        row.moves_count for row in dataset.bilateral_flows
    )
