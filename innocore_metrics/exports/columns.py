"""The columns of a table on paper: which of them are needed, and how wide they are."""

from __future__ import annotations

from collections.abc import Sequence

from innocore_metrics.charts import text_width
from innocore_metrics.exhibits import Table

# A column that says the same in so many rows is said once, above the table.
_MANY_ROWS = 3


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


def without_same(table: Table) -> tuple[list[str], list[list[str]], list[str]]:
    """Header and rows without the columns that say one thing in every row, and these things.

    Sources stand beside the table, so their column is left out.

    >>> rows = (("Events", "Boston", "1", "x"), ("Events", "Berlin", "1", "x"))
    >>> without_same(Table(("What", "Where", "Value", "Source"), rows + rows[:1]))
    (['Where'], [['Boston'], ['Berlin'], ['Boston']], ['Events', '1'])
    """
    header, rows = table.header[:-1], [row[:-1] for row in table.rows]
    same = [
        len(rows) >= _MANY_ROWS and len({row[place] for row in rows}) == 1
        for place in range(len(header))
    ]
    kept = [place for place, one in enumerate(same) if not one] or list(range(len(header)))
    said = [rows[0][place] for place, one in enumerate(same) if one and place not in kept]
    return (
        [header[place] for place in kept],
        [[row[place] for place in kept] for row in rows],
        [text for text in said if text],
    )
