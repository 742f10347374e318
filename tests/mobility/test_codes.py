"""Countries as records name them: codes, names in two languages, and what nobody can know."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from innocore_metrics.cli import main
from innocore_metrics.mobility.codes import (
    MISSING,
    MOST_NAMES,
    UNKNOWN,
    countries,
    country_numbers,
    most_frequent,
)
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.rules import Rules

NAMES = {
    "KR": ["KR", "kor", "Korea", "한국", "대한민국", "남한", "South Korea", "Republic of Korea"],
    "KR ": ["Korea, Republic of", "Korea (South)", "S. Korea"],
    "KP": ["북한", "North Korea", "N. Korea", "DPRK"],
    "US": ["U.S.A.", "USA", "United States of America", "미국"],
    "GB": ["England", "Scotland", "United Kingdom", "영국", "UK"],
    "RU": ["Russia", "Russian Federation", "러시아"],
    "MO": ["Macau", "Macao", "마카오"],
    "TR": ["Turkey", "Türkiye", "터키", "튀르키예"],
    "NA": ["NA", "nam", "Namibia"],
    "XK": ["XK", "Kosovo", "코소보"],
    "TL": ["TP", "East Timor"],
    "GR": ["EL", "gr"],
}


def read(*given):
    """Codes of a column; None where unknown, "" where missing."""
    found = country_numbers(pa.array(given, pa.string())).numbers.tolist()
    return [{UNKNOWN: None, MISSING: ""}.get(n) if n >= UNKNOWN else countries()[n] for n in found]


@pytest.mark.parametrize(("code", "names"), NAMES.items())
def test_countries_by_the_names_in_use(code, names):
    assert read(*names) == [code.strip()] * len(names)


def test_a_code_that_may_be_korea_or_kosovo_is_refused():
    assert read("KO", "ko", "KR", "XK") == [None, None, "KR", "XK"]


def test_what_is_no_country_is_unknown_and_nothing_is_missing():
    assert read("Atlantis", "", None, "Korea/US") == [None, "", "", None]


def report_of(ids, names):
    table = pa.table({"person_id": ids, "year": [2010] * len(ids), "country": names})
    (result,) = EmbeddedEngine().run(TableReader(table), [Rules()])
    return result.report


@pytest.mark.parametrize("ids", [int, str])
def test_unknown_names_are_listed_with_the_number_of_records_they_refused(ids):
    names = ["Atlantis"] * 3 + ["KR", "Mars\n", "Atlantis", "", None]
    report = report_of([ids(n) for n in range(len(names))], names)
    assert report.rejected == {"no_country": 2, "unknown_country": 5}
    assert list(report.unknown_countries.items()) == [("Atlantis", 4), ("Mars", 1)]
    # A record with several faults counts under the first, and its country with none.
    report = report_of(["", "a"], ["Atlantis", "Mars"])
    assert report.unknown_countries == {"Mars": 1}


def test_names_without_end_are_counted_together():
    names = {f"name {n}": 1 for n in range(MOST_NAMES + 50)}
    kept = most_frequent({**names, "often": 9})
    assert (len(kept), next(iter(kept)), kept[""]) == (MOST_NAMES + 1, "often", 51)
    rows = [*names, *["Atlantis"] * 7]
    random.Random(1).shuffle(rows)
    report = report_of(list(range(len(rows))), rows)
    assert sum(report.unknown_countries.values()) == len(rows)
    assert len(report.unknown_countries) <= MOST_NAMES + 1


def test_unknown_names_are_told(tmp_path, capsys):
    path = tmp_path / "own.csv"
    path.write_text("person_id,year,country\na,2010,KR\nb,2010,Atlantis\nc,2010,Atlantis\n")
    assert main(["mobility", "flows", str(path), "--table", "population", "--lang", "ko"]) == 0
    assert "알 수 없는 국가명: Atlantis (2)" in capsys.readouterr().err
    flows = tmp_path / "flows.csv"
    flows.write_text(
        "migrationfrom,migrationto,year,n_migrations\nKOR,USA,2010,3\nKOR,QQQ,2010,3\n"
    )
    main(["mobility", "published", str(flows), "--lang", "en"])
    assert "not known: QQQ (1)" in capsys.readouterr().err
