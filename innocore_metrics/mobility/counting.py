"""From the observations of some persons to counts of residences, moves, stays and returns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import Ints, Words64
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR
from innocore_metrics.mobility.residence import Careers, careers, residences, years_of
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sorting import starts
from innocore_metrics.mobility.tallies import Tallies, pack

ARRIVALS, DOCTORATES = 0, 1
PRESENT, ELSEWHERE, UNOBSERVED, CENSORED = range(4)
NOT_RETURNED, RETURNED = 0, 1
OUT, IN = 0, 1
ROLE_SHIFT, INSTITUTE_SHIFT = np.uint64(24), np.uint64(12)
_LOW12, _ROLE = np.uint64(0xFFF), np.uint64(7)
_BYTE, _8, _16 = np.uint64(0xFF), np.uint64(8), np.uint64(16)
_PLACES = 1 << 16


class Observations(NamedTuple):
    """Distinct, sorted keys (person, year, country) and how often each was seen.

    ``traits`` holds the main role, institute and field under each key (3, 12 and 12 bits), or
    is None where records have none. ``doctorates`` are keys of person, year of the end and
    country. ``postdocs`` has the counts of first postdocs, already made.
    """

    keys: Words64
    weights: Ints
    traits: NDArray[np.uint32] | None = None
    doctorates: Words64 | None = None


def count(seen: Observations, rules: Rules, want: Collection[str], into: Tallies) -> None:
    """Count all wanted tables of the persons in ``seen``; none of them may come again.

    Args:
        seen: observations up to ``rules.last_year``, which is filled in.
        rules: parameters of the run.
        want: names of ``results.SCHEMAS``.
        into: where the counts go.
    """
    home = residences(seen.keys, seen.weights, rules.tie)
    into.total("tied", home.tied)
    into.total("person_years", len(home.keys))
    begins = starts(home.keys >> _16)
    into.total("persons", len(begins))
    lives = careers(home.keys, rules)
    if "population" in want:
        _population(lives, into)
    moves = lives.moves
    origins, destinations = lives.keys[moves.before] & _BYTE, lives.keys[moves.after] & _BYTE
    flows = pack("flows", year=moves.year, origin=origins, destination=destinations)
    if "flows" in want:
        into.count("flows", flows)
    if seen.traits is not None:
        traits = seen.traits[np.searchsorted(seen.keys, lives.keys)].astype(np.uint64)
        _by_traits(traits, lives, rules, want, into, flows)
    if "stays" in want:
        arrived = (lives.keys[moves.after] & ~np.uint64(0xFFFF)) | (moves.year << _8)
        _stays(lives, arrived | destinations, ARRIVALS, rules, into)
        if seen.doctorates is not None:
            _stays(lives, seen.doctorates, DOCTORATES, rules, into)
    if "returns" in want:
        _returns(lives, begins, rules, into)


def _population(lives: Careers, into: Tallies) -> None:
    into.place("observed", _by_place(lives.keys & np.uint64(0xFFFF)))
    fills = lives.fills
    if not len(fills.before):
        return
    # Both sides of a gap are stretches of years: their ends are marked, and summed up later.
    before = lives.keys[fills.before] & _BYTE
    after = lives.keys[fills.before + 1] & _BYTE
    first = years_of(lives.keys[fills.before]) + np.uint64(1)
    begins = np.concatenate([(first << _8) | before, (fills.split << _8) | after])
    ends = np.concatenate([(fills.split << _8) | before, (fills.later << _8) | after])
    into.place("filled", _by_place(begins) - _by_place(ends))
    into.total("filled", int((fills.later - first).sum()))


def _by_place(places: Words64) -> Ints:
    return np.bincount(places.view(np.int64), minlength=_PLACES)


def _by_traits(
    traits: Words64,
    lives: Careers,
    rules: Rules,
    want: Collection[str],
    into: Tallies,
    flows: Words64,
) -> None:
    if "flow_groups" in want:
        before, after = traits[lives.moves.before], traits[lives.moves.after]
        keys = (flows << np.uint64(3)) | ((before >> ROLE_SHIFT) & _ROLE)
        keys = (keys << np.uint64(3)) | ((after >> ROLE_SHIFT) & _ROLE)
        into.count("flow_groups", (keys << np.uint64(12)) | (after & _LOW12))
    if "institute_moves" in want and rules.institutes:
        _institute_moves(lives, (traits >> INSTITUTE_SHIFT) & _LOW12, rules, into)


def _institute_moves(lives: Careers, institutes: Words64, rules: Rules, into: Tallies) -> None:
    keys = lives.keys
    joined = (keys[1:] >> _16) == (keys[:-1] >> _16)
    before = np.flatnonzero(joined & (institutes[1:] != institutes[:-1]))
    later, earlier = years_of(keys[before + 1]), years_of(keys[before])
    if rules.move_gap_years is not None:
        near = later - earlier - np.uint64(1) <= np.uint64(rules.move_gap_years)
        before, later, earlier = before[near], later[near], earlier[near]
    year = (earlier + later + np.uint64(1)) >> np.uint64(1) if rules.dating == "midpoint" else later
    for direction, own, other in ((OUT, before, before + 1), (IN, before + 1, before)):
        named = institutes[own] > 0
        places = pack(
            "institute_moves",
            institute=institutes[own][named],
            direction=direction,
            year=year[named],
            partner=(keys[other] & _BYTE)[named],
        )
        into.count("institute_moves", places)


def _stays(lives: Careers, cohort: Words64, kind: int, rules: Rules, into: Tallies) -> None:
    """Where the members of a cohort (person, year, country) live k years later."""
    if not len(cohort):
        return
    keys, fills = lives.keys, lives.fills
    low, high = years_of(keys), years_of(keys)
    high[fills.before] = fills.split - np.uint64(1)
    low[fills.before + 1] = fills.split
    covers = (keys & ~np.uint64(0xFFFF)) | (low << _8)
    # What the place before the first, -1, finds.
    keys, high = np.append(keys, np.uint64(0)), np.append(high, np.uint64(0))
    year, country = years_of(cohort), cohort & _BYTE
    for k in rules.horizons:
        then = year + np.uint64(k)
        reached = then <= np.uint64(_last(rules))
        place = _place_at(covers, cohort, np.minimum(then, _BYTE))
        found = keys[place]
        known = (place >= 0) & (found >> _16 == cohort >> _16) & (then <= high[place])
        state = np.where(found & _BYTE == country, PRESENT, ELSEWHERE)
        state = np.where(reached, np.where(known, state, UNOBSERVED), CENSORED)
        into.count(
            "stays", pack("stays", cohort=kind, country=country, year=year, k=k, state=state)
        )


def _place_at(covers: Words64, who: Words64, year: Words64) -> NDArray[np.intp]:
    """The last residence that begins at or before ``year``; may be another person's, or -1."""
    asked = (who & ~np.uint64(0xFFFF)) | (year << _8) | _BYTE
    return np.searchsorted(covers, asked, side="right") - 1


def _last(rules: Rules) -> int:
    return (LAST_YEAR if rules.last_year is None else rules.last_year) - FIRST_YEAR


def _returns(lives: Careers, begins: NDArray[np.intp], rules: Rules, into: Tallies) -> None:
    """Whether those who left the country of their first residence move back within k years.

    ``begins``: where the residences of each person begin. Who leaves another country than that
    is no emigrant of it and counts in no cohort.
    """
    keys, moves = lives.keys, lives.moves
    if not len(moves.before):
        return
    who, year = keys[moves.before] >> _16, moves.year
    into_country = np.sort((who << _16) | ((keys[moves.after] & _BYTE) << _8) | year)
    first = keys[begins[np.searchsorted(begins, moves.before, side="right") - 1]]
    own = (first & _BYTE) == (keys[moves.before] & _BYTE)
    who, year, origins = who[own], year[own], first[own] & _BYTE
    if not len(who):
        return
    left = (who << _16) | (origins << _8) | year
    place = np.searchsorted(into_country, left, side="right")
    found = into_country[np.minimum(place, len(into_country) - 1)]
    back = (place < len(into_country)) & (found >> _8 == left >> _8)
    years = found - left
    for k in rules.horizons:
        state: NDArray[Any] = back & (years <= np.uint64(k))
        into.count("returns", pack("returns", country=origins, year=year, k=k, state=state))
