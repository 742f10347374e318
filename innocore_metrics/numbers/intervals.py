"""Interval arithmetic on positive numbers, enough for quotients of rounded figures."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import gammaincinv

Z95 = 1.96


class Interval(NamedTuple):
    """Lower and upper end of a range, in the unit of the figure it belongs to."""

    lower: float
    upper: float


def rounding_interval(value: float, step: float) -> Interval:
    """Values that round to ``value`` at a multiple of ``step``.

    >>> rounding_interval(41, 1)
    Interval(lower=40.5, upper=41.5)
    """
    return Interval(value - step / 2, value + step / 2)


def quotient(
    numerator: tuple[float, float], denominator: tuple[float, float], factor: float = 1.0
) -> Interval:
    """Range of numerator / denominator x factor, both ranges positive.

    >>> low, high = quotient((48e6, 48e6), (40.5, 41.5), 100 / 80_000)
    >>> round(low), round(high)
    (1446, 1481)

    Raises:
        ZeroDivisionError: the denominator's range touches zero.
    """
    if denominator[0] <= 0:
        raise ZeroDivisionError(f"the denominator's range {denominator} touches zero")
    return Interval(numerator[0] / denominator[1] * factor, numerator[1] / denominator[0] * factor)


def skellam(inflow: float, outflow: float, z: float = Z95) -> Interval:
    """Interval of inflow - outflow when both are Poisson counts (normal approximation).

    Source: the difference of two independent Poisson counts has variance inflow + outflow.

    >>> low, high = skellam(2088, 2716)
    >>> round(low), round(high)
    (-764, -492)
    """
    half = z * math.sqrt(inflow + outflow)
    net = inflow - outflow
    return Interval(net - half, net + half)


def poisson(count: int, confidence: float = 0.95) -> Interval:
    """Exact interval of the mean of a Poisson law of which ``count`` was seen.

    Source: Garwood 1936. Unlike the normal approximation it holds for small counts.

    >>> [round(end, 2) for end in poisson(0)], [round(end, 1) for end in poisson(2088)]
    ([0.0, 3.69], [1999.4, 2179.5])
    """
    tail = (1 - confidence) / 2
    lower = float(gammaincinv(count, tail)) if count else 0.0
    return Interval(lower, float(gammaincinv(count + 1, 1 - tail)))
