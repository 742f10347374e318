"""Migration rates from integer counts: the one place where they are divided.

Terms: N scholars resident in a country in a year, I of them moved in, O moved out.
Source of the measures: Scholarly Migration Database (rates per 1,000 active scholars);
Bell and Muhidin 2009 for effectiveness; Bell et al. 2002 (JRSS-A 165:435) for intensity.
"""

from __future__ import annotations

from collections.abc import Iterable

from innocore_metrics.numbers import Interval, poisson, skellam, wilson


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


def count_rate_interval(moves: int, scholars: int) -> Interval:
    """95 % interval of an in- or out-migration rate, the moves taken as a Poisson count.

    >>> [round(end, 2) for end in count_rate_interval(2088, 208288)]
    [9.6, 10.46]
    """
    low, high = poisson(moves)
    return Interval(1000 * low / scholars, 1000 * high / scholars)


def crude_intensity(inflow: int, outflow: int, scholars: int) -> float:
    """Crude migration intensity of one area in percent: 100 (I + O) / N.

    >>> crude_intensity(150, 50, 1000)
    20.0
    """
    return 100 * (inflow + outflow) / scholars


def system_intensity(moves: int, scholars: int) -> float:
    """Crude migration intensity of all areas in percent, each move once: 100 M / P.

    >>> system_intensity(100, 1000)
    10.0
    """
    return 100 * moves / scholars


def system_effectiveness(areas: Iterable[tuple[int, int]]) -> float | None:
    """Effectiveness over all areas, from their inflows and outflows; None without moves.

    100 times the sum of |I - O| divided by the sum of (I + O): 0 where all flows are matched
    by flows back, 100 where all go one way.

    >>> system_effectiveness([(10, 0), (0, 10)]), system_effectiveness([(5, 5), (5, 5)])
    (100.0, 0.0)
    """
    pairs = list(areas)
    turnover = sum(inflow + outflow for inflow, outflow in pairs)
    net = sum(abs(inflow - outflow) for inflow, outflow in pairs)
    return 100 * net / turnover if turnover else None


def outflow_share(out: int, back: int) -> float | None:
    """Share of the moves between two areas that go out, in percent; None without moves.

    >>> outflow_share(30, 10), outflow_share(0, 0)
    (75.0, None)
    """
    moves = out + back
    return 100 * out / moves if moves else None


def share(part: int, whole: int) -> float | None:
    """Percentage of persons, such as a stay or return rate; None where there are none.

    >>> share(22, 100), share(0, 0)
    (22.0, None)
    """
    return 100 * part / whole if whole else None


def share_interval(part: int, whole: int) -> Interval:
    """95 % interval of ``share`` (Wilson).

    >>> [round(end, 1) for end in share_interval(22, 100)]
    [15.0, 31.1]
    """
    low, high = wilson(part, whole)
    return Interval(100 * low, 100 * high)
