"""Countries as numbers from 0 to 255, in the order of the alphabet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innocore_metrics.geography import all_countries, country_code, is_former_code
from innocore_metrics.mobility.arrays import Flags, encoded

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
    return (UNKNOWN, False) if code is None else (_numbers()[code], is_former_code(cleaned))


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


LONGEST_NAME = 60


def unknown_names(array: pa.Array, rows: Flags) -> Counter[str]:
    """The values of a text column in ``rows``, as one line each, and how often they stand there."""
    values, indices, _ = encoded(array)
    often = np.bincount(indices[rows], minlength=len(values))
    names: Counter[str] = Counter()
    for value, count in zip(values, often.tolist(), strict=False):
        if count:
            names[_one_line(value or "")] += count
    return names


def _one_line(name: str) -> str:
    line = "".join(c if c.isprintable() else " " for c in name)
    return " ".join(line.split())[:LONGEST_NAME]


MOST_NAMES = 1_000


def most_frequent(names: Mapping[str, int]) -> dict[str, int]:
    """Names by how often they stand; beyond ``MOST_NAMES`` the rest together under ``""``."""
    ordered = sorted(names.items(), key=lambda item: (not item[0], -item[1], item[0]))
    kept = dict(ordered[:MOST_NAMES])
    rest = sum(count for _, count in ordered[MOST_NAMES:])
    return kept | {"": kept.get("", 0) + rest} if rest else kept
