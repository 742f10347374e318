"""What is withheld does not tell why: whoever has the code cannot run it backwards.

For small tables every truth that fits what was published is tried. One that the code could not
have answered with just this picture, whatever the secret, is ruled out. Each protected number
must keep more than one value.
"""

from __future__ import annotations

import itertools
import random
from functools import cache

import pytest

from innocore_metrics.desk.disclosure.families import Picture
from innocore_metrics.desk.disclosure.hiding import Task, protected
from innocore_metrics.model import LedgerCount

HOSTS = ("kaist", "gist", "dgist", "unist")
SECRETS = [str(number) for number in range(24)]


def table(values):
    rows = (LedgerCount(2025, "started", "host", h, n) for h, n in zip(HOSTS, values, strict=True))
    return {(r.measure, r.dimension, r.category): r for r in rows}


@cache
def picture(values, secret):
    rows = protected(Task("hosts", table(values), [], sum(values), {}, secret))
    return None if rows is None else tuple((r.count, r.mark) for r in rows.values())


def smallest_first(values, _secret):
    """What looks as safe: the smallest count of 5 and more is withheld."""
    smallest = min(n for n in values if n >= 5)
    marks = [
        "fewer-than-5" if 1 <= n <= 4 else "withheld" if n == smallest else "exact" for n in values
    ]
    return tuple((n if m == "exact" else None, m) for n, m in zip(values, marks, strict=True))


def fitting(shown, total):
    """Every truth with this total that a reader cannot rule out by adding up."""
    ranges = []
    for count, mark in shown:
        low, high = (count, count) if mark == "exact" else (1, 4)
        ranges.append(range(5, total + 1) if mark == "withheld" else range(low, high + 1))
    free = [i for i, (_, mark) in enumerate(shown) if mark == "withheld"]
    *_, last = free or [0]
    ranges[last] = range(1)
    for values in itertools.product(*ranges):
        rest = total - sum(v for i, v in enumerate(values) if i != last)
        if rest >= (5 if free else 1):
            yield tuple(rest if i == last else v for i, v in enumerate(values))


def given_away(made, values, shown):
    """Places whose number is the same in every truth that could have been answered like this."""
    chance = random.Random(str(values))
    candidates = list(fitting(shown, sum(values)))
    assert values in candidates
    chance.shuffle(candidates)
    closed = {i for i, (_, mark) in enumerate(shown) if mark != "exact"}
    assert closed
    for candidate in candidates:
        news = {i for i in closed if candidate[i] != values[i]}
        secrets = chance.sample(SECRETS, len(SECRETS)) if news else []
        if any(made(candidate, secret) == shown for secret in secrets):
            closed -= news
        if not closed:
            break
    return closed


@pytest.mark.parametrize(
    "values", [(20, 40, 19, 4), (8, 4, 10, 8), (30, 6, 1, 1), (9, 2, 3, 7), (25, 5, 1, 0)]
)
def test_what_is_withheld_tells_no_number(values):
    shown = picture(values, "s")
    assert shown is not None
    assert given_away(picture, values, shown) == set()


def test_an_order_by_size_would_tell():
    values = (20, 40, 19, 4)
    assert given_away(smallest_first, values, smallest_first(values, "")) == {2, 3}


def test_who_changed_by_few_may_be_withheld_too():
    """Else a count withheld after it was shown would be known to have changed by more."""
    first = Picture(table((100, 20, 30, 40)), 190)
    withheld = set()
    for secret in SECRETS:
        rows = protected(Task("hosts", table((101, 25, 30, 40)), [first], 196, {}, secret))
        withheld |= {k[2] for k, row in rows.items() if row.mark == "withheld"}
    assert withheld == set(HOSTS)
