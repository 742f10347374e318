"""How a series went over the years shown, in words: never of a year outside of them."""

from __future__ import annotations

from collections.abc import Sequence

from innocore_metrics.exhibits.base import View
from innocore_metrics.model import Figure

# A turning point is told where it is this share of the spread away from both ends.
_TURN = 0.25
_COUNTED = ("persons",)


def trend(view: View, figures: Sequence[Figure], *, about: bool = False) -> str:
    """The end of a sentence on ``figures``: first and last value, and a turn between them.

    ``about`` marks values that were given as approximate. Empty without published figures.
    """
    shown = [figure for figure in figures if figure.published]
    if not shown:
        return ""
    first, last = shown[0], shown[-1]
    told = {"first": first, "last": last}
    kind = "only" if len(shown) == 1 else _kind(first, last)
    turn = turning_point([figure.number for figure in shown])
    if turn is not None:
        kind = "peak" if shown[turn].number > last.number else "trough"
        told["turn"] = shown[turn]
    values = {name: _value(view, figure, about) for name, figure in told.items()}
    whole = kind == "only" or first.period[:4] != last.period[:4]
    years = {
        # Within one year, its months or days tell the figures apart.
        f"{name}_year": year(view, figure) if whole else view.labels.period(figure.period)
        for name, figure in told.items()
    }
    # Persons become more or fewer, rates and scores higher or lower.
    form = "" if first.unit in _COUNTED or kind in ("only", "same") else "_level"
    return view.words(f"trend.{kind}{form}", **values, **years)


def turning_point(values: Sequence[float]) -> int | None:
    """The index of a high or low well beyond both ends of a series; None where there is none.

    >>> turning_point([36, 54, 66, 57, 51]), turning_point([1526, 1036, 1109])
    (2, None)
    """
    spread = max(values) - min(values)
    found = []
    for extreme, side in ((max(values), 1), (min(values), -1)):
        beyond = min(side * (extreme - values[0]), side * (extreme - values[-1]))
        if spread and beyond >= _TURN * spread:
            found.append((beyond, values.index(extreme)))
    return max(found)[1] if found else None


def year(view: View, figure: Figure) -> str:
    """The year of a figure, or its range of years."""
    period = figure.period
    return view.labels.period(period if "/" in period else period[:4])


def _kind(first: Figure, last: Figure) -> str:
    if last.number == first.number:
        return "same"
    return "rose" if last.number > first.number else "fell"


def _value(view: View, figure: Figure, about: bool) -> str:
    value = view.labels.short(figure)
    return view.words("trend.about", value=value) if about else value
