"""Interval arithmetic on positive numbers, enough for quotients of rounded figures."""

from __future__ import annotations

import math
from typing import NamedTuple

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
    Without any move that would be certainty; each count may then be what ``poisson(0)`` allows.

    >>> low, high = skellam(2088, 2716)
    >>> round(low), round(high)
    (-764, -492)
    >>> low, high = skellam(0, 0)
    >>> round(low, 1), round(high, 1)
    (-3.7, 3.7)
    """
    half = z * math.sqrt(inflow + outflow) or poisson(0, z).upper
    net = inflow - outflow
    return Interval(net - half, net + half)


def poisson(count: int, z: float = Z95) -> Interval:
    """Interval of the mean of a Poisson count, close to the exact one at any size.

    Source: Byar's approximation, Breslow and Day 1987, Statistical Methods in Cancer Research
    II, 69.

    >>> [round(end, 1) for end in poisson(10)], [round(end, 1) for end in poisson(0)]
    ([4.8, 18.4], [0.0, 3.7])
    """
    above = count + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    if not count:
        return Interval(0.0, upper)
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    return Interval(max(lower, 0.0), upper)


def wilson(part: int, whole: int, z: float = Z95) -> Interval:
    """Interval of a share, ``part`` of ``whole`` persons (Wilson 1927).

    >>> [round(end, 3) for end in wilson(22, 100)]
    [0.15, 0.311]

    Raises:
        ZeroDivisionError: ``whole`` is zero.
    """
    share = part / whole
    spread = z * math.sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
    middle, scale = share + z**2 / (2 * whole), 1 + z**2 / whole
    return Interval(max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0))
