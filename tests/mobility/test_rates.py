"""Rates recomputed from the counts of every country and year in the public files."""

from __future__ import annotations

import csv

import pytest

from innocore_metrics.mobility import effectiveness, in_rate, net_rate, net_rate_interval, out_rate


@pytest.mark.parametrize(
    "name", ["smd_scopus_country_1998_2020.csv", "smd_openalex_country_1998_2018.csv"]
)
def test_net_of_every_country_and_year(reference, name):
    with (reference / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 3000
    for row in rows:
        n, i, o = (int(float(row[c])) for c in ("scholars", "inflow", "outflow"))
        assert i - o == int(float(row["net"]))
        if n == 0:
            with pytest.raises(ZeroDivisionError):
                net_rate(i, o, n)
            continue
        assert net_rate(i, o, n) == pytest.approx(in_rate(i, n) - out_rate(o, n), abs=1e-6)
        low, high = net_rate_interval(i, o, n)
        assert low <= net_rate(i, o, n) <= high


def test_no_moves_no_effectiveness():
    assert effectiveness(0, 0) is None
