"""Migration rates from integer counts: the one place where they are divided.

Terms: N scholars resident in a country in a year, I of them moved in, O moved out.
Source of the measures: Scholarly Migration Database (rates per 1,000 active scholars);
Bell and Muhidin 2009 for effectiveness.
"""

from __future__ import annotations

from innocore_metrics.numbers import Interval, poisson, skellam


def in_rate(inflow: int, scholars: int) -> float:
    """In-migration rate per 1,000: 1000 I / N.

    >>> round(in_rate(2088, 208288), 2)
    10.02

    Raises:
        ZeroDivisionError: there are no scholars.
    """
    return 1000 * inflow / scholars


def out_rate(outflow: int, scholars: int) -> float:
    """Out-migration rate per 1,000: 1000 O / N.

    >>> round(out_rate(2716, 208288), 2)
    13.04
    """
    return 1000 * outflow / scholars


def net_rate(inflow: int, outflow: int, scholars: int) -> float:
    """Net migration rate per 1,000: 1000 (I - O) / N.

    >>> round(net_rate(2088, 2716, 208288), 3)
    -3.015
    """
    return 1000 * (inflow - outflow) / scholars


def rate_interval(moves: int, scholars: int) -> Interval:
    """95 % interval of an in- or out-rate, its count of moves taken as Poisson.

    >>> [round(end, 2) for end in rate_interval(2088, 208288)]
    [9.6, 10.46]
    """
    low, high = poisson(moves)
    return Interval(1000 * low / scholars, 1000 * high / scholars)


def net_rate_interval(inflow: int, outflow: int, scholars: int) -> Interval:
    """95 % interval of the net rate, I and O taken as independent Poisson counts.

    >>> [round(end, 2) for end in net_rate_interval(2088, 2716, 208288)]
    [-3.67, -2.36]
    """
    low, high = skellam(inflow, outflow)
    return Interval(1000 * low / scholars, 1000 * high / scholars)


def effectiveness(inflow: int, outflow: int) -> float | None:
    """Signed migration effectiveness of one area: 100 (I - O) / (I + O); None without moves.

    >>> effectiveness(150, 50), effectiveness(0, 0)
    (50.0, None)
    """
    moves = inflow + outflow
    return 100 * (inflow - outflow) / moves if moves else None
