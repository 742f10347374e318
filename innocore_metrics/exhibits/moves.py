"""Moves into and out of Korea, as published: rates with intervals, partners, streams, a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from innocore_metrics.charts import (
    OUTLINED,
    Censored,
    Mark,
    Place,
    balance_map,
    lines,
    streams,
    two_sides,
)
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.geography import alpha3
from innocore_metrics.indicators import flows
from innocore_metrics.model import FEW_BELOW, Figure

PAGE = "brain-drain"
HOME = "KR"
PARTNERS, STREAMS = 12, 8
_LAST_FLOWS = 2018


def rates(view: View) -> Exhibit:
    """Rates of moving in and of moving out, each with its interval."""
    chosen = view.selection
    years = (chosen.first_year, chosen.last_year)
    into, out = (
        flows.series(view.dataset, f"{way}-migration-rate", HOME, "scopus", *years)
        for way in ("in", "out")
    )
    censored = Censored(flows.CENSORED_FROM["scopus"], view.words("chart.censored"))
    chart = in_and_out_lines(view, into, out, "unit_axis.moves_per_1000", censored)
    told = {
        "into": "".join(view.labels.number(f) for f in into[-1:]),
        "out": "".join(view.labels.number(f) for f in out[-1:]),
        "year": "".join(view.labels.period(f.period) for f in into[-1:]),
    }
    return view.exhibit("in-out-rates", (*into, *out), chart, **told)


def in_and_out_lines(
    view: View, into: Sequence[Figure], out: Sequence[Figure], axis: str, censored: Censored | None
) -> object:
    """Two lines with bands where their figures have an interval, late years shaded."""
    series = [
        view.line(into, view.words("series.inflow"), "gain", band=True),
        view.line(out, view.words("series.outflow"), "loss", dash="dash", band=True),
    ]
    return lines(series, view.words(axis), view.theme, censored=censored)


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves between home and its partners: by partner in, out and balance."""

    home: str
    balances: flows.Balances
    few_below: int = FEW_BELOW

    @property
    def years(self) -> str:
        """The period that the counts are sums over; empty where there are none."""
        return next((m[0].period for m in self.balances.values()), "")

    def side(self, index: int, count: int) -> tuple[Figure, ...]:
        """Moves in (0) or out (1): the largest, and the rest as one."""
        moves = [m[index] for m in self.balances.values() if m[index].number]
        return flows.with_the_rest(moves, count, self.few_below)


def published(view: View) -> Moves:
    """Moves between Korea and its partners over the years chosen, at most the last five."""
    last = min(view.selection.last_year, _LAST_FLOWS)
    first = max(view.selection.first_year, last - 4)
    return Moves(HOME, flows.bilateral(view.dataset, first, last))


def _years(view: View, moves: Moves) -> str:
    """The period of the moves; where there are none, the one asked for."""
    asked = dict.fromkeys((view.selection.first_year, view.selection.last_year))
    return view.labels.period(moves.years or "/".join(map(str, asked)))


def two_sided(view: View, id: str, moves: Moves) -> Exhibit:
    """Moves out to the left and in to the right, by partner."""
    shown = flows.busiest(moves.balances, PARTNERS)
    chart = None
    if shown:
        into, out = (_bare(view, [m[index] for m in shown]) for index in (0, 1))
        chart = two_sides(
            [mark.label for mark in into],
            (view.words("series.outflow"), out),
            (view.words("series.inflow"), into),
            view.words("unit_axis.persons"),
            view.theme,
        )
    figures = [figure for m in shown for figure in m]
    years = _years(view, moves)
    return view.exhibit(id, figures, chart, years=years, finding=_finding(view, moves))


def streamed(view: View, id: str, moves: Moves) -> Exhibit:
    """The same moves as streams through home."""
    into, out = moves.side(0, STREAMS), moves.side(1, STREAMS)
    name = view.labels.entity(moves.home)
    chart = streams(name, _marks(view, into), _marks(view, out), view.theme)
    total_in, total_out = (sum(f.number for f in side) for side in (into, out))
    values = {"into": f"{total_in:,.0f}", "out": f"{total_out:,.0f}", "home": name}
    years = _years(view, moves)
    return view.exhibit(id, (*into, *out), chart, years=years, **values)


def mapped(view: View, id: str, moves: Moves) -> Exhibit:
    """Countries by their balance with home."""
    figures = sorted((m[2] for m in moves.balances.values()), key=lambda figure: -figure.number)
    places = [
        Place(view.labels.group(f.group), view.labels.spoken(f), f.number, alpha3(f.group))
        for f in figures
    ]
    axis, gone = view.words("unit_axis.net_persons"), view.words("map.no_data")
    chart = balance_map(places, axis, gone, view.theme)
    gains = sum(figure.number > 0 for figure in figures)
    losses = sum(figure.number < 0 for figure in figures)
    few = sum(figure.few for figure in figures)
    years = _years(view, moves)
    return view.exhibit(
        id,
        figures,
        chart,
        notices=not_drawn(view, figures),
        years=years,
        gains=gains,
        losses=losses,
        few=few,
        count=len(figures),
    )


def not_drawn(view: View, figures: Sequence[Figure]) -> list[str]:
    """The countries that a world map has no outline of, named with their values."""
    small = [figure for figure in figures if alpha3(figure.group) not in OUTLINED]
    left = [f"{view.labels.group(f.group)} {view.labels.value(f)}" for f in small]
    return [view.words("map.not_drawn", places=view.labels.listed(left))] if left else []


def _marks(view: View, figures: Sequence[Figure]) -> list[Mark]:
    return [view.mark(figure, view.labels.group(figure.group)) for figure in figures]


def _bare(view: View, figures: Sequence[Figure]) -> list[Mark]:
    """Marks with the number alone: both sides share one axis, which names the unit."""
    marks = zip(_marks(view, figures), figures, strict=True)
    return [replace(mark, text=view.labels.number(figure)) for mark, figure in marks]


def _finding(view: View, moves: Moves) -> str:
    """Where most came from and where most went."""
    if not moves.balances:
        return view.words("moves.none")
    sides = ([m[index] for m in moves.balances.values()] for index in (0, 1))
    names = [view.labels.in_text(max(side, key=_size).group) for side in sides]
    if names[0] == names[1]:
        return view.words("moves.same", both=names[0])
    return view.words("moves.apart", origin=names[0], destination=names[1])


def _size(figure: Figure) -> float:
    return figure.number


SPECS = (
    Spec("in-out-rates", PAGE, ("period",), rates, "flow"),
    Spec(
        "partner-moves",
        PAGE,
        ("period",),
        lambda view: two_sided(view, "partner-moves", published(view)),
        "flow",
    ),
    Spec(
        "partner-streams",
        PAGE,
        ("period",),
        lambda view: streamed(view, "partner-streams", published(view)),
        "flow",
    ),
    Spec(
        "partner-balance-map",
        PAGE,
        ("period",),
        lambda view: mapped(view, "partner-balance-map", published(view)),
        "flow",
    ),
)
