"""How recruitment may go on: a constant rate whose monthly numbers scatter.

The rate is people per day over the points used. Counts scatter more than a Poisson law has it:
the dispersion is Pearson's, at least 1. Further people within ``h`` days are negative binomial
with mean ``rate * h`` and variance ``dispersion * mean * (1 + h / T)``, where ``T`` is the number
of days observed: the second term is that the rate itself is estimated (McCullagh and Nelder,
Generalized Linear Models, 2nd ed., chapters 6 and 9; Hahn and Meeker, Statistical Intervals,
chapter 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

# Fewer than this and the scatter cannot be told from the rate.
LEAST_STEPS, LEAST_PEOPLE = 4, 10
# Only the last year counts: the pace of long ago says little about the next months.
WINDOW_DAYS = 366


@dataclass(frozen=True, slots=True)
class Pace:
    """What was observed: people a day, dispersion, days observed, last date and count."""

    rate: float
    dispersion: float
    days: int
    last: date
    count: int

    def mean(self, horizon: int) -> float:
        """Further people expected within ``horizon`` days."""
        return self.rate * horizon

    def quantile(self, share: float, horizon: int) -> int:
        """People in all that are not exceeded with probability ``share``."""
        cumulative = self._cumulative(horizon)
        return self.count + int(np.searchsorted(cumulative, share))

    def probability(self, target: float, horizon: int) -> float:
        """Probability that ``target`` people are reached within ``horizon`` days.

        >>> flat = Pace(1.0, 1.0, 300, date(2026, 1, 1), 300)
        >>> flat.probability(300, 30), round(flat.probability(330, 30), 2)
        (1.0, 0.52)
        """
        missing = int(np.ceil(target)) - self.count
        if missing <= 0:
            return 1.0
        cumulative = self._cumulative(horizon)
        return float(1 - cumulative[missing - 1]) if missing <= len(cumulative) else 0.0

    def _cumulative(self, horizon: int) -> npt.NDArray[np.float64]:
        """Distribution function of further people at 0, 1, 2, ..."""
        mean = self.mean(horizon)
        variance = self.dispersion * mean * (1 + horizon / self.days)
        size = mean**2 / (variance - mean)
        most = int(mean + 12 * np.sqrt(variance)) + 20
        distribution: npt.NDArray[np.float64] = betainc(
            size, np.arange(1, most + 1), mean / variance
        )
        return distribution


def pace(points: Sequence[tuple[date, int]]) -> Pace | None:
    """The pace of cumulative counts, oldest first; None where they are too few to say.

    >>> days = [date(2026, month, 1) for month in range(1, 7)]
    >>> found = pace(list(zip(days, (0, 31, 59, 90, 120, 151))))
    >>> found.rate, found.dispersion
    (1.0, 1.0)
    """
    if not points:
        return None
    last, count = points[-1]
    used = [(day, people) for day, people in points if (last - day).days <= WINDOW_DAYS]
    steps = [((b - a).days, m - n) for (a, n), (b, m) in pairwise(used) if b > a]
    days, people = sum(d for d, _ in steps), sum(n for _, n in steps)
    if len(steps) < LEAST_STEPS or people < LEAST_PEOPLE:
        return None
    rate = people / days
    scatter = sum((n - rate * d) ** 2 / (rate * d) for d, n in steps)
    return Pace(rate, max(1.0, scatter / (len(steps) - 1)), days, last, count)
