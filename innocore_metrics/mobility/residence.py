"""Where each person lived in each year: the country seen most often, ties by the rule.

Keys are words of 48 bits of person, 8 of year and 8 of country, so that sorted keys are sorted
by person, year and country.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Ints, Words64
from innocore_metrics.mobility.rules import Rules, Tie
from innocore_metrics.mobility.sorting import run_lengths, starts

_BYTE = np.uint64(0xFF)
_8, _16 = np.uint64(8), np.uint64(16)


class Residences(NamedTuple):
    """One key a person and observed year, sorted; and how many years were tied."""

    keys: Words64
    tied: int


def residences(keys: Words64, weights: Ints, tie: Tie) -> Residences:
    """The residence of each person in each observed year.

    Args:
        keys: distinct, sorted.
        weights: how often each was seen.
        tie: see ``Rules``.
    """
    begins = starts(keys >> _8)
    chosen = keys[begins]
    if len(begins) == len(keys):
        return Residences(chosen, 0)
    sizes = run_lengths(begins, len(keys))
    several = np.flatnonzero(sizes > 1)
    top = _most_seen(keys, weights, begins[several], sizes[several])
    groups = starts(top >> _8)
    chosen[several] = top[groups]
    tied = several[run_lengths(groups, len(top)) > 1]
    if tie == "unobserved":
        chosen = np.delete(chosen, tied)
    elif tie == "previous" and len(tied):
        _keep_previous(chosen, tied, top)
    return Residences(chosen, len(tied))


def _most_seen(keys: Words64, weights: Ints, begins: NDArray[np.intp], sizes: Ints) -> Words64:
    """The keys with the greatest weight of each group, sorted."""
    local = np.cumsum(sizes) - sizes
    members = np.arange(int(sizes.sum())) + np.repeat(begins - local, sizes)
    seen = weights[members]
    most = np.maximum.reduceat(seen, local)
    top: Words64 = keys[members[seen == np.repeat(most, sizes)]]
    return top


def _keep_previous(chosen: Words64, tied: NDArray[np.intp], top: Words64) -> None:
    """Give tied years, in place, the country of the year before if it is among the tied.

    A tied year may follow another, so they are settled in the order of their depth: the first
    of each row of tied years at once, then the second, and so on.
    """
    row = starts(tied - np.arange(len(tied)))
    depth = np.arange(len(tied)) - np.repeat(row, run_lengths(row, len(tied)))
    order = np.argsort(depth, kind="stable")
    for years in np.split(tied[order], np.cumsum(np.bincount(depth))[:-1]):
        own = years[years > 0]
        before = chosen[own - 1]
        wanted = (chosen[own] & ~_BYTE) | (before & _BYTE)
        place = np.minimum(np.searchsorted(top, wanted), len(top) - 1)
        keeps = (before >> _16 == wanted >> _16) & (top[place] == wanted)
        chosen[own[keeps]] = wanted[keeps]


class Moves(NamedTuple):
    """Pairs of consecutive observed years of a person in different countries.

    ``before`` and ``after`` are positions in the residences, ``year`` the date by the rules.
    """

    before: NDArray[np.intp]
    after: NDArray[np.intp]
    year: NDArray[np.uint64]


class Fills(NamedTuple):
    """Filled gaps: positions before them, and how the missing years are shared.

    The residence before covers the years below ``split``, the one after those from it on, up
    to the year ``later`` in which it was observed.
    """

    before: NDArray[np.intp]
    split: Words64
    later: Words64


class Careers(NamedTuple):
    """Residences, the moves between them, and the gaps that are filled."""

    keys: Words64
    moves: Moves
    fills: Fills


def years_of(keys: Words64) -> Words64:
    """Years from FIRST_YEAR on."""
    return (keys >> _8) & _BYTE


def careers(keys: Words64, rules: Rules) -> Careers:
    """Moves and filled gaps between consecutive residences; ``keys`` sorted."""
    differences = keys[1:] ^ keys[:-1]
    same_person = differences < np.uint64(1 << 16)
    moved = np.flatnonzero(same_person & ((differences & _BYTE) != 0))
    years = (keys >> _8).astype(np.uint8)
    gaps = np.flatnonzero(same_person & (years[1:] - years[:-1] > 1))
    moved = _up_to(rules.move_gap_years, keys, moved)
    gaps = _up_to(rules.fill_years, keys, gaps)
    midpoint = rules.dating == "midpoint"
    later = years_of(keys[gaps + 1])
    same_country = (keys[gaps] & _BYTE) == (keys[gaps + 1] & _BYTE)
    split = np.where(same_country, later, _dated(keys, gaps, midpoint))
    return Careers(
        keys, Moves(moved, moved + 1, _dated(keys, moved, midpoint)), Fills(gaps, split, later)
    )


def _up_to(limit: int | None, keys: Words64, before: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those positions after which at most ``limit`` years are missing."""
    if limit is None:
        return before
    missing = years_of(keys[before + 1]) - years_of(keys[before]) - np.uint64(1)
    # Neighbouring years miss none; the same year never stands twice.
    return before[missing <= np.uint64(limit)]


def _dated(keys: Words64, before: NDArray[np.intp], midpoint: bool) -> Words64:
    later = years_of(keys[before + 1])
    if not midpoint:
        return later
    return (years_of(keys[before]) + later + np.uint64(1)) >> np.uint64(1)
