"""Widths of the columns of a table: short ones get what they need, long ones share the rest."""

from __future__ import annotations

from collections.abc import Sequence

from innocore_metrics.charts import text_width


def widths(
    rows: Sequence[Sequence[str]], size: float, total: float, padding: float = 10
) -> list[float]:
    """A width for each column in the unit of ``size`` (the size of the text), ``total`` in sum.

    >>> short, long = widths([("MIT", "a " * 200)], 10, 300)
    >>> short < 40, round(short + long)
    (True, 300)
    """
    needed = [
        max(text_width(row[place], size) for row in rows) * 1.08 + padding
        for place in range(len(rows[0]))
    ]
    given = fair(needed, total)
    spare = total - sum(given)
    return [width + spare * width / sum(given) for width in given]


def fair(needed: Sequence[float], total: float) -> list[float]:
    """Each what it needs, as long as nobody gets less than an equal part because of it.

    >>> fair([10, 20, 200], 120), fair([10, 20], 120)
    ([10, 20, 90.0], [10, 20])
    """
    given = [0.0] * len(needed)
    left = total
    order = sorted(range(len(needed)), key=lambda place: needed[place])
    for rank, place in enumerate(order):
        given[place] = min(needed[place], left / (len(order) - rank))
        left -= given[place]
    return given
