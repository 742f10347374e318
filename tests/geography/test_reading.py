"""What countries are called: every name of every table is one country's and no other's."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from pathlib import Path

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innocore_metrics.geography import all_countries, country_code, country_name, is_former_code
from innocore_metrics.geography.aliases import ABBREVIATIONS, ALIASES, FORMER_CODES
from innocore_metrics.geography.reading import all_names, name_key

CODES = {code for code, _ in all_countries("en")} | {"XK"}
NAMES = list(all_names())


def test_no_two_tables_disagree_on_a_name():
    found = defaultdict(set)
    for name, code in NAMES:
        found[name_key(name)].add(code)
    assert {key: codes for key, codes in found.items() if len(codes) > 1} == {}
    assert len(found) > 900


def test_every_name_of_every_table_is_read_as_its_country():
    assert [(name, code) for name, code in NAMES if country_code(name) != code] == []


def test_every_alias_and_abbreviation_is_of_a_country():
    assert {*ALIASES, *ABBREVIATIONS.values(), *FORMER_CODES.values()} <= CODES


def test_what_the_product_shows_is_read_back():
    for code in CODES:
        for lang in ("ko", "en"):
            assert country_code(country_name(code, lang)) == code


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_names_of_unicode_are_read(lang):
    """CLDR's names, in whose making this table had no part."""
    babel = pytest.importorskip("babel", reason="CLDR's names come with Babel")
    territories = babel.Locale(lang).territories
    names = {code: territories[code] for code in CODES}
    assert {c: n for c, n in names.items() if country_code(n) != c} == {}


# As offices and organisations write them: the Ministry of Justice's statistics of nationality, the
# United Nations, the World Bank, the OECD.
WRITTEN = {
    "AE": "아랍에미리트연합|UAE|U.A.E.|아랍에미리트",
    "AG": "앤티가바부다|Antigua & Barbuda",
    "BA": "보스니아헤르체고비나|보스니아-헤르체고비나|Bosnia-Herzegovina",
    "BO": "Bolivia (Plurinational State of)|볼리비아",
    "BN": "브루나이|Brunei Darussalam",
    "BS": "Bahamas, The|The Bahamas|Bahamas (the)",
    "BY": "벨로루시|벨라루스",
    "CD": "콩고민주공화국|Congo, Dem. Rep.|Democratic Republic of the Congo|DR Congo|자이르|D.R.C.",
    "CF": "중앙아프리카공화국|Central African Rep.",
    "CG": "콩고|콩고공화국|Congo, Rep.|Congo|Republic of the Congo",
    "CI": "Cote d'Ivoire|Côte d’Ivoire|Ivory Coast|코트디부아르",
    "CN": "한국계중국인|P.R. China|People's Republic of China|China, People’s Republic of",
    "CW": "Curacao|CURAÇAO",
    "CZ": "체코공화국|Czech Republic|Czechia|Czech Rep.",
    "DE": "동독|German Democratic Republic|Germany, Federal Republic of",
    "DM": "도미니카연방|Dominica",
    "DO": "도미니카공화국|도미니카 공화국|Dominican Rep.|Dominican Republic (the)",
    "EG": "Egypt, Arab Rep.|Arab Republic of Egypt",
    "FM": "미크로네시아|Micronesia (Federated States of)|Micronesia, Fed. Sts.",
    "GB": "UK|U.K.|uk |Great Britain|United Kingdom of Great Britain and Northern Ireland|ＵＫ",
    "GM": "Gambia, The|Gambia (the)",
    "GN": "기니|Guinea",
    "GQ": "적도기니|Equatorial Guinea",
    "GR": "EL|Greece|그리스",
    "GW": "기니비사우|Guinea Bissau",
    "HK": "Hong Kong SAR, China|China, Hong Kong SAR|Hong Kong (China)|홍콩",
    "IR": "Iran (Islamic Republic of)|Iran, Islamic Rep.|IRAN, ISLAMIC REPUBLIC OF|이란",
    "KG": "키르기즈스탄|Kyrgyz Republic|Kyrgyz Rep.",
    "KN": "세인트크리스토퍼네비스|St. Kitts and Nevis",
    "KP": "북한|Korea, Dem. People's Rep.|Korea (Democratic People's Republic of)|DPRK"
    "|Democratic People's Republic of Korea|Dem. People's Rep. of Korea",
    "KR": "한국|대한민국|Korea|Korea, Rep.|Korea (Republic of)|Korea Republic of|KOREA (S)"
    "|South Korea|Korea, South|Republic of Korea (the)|R.O.K.|ROK"
    "|대한민국(KR)|KR - Korea|한국 (South Korea)",
    "LA": "Lao PDR|Lao People's Dem. Rep.|라오스",
    "LC": "St. Lucia|St Lucia|세인트루시아",
    "MD": "Moldova (Republic of)|Moldova, Rep.",
    "MH": "마샬군도|Marshall Is.",
    "MK": "마케도니아|북마케도니아|Macedonia, FYR|North Macedonia",
    "MO": "Macao SAR, China|China, Macao SAR|Macau|마카오",
    "NA": "NA|na|NAM|Namibia|나미비아",
    "NL": "Netherlands (Kingdom of the)|Netherlands, Kingdom of the|The Netherlands",
    "PS": "West Bank and Gaza|State of Palestine|팔레스타인",
    "RE": "Reunion|Réunion",
    "RU": "러시아(연방)|러시아연방|러시아 (연방)|한국계러시아인|Russian Fed.",
    "SA": "사우디|사우디아라비아",
    "SB": "솔로몬군도|솔로몬제도|Solomon Is.",
    "SK": "슬로바크|Slovak Republic|Slovak Rep.",
    "SS": "남수단공화국|South Sudan",
    "ST": "상투메프린시페|São Tomé and Príncipe",
    "SZ": "스와질란드|Swaziland|Eswatini",
    "TH": "타이|태국|Thailand",
    "TL": "티모르민주공화국|동티모르|Timor-Leste|Timor Leste",
    "TR": "Turkiye|TURKIYE|TÜRKİYE|Türkiye|Turkey|터키|튀르키예",
    "TT": "트리니다드토바고|Trinidad & Tobago",
    "TW": "타이완|대만|Taiwan, China|China, Taiwan Province of China|Taiwan ROC|China (Taiwan)",
    "TZ": "Tanzania (United Republic of)|Tanzania, United Rep. of",
    "US": "USA|U.S.A.|U. S.|United States of America|미국|미국(USA)",
    "UZ": "우즈벡|우즈베키스탄",
    "VA": "바티칸|교황청|Holy See|Vatican City",
    "VC": "세인트빈센트그레나딘|St. Vincent and the Grenadines",
    "VE": "Venezuela, RB|Venezuela (Bolivarian Republic of)",
    "VG": "영령버진아일랜드|Virgin Islands (British)",
    "VI": "미령버진아일랜드|Virgin Islands (U.S.)|US Virgin Islands",
    "VN": "Viet Nam|Vietnam|VIET-NAM|베트남",
    "WS": "사모아|Samoa",
    "YE": "예멘공화국|Yemen, Rep.|예멘",
    "ZA": "남아프리카공화국|South Africa|남아공",
}


@pytest.mark.parametrize(("code", "names"), WRITTEN.items())
def test_names_as_offices_write_them(code, names):
    read = {name: country_code(name) for name in names.split("|")}
    assert read == dict.fromkeys(read, code)


NOBODYS = """
N/A|n.a.|n/a|N. A.|-|?|.|none|unknown|기타|미상|무국적|이중국적|국제연합
KO|ko|Atlantis|Mars|Korea/US
Korea (US)|미국(독일)|China - Japan|Republic of China|Virgin Islands|버진아일랜드|Islands|Republic
Democratic Republic|Saint|Kingdom of|Africa|America|Asia|Europe|EU|중앙아프리카
Yugoslavia|유고슬라비아
USSR|Soviet Union|소련|Czechoslovakia|체코슬로바키아|Serbia and Montenegro|세르비아몬테네그로
YU|SU|CS|AN
Netherlands Antilles|네덜란드령앤틸리스|Gilbert and Ellice Islands|CT|MI|AA|ZZ|EUR|WLD
12|410|The|Of the
"""


@pytest.mark.parametrize(
    "name", [name for line in NOBODYS.strip().splitlines() for name in line.split("|")]
)
def test_what_nobody_can_know_is_refused(name):
    assert country_code(name) is None


def test_countries_that_share_words_stay_apart():
    """Words may stand in any order, so no country may have the words of another."""
    assert country_code("Niger, Republic of the") == "NE"
    assert country_code("Nigeria, Federal Republic of") == "NG"
    assert country_code("Guinea, Equatorial") == "GQ"
    assert country_code("Samoa, American") == "AS"
    assert country_code("Sudan (South)") == "SS"
    assert country_code("Korea, Republic of") == "KR"
    assert country_code("Korea, People's Democratic Republic of") == "KP"
    assert country_code("Ireland, Northern") == "GB"


def test_a_former_code_is_known_as_one():
    assert is_former_code("UK ")
    assert is_former_code("tp")
    assert not is_former_code("GB")
    assert not is_former_code("United Kingdom")
    assert not {code for code in FORMER_CODES if pycountry.countries.get(alpha_2=code)}


BLANKS = st.sampled_from(["", " ", "\u00a0", "\u3000", "\u200b", "\ufeff"])


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(NAMES),
    BLANKS,
    BLANKS,
    st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    st.sampled_from([str, str.upper, str.lower, str.title, str.casefold]),
)
def test_blanks_case_and_composition_make_no_difference(named, before, after, form, case):
    name, code = named
    assert country_code(before + unicodedata.normalize(form, case(name)) + after) == code


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=4))
def test_a_short_text_is_read_by_a_table_alone(text):
    """Nothing is guessed: what is read has a key that stands in a table."""
    found = country_code(text)
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    known = {name_key(name) for name, _ in NAMES} | set(ABBREVIATIONS)
    codes = {c.alpha_2 for c in pycountry.countries} | {c.alpha_3 for c in pycountry.countries}
    allowed = plain in codes | {"XK", "XKX"} | set(FORMER_CODES) or name_key(text) in known
    assert found is None or allowed


SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "mobility" / "names.csv"


@pytest.mark.skipif(not SHARED.exists(), reason=f"needs {SHARED}")
def test_a_list_gathered_elsewhere_is_read():
    lines = SHARED.read_text(encoding="utf-8").splitlines()[1:]
    names = [next(csv.reader([line.split(",", 2)[2]]))[0].strip('"') for line in lines]
    assert [name for name in names if country_code(name) is None] == []
