"""From records of some persons to what was observed: country, months and traits by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.arrays import Ints, Words64
from innocore_metrics.mobility.cleaning import OPEN
from innocore_metrics.mobility.counting import Observations
from innocore_metrics.mobility.postdocs import Milestones
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR, ROLES, Form
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.sorting import starts
from innocore_metrics.mobility.tallies import Tallies

Records = NDArray[Any]
# Years that one step writes out at most, so that long spells do not fill the memory.
_STEP = 1 << 17
_TRAITS = np.uint64(27)
# Persons that fit beside 16 bits of place and 27 of traits.
MOST_PERSONS = 1 << 21


class _Kept(NamedTuple):
    """Spells that count, with their years clipped: first, last, and the last as recorded."""

    records: Records
    last: NDArray[np.int64]


def observe(
    blocks: Iterable[Records], persons: Words64, form: Form, rules: Rules, into: Tallies
) -> Observations:
    """Everything observed of ``persons`` (sorted) in blocks of their records.

    What the rules leave out is counted as totals of ``into``. Memory grows with persons and
    their years, not with the number of records.

    Raises:
        MobilityError: there are more persons than ``MOST_PERSONS``, whose numbers would run
            over into those of others.
    """
    if len(persons) > MOST_PERSONS:
        given, allowed = str(len(persons)), str(MOST_PERSONS)
        raise MobilityError([Problem(code="mobility_many_persons", given=given, allowed=allowed)])
    keys, weights = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    milestones = Milestones(rules)
    for block in blocks:
        ranks = np.searchsorted(persons, block["person"]).astype(np.uint64)
        milestones.add(block, ranks)
        for more, weight in _written_out(block, ranks, form, rules, into):
            keys, weights = _joined((keys, weights), (more, weight), _joins(rules, form))
    if form == "spells":
        milestones.count(into)
    return _observations(keys, weights, form, rules, milestones)


def _last_year(rules: Rules) -> int:
    return (LAST_YEAR if rules.last_year is None else rules.last_year) - FIRST_YEAR


def _kept(block: Records, form: Form, rules: Rules, into: Tallies) -> tuple[Records, Ints]:
    """Which records of a block count (as positions), their last years; counts the others."""
    newest = _last_year(rules)
    first, last = block["start"].astype(np.int64), block["end"].astype(np.int64)
    is_open = last == OPEN
    left = np.zeros(len(block), np.bool_)

    def drop(reason: str, rows: NDArray[np.bool_]) -> None:
        rows &= ~left
        into.total(reason, int(rows.sum()))
        left[rows] = True

    if form == "spells":
        if rules.open_end == "drop":
            drop("open_end", is_open.copy())
        last = np.where(is_open, first if rules.open_end == "start" else newest, last)
        months = (last - first) * 12 + _closes(block) - _opens(block) + 1
        drop("short_spell", (months < rules.min_spell_months) & ~is_open)
        allowed = np.array([role in rules.roles for role in ROLES])
        drop("other_role", ~allowed[block["role"]])
    drop("after_last_year", first > newest)
    return np.flatnonzero(~left), last


def _opens(block: Records) -> Ints:
    return np.where(block["start_month"], block["start_month"], 1).astype(np.int64)


def _closes(block: Records) -> Ints:
    return np.where(block["end_month"], block["end_month"], 12).astype(np.int64)


def _written_out(
    block: Records, ranks: Words64, form: Form, rules: Rules, into: Tallies
) -> Iterator[tuple[Words64, Ints]]:
    """Keys (person, year, country, traits) and weights of a block, some years at a time.

    What a weight is goes by the form and the rules: see ``_joins``.
    """
    rows, last = _kept(block, form, rules, into)
    until = np.minimum(last, _last_year(rules))
    years = until[rows] - block["start"][rows] + 1
    ends = np.cumsum(years)
    start = 0
    while start < len(rows):
        reached = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, reached + _STEP, side="right")))
        part = rows[start:stop]
        yield _step(block[part], ranks[part], last[part], years[start:stop], form, rules)
        start = stop


def _step(
    spells: Records, ranks: Words64, last: Ints, years: Ints, form: Form, rules: Rules
) -> tuple[Words64, Ints]:
    each = np.repeat(np.arange(len(spells)), years)
    offset = np.arange(len(each)) - np.repeat(np.cumsum(years) - years, years)
    first = spells["start"].astype(np.int64)
    year = first[each] + offset
    if form == "person-years":
        weight = spells["weight"].astype(np.int64)[each]
    elif rules.overlap == "latest":
        weight = (first * 12 + _opens(spells))[each]
    else:
        before = np.where(offset == 0, _opens(spells)[each], 1) - 1
        until = np.where(year == last[each], _closes(spells)[each], 12)
        weight = (1 << until) - (1 << before)
    place = (first.astype(np.uint64)[each] + offset.astype(np.uint64)) << np.uint64(8)
    place |= spells["country"][each]
    keys = (ranks[each] << np.uint64(16)) | place
    return (keys << _TRAITS) | _traits(spells)[each], weight


def _traits(spells: Records) -> Words64:
    traits = spells["role"].astype(np.uint64) << np.uint64(24)
    traits |= spells["institute"].astype(np.uint64) << np.uint64(12)
    return traits | spells["field"].astype(np.uint64)


def _joins(rules: Rules, form: Form) -> np.ufunc:
    """How two weights under one key become one.

    Publications add up. Of spells the weight is either the month in which the latest one
    started, or the months of the year as 12 bits, so that a month that two spells of one
    country cover counts once.
    """
    if form == "person-years":
        return np.add
    return np.maximum if rules.overlap == "latest" else np.bitwise_or


def _joined(
    have: tuple[Words64, Ints], more: tuple[Words64, Ints], joins: np.ufunc
) -> tuple[Words64, Ints]:
    keys = np.concatenate([have[0], more[0]])
    weights = np.concatenate([have[1], more[1]])
    if not len(keys):
        return keys, weights
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = starts(keys)
    return keys[begins], joins.reduceat(weights[order], begins)


def _observations(
    keys: Words64, weights: Ints, form: Form, rules: Rules, milestones: Milestones
) -> Observations:
    """Weights by person, year and country, and the traits that weigh most under each."""
    places = keys >> _TRAITS
    begins = starts(places)
    if not len(begins):
        empty = np.zeros(0, np.uint64)
        return Observations(empty, weights, np.zeros(0, np.uint32), milestones.doctorates())
    if form == "person-years":
        return Observations(places, weights)
    joins = _joins(rules, form)
    whole = joins.reduceat(weights, begins)
    if joins is np.bitwise_or:
        whole, weights = _months(whole), _months(weights)
    most = np.maximum.reduceat(weights, begins)
    sizes = np.diff(np.append(begins, len(keys)))
    # Keys are sorted by traits, so the first of the heaviest has the lowest numbers.
    heaviest = np.flatnonzero(weights == np.repeat(most, sizes))
    main = heaviest[starts(places[heaviest])]
    traits = (keys[main] & np.uint64((1 << 27) - 1)).astype(np.uint32)
    return Observations(places[begins], whole, traits, milestones.doctorates())


def _months(masks: Ints) -> Ints:
    """How many months of a year are in each mask."""
    return np.bitwise_count(masks).astype(np.int64)


def distinct_persons(blocks: Iterable[Records]) -> Words64:
    """The numbers of all persons in blocks of records, sorted.

    Raises:
        MobilityError: two ids have the same number, which would merge two persons.
    """
    pairs = np.zeros(0, np.dtype([("person", "<u8"), ("check", "<u4")]))
    for block in blocks:
        own = np.empty(len(block), pairs.dtype)
        own["person"], own["check"] = block["person"], block["check"]
        pairs = _distinct(np.concatenate([pairs, own]))
    persons: Words64 = pairs["person"]
    if len(starts(persons)) != len(persons):
        raise MobilityError([Problem(column="person_id", code="mobility_ids_collide")])
    return np.ascontiguousarray(persons)


def _distinct(pairs: Records) -> Records:
    person, check = pairs["person"], pairs["check"]
    order = np.argsort(person, kind="stable")
    ordered = person[order]
    same = ordered[1:] == ordered[:-1]
    differs = np.any(same & (check[order][1:] != check[order][:-1]))
    if differs:
        order = np.lexsort((check, person))
    pairs = pairs[order]
    first = np.ones(len(pairs), np.bool_)
    first[1:] = (pairs["person"][1:] != pairs["person"][:-1]) | (
        pairs["check"][1:] != pairs["check"][:-1]
    )
    return pairs[first]
