"""Countries by ISO 3166 code: the only place that knows pycountry."""

from __future__ import annotations

import gettext
from functools import lru_cache
from typing import Any

import pycountry

# Names in everyday use where the standard's own are unwieldy or not what readers expect.
_EVERYDAY = {
    "ko": {
        "KR": "한국",
        "TW": "대만",
        "VN": "베트남",
        "XK": "코소보",
        "HK": "홍콩",
        "RU": "러시아",
    },
    "en": {"KR": "Korea", "TW": "Taiwan", "VN": "Viet Nam", "XK": "Kosovo", "GB": "United Kingdom"},
}

# Further names that records give, in small letters; parts of the United Kingdom are read as it.
_ALSO = {
    "KR": "republic of korea|rep. of korea|korea, south|korea (south)|korea (the republic of)"
    "|korea, rep.|s. korea|south-korea|남한",
    "KP": "북한|n. korea|korea, north|korea (north)|dprk|korea, dem. people's rep.",
    "US": "u.s.a.|u.s.|the united states|the united states of america",
    "GB": "u.k.|the united kingdom|great britain|england|scotland|wales|northern ireland",
    "RU": "russia",
    "CN": "p.r. china|pr china|mainland china|중화인민공화국",
    "TW": "chinese taipei|타이완",
    "MO": "macau|macau sar|macao sar",
    "HK": "hong kong sar|hong kong, china",
    "TR": "turkey|터키",
    "NL": "the netherlands|holland",
    "AU": "호주",
    "ZA": "남아공|남아프리카공화국",
    "AE": "uae|u.a.e.|아랍 에미리트",
    "SG": "싱가폴",
    "CZ": "체코 공화국",
    "GE": "그루지야",
    "ET": "에디오피아",
    "MM": "burma|버마",
    "CI": "ivory coast",
    "CV": "cape verde",
    "MK": "macedonia",
    "SZ": "swaziland",
    "BN": "brunei",
    "FM": "micronesia",
    "PS": "palestine",
    "VA": "vatican",
    "TL": "east timor",
    "CD": "democratic republic of the congo|dr congo",
    "XK": "kosovo|코소보",
}


@lru_cache(maxsize=1)
def _korean() -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ko"])


def is_country(code: str) -> bool:
    """Whether ``code`` is an ISO 3166-1 alpha-2 code (``NA`` is Namibia), or XK for Kosovo.

    >>> is_country("NA"), is_country("XX")
    (True, False)
    """
    return code == "XK" or (len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None)


@lru_cache(maxsize=1024)
def country_name(code: str, lang: str) -> str:
    """The country's name in ``lang`` (``ko`` or ``en``).

    >>> country_name("US", "ko"), country_name("DE", "en")
    ('미국', 'Germany')

    Raises:
        KeyError: ``code`` is not a country.
    """
    if not is_country(code):
        raise KeyError(f"{code!r} is not an ISO 3166-1 alpha-2 code")
    if code in _EVERYDAY[lang]:
        return _EVERYDAY[lang][code]
    record: Any = pycountry.countries.get(alpha_2=code)
    name: str = getattr(record, "common_name", record.name)
    return _korean().gettext(name) if lang == "ko" else name


def alpha3(code: str) -> str:
    """The three-letter code that maps use.

    >>> alpha3("KR")
    'KOR'
    """
    record: Any = pycountry.countries.get(alpha_2=code)
    return "XKX" if code == "XK" else str(record.alpha_3)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Everything a country may be called, in small letters, and its two-letter code."""
    codes = {"xk": "XK", "xkx": "XK"}
    for record in pycountry.countries:
        names = [record.alpha_2, record.alpha_3, record.name]
        names += [getattr(record, name, "") for name in ("common_name", "official_name")]
        names += [country_name(record.alpha_2, lang) for lang in ("ko", "en")]
        names.append(_korean().gettext(record.name))
        codes |= {name.casefold(): record.alpha_2 for name in names if name}
    for code, also in _ALSO.items():
        codes |= dict.fromkeys(also.split("|"), code)
    return codes


def country_code(text: str) -> str | None:
    """The code of a country given by code or name in Korean or English; None if unknown.

    >>> country_code("미국"), country_code("usa"), country_code("Viet Nam"), country_code("Mars")
    ('US', 'US', 'VN', None)
    >>> country_code("S. Korea"), country_code("England"), country_code("북한")
    ('KR', 'GB', 'KP')
    """
    return _codes().get(text.strip().casefold())


def all_countries(lang: str) -> list[tuple[str, str]]:
    """Codes and names of all countries, in the order of their names."""
    codes = [record.alpha_2 for record in pycountry.countries]
    return sorted(((code, country_name(code, lang)) for code in codes), key=lambda pair: pair[1])
