"""Random numbers that the browser makes too, bit for bit: an integer hash of run and column."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_RUN, _COLUMN, _SEED = 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35


def uniforms(seed: int, runs: int, column: int) -> Floats:
    """``runs`` numbers evenly spread over (0, 1), the same for the same seed and column.

    The hash is the finaliser of MurmurHash3 (Austin Appleby, public domain), taken twice.

    >>> bool((uniforms(1, 5, 0) == uniforms(1, 5, 0)).all()), uniforms(1, 5, 0).min() > 0
    (True, np.True_)
    """
    start = (column * _COLUMN + seed * _SEED) % 2**32
    counter = np.arange(1, runs + 1, dtype=np.uint64) * _RUN + start
    hashed = _mixed(_mixed(counter.astype(np.uint32)))
    return (hashed.astype(np.float64) + 0.5) / 4294967296.0


def _mixed(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    x = x ^ (x >> np.uint32(16))
    x = x * np.uint32(0x85EBCA6B)
    x = x ^ (x >> np.uint32(13))
    x = x * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


def triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    """The values of a triangular distribution at the probabilities ``u``.

    >>> triangular(np.array([0.5]), 0.0, 1.0, 2.0)
    array([1.])
    """
    if high == low:
        return np.full_like(u, mode)
    width, left, right = high - low, mode - low, high - mode
    rising = low + np.sqrt(u * width * left)
    falling = high - np.sqrt((1.0 - u) * width * right)
    return np.where(u < left / width, rising, falling)


def spread(value: float, parameter: Any, factor: float) -> tuple[float, float]:
    """The range around ``value``: as wide as in the table, times ``factor``, within the bounds.

    ``parameter`` has low, central, high, minimum and maximum in the unit of ``value``.
    """
    low = value - factor * (parameter.central - parameter.low)
    high = value + factor * (parameter.high - parameter.central)
    return max(parameter.minimum, low), min(parameter.maximum, high)
