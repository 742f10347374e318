"""Countries as records name them: codes, names in two languages, and what nobody can know."""

from __future__ import annotations

import pyarrow as pa
import pytest

from innocore_metrics import geography
from innocore_metrics.geography import country_code
from innocore_metrics.mobility.codes import MISSING, UNKNOWN, countries, country_numbers

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


def test_further_names_take_no_name_from_another_country(monkeypatch):
    also = {name: code for code, names in geography._ALSO.items() for name in names.split("|")}
    monkeypatch.setattr(geography, "_ALSO", {})
    geography._codes.cache_clear()
    try:
        assert {name: country_code(name) for name in also} == dict.fromkeys(also)
    finally:
        geography._codes.cache_clear()
    assert all(name == name.casefold() for name in also)
