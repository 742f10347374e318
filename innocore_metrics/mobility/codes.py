"""Countries as numbers from 0 to 255, in the order of the alphabet."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innocore_metrics.geography import all_countries, country_code
from innocore_metrics.mobility.arrays import Flags, encoded

# Codes that have been replaced, or that are in wide use beside the standard. KO is none of them: it
# may mean Korea as well as Kosovo, so it is refused.
RENAMED = {"UK": "GB", "EL": "GR", "TP": "TL", "BU": "MM", "ZR": "CD", "FX": "FR"}
MISSING, UNKNOWN = 255, 254


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """All ISO 3166-1 alpha-2 codes and XK, in the order of the alphabet.

    >>> len(countries()) < UNKNOWN, countries()[:2]
    (True, ('AD', 'AE'))
    """
    return tuple(sorted({code for code, _ in all_countries("en")} | {"XK"}))


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {code: number for number, code in enumerate(countries())}


@lru_cache(maxsize=65536)
def _number(given: str | None) -> tuple[int, bool]:
    """The number of a country given by code or name, and whether it was renamed."""
    cleaned = (given or "").strip()
    if not cleaned:
        return MISSING, False
    own = _numbers().get(cleaned)
    if own is not None:
        return own, False
    code = country_code(cleaned)
    if code is not None:
        return _numbers()[code], False
    new = RENAMED.get(cleaned.upper())
    return (UNKNOWN, False) if new is None else (_numbers()[new], True)


class Countries(NamedTuple):
    """Numbers of a column of countries; ``faulty`` says whether any is missing or unknown."""

    numbers: NDArray[np.uint8]
    faulty: bool
    renamed: Flags | None


def country_numbers(array: pa.Array) -> Countries:
    """The number of each country of a text column."""
    values, indices, empty = encoded(array)
    known = [_number(value) for value in values] or [(MISSING, False)]
    numbers = np.array([number for number, _ in known], np.uint8)[indices]
    renamed = np.array([flag for _, flag in known], np.bool_)
    if empty is not None:
        numbers[empty] = MISSING
    moved = renamed[indices] if renamed.any() else None
    faulty = empty is not None or any(number >= UNKNOWN for number, _ in known)
    return Countries(numbers, faulty, moved)
