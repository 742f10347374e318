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
    return codes


def country_code(text: str) -> str | None:
    """The code of a country given by code or name in Korean or English; None if unknown.

    >>> country_code("미국"), country_code("usa"), country_code("Viet Nam"), country_code("Mars")
    ('US', 'US', 'VN', None)
    """
    return _codes().get(text.strip().casefold())


def all_countries(lang: str) -> list[tuple[str, str]]:
    """Codes and names of all countries, in the order of their names."""
    codes = [record.alpha_2 for record in pycountry.countries]
    return sorted(((code, country_name(code, lang)) for code in codes), key=lambda pair: pair[1])
