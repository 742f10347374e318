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
    # The processed file has no Taiwan, whose rows come from the input files of the same release.
    shipped = [row for row in dataset.bilateral_flows if "TW" not in (row.origin, row.destination)]
    assert len(korean) == len(shipped)
    assert sum(int(r["moves"]) for r in korean) == sum(row.moves_count for row in shipped)


def test_moves_with_taiwan_are_there(dataset):
    rows = [r for r in dataset.bilateral_flows if "TW" in (r.origin, r.destination)]
    assert (len(rows), sum(row.moves_count for row in rows)) == (42, 358)
    assert sum(row.moves_count for row in dataset.bilateral_flows) == 58_791
