"""Names of countries by ISO 3166 code, in both languages."""

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


@lru_cache(maxsize=1)
def _korean() -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ko"])


def korean_name(name: str) -> str:
    """The Korean translation of a name of the standard."""
    return _korean().gettext(name)


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
    return korean_name(name) if lang == "ko" else name


def alpha3(code: str) -> str:
    """The three-letter code that maps use.

    >>> alpha3("KR")
    'KOR'
    """
    record: Any = pycountry.countries.get(alpha_2=code)
    return "XKX" if code == "XK" else str(record.alpha_3)


def all_countries(lang: str) -> list[tuple[str, str]]:
    """Codes and names of all countries, in the order of their names."""
    codes = [record.alpha_2 for record in pycountry.countries]
    return sorted(((code, country_name(code, lang)) for code in codes), key=lambda pair: pair[1])
