"""What a reader has changed about the scenarios, and its one-to-one image in the URL.

``base=attrition:20`` changes the assumptions under everything; ``s1=later-hires:300`` is a
scenario that differs from the baseline by what it names. ``focus`` is the one spoken about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from innocore_metrics.errors import Problem

BASE = "base"
NAMES = ("s1", "s2", "s3")
URL_NAMES = (BASE, *NAMES, "focus")
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)

Changes = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """A parameter that can be moved: where it stands, and how far it goes (in its own unit)."""

    id: str
    central: float
    minimum: float
    maximum: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Changed values of the baseline and of up to three scenarios; None is no such scenario.

    Changes stand in the order of the levers and are never the value that holds without them.
    """

    base: Changes = ()
    s1: Changes | None = None
    s2: Changes | None = None
    s3: Changes | None = None
    focus: str = BASE

    @property
    def shown(self) -> tuple[str, ...]:
        """``base`` and the scenarios there are, in order."""
        return (BASE, *(name for name in NAMES if getattr(self, name) is not None))

    def values(self, name: str, levers: Sequence[Lever]) -> dict[str, float]:
        """Every parameter as it holds in ``name``."""
        values = {lever.id: lever.central for lever in levers} | dict(self.base)
        return values if name == BASE else values | dict(getattr(self, name) or ())

    def to_query(self) -> dict[str, str]:
        """The URL parameters, defaults left out.

        >>> Scenarios(s1=(("later-hires", 300.0), ("contract-years", 2.5)), focus="s1").to_query()
        {'s1': 'later-hires:300,contract-years:2.5', 'focus': 's1'}
        """
        query = {BASE: _text(self.base)} if self.base else {}
        for name in NAMES:
            changes = getattr(self, name)
            if changes is not None:
                query[name] = _text(changes)
        return query if self.focus == BASE else {**query, "focus": self.focus}


UNCHANGED = Scenarios()


def _text(changes: Changes) -> str:
    return ",".join(f"{id}:{plain(value)}" for id, value in changes)


def plain(value: float) -> str:
    """A number as it stands in an address: 300 and not 300.0.

    >>> plain(300.0), plain(1472.5), plain(-0.0)
    ('300', '1472.5', '0')
    """
    return str(int(value)) if value == int(value) else repr(value)


def parse_scenarios(
    query: Mapping[str, str], levers: Sequence[Lever]
) -> tuple[Scenarios, tuple[Problem, ...]]:
    """The scenarios that URL parameters ask for, and what in them was not understood.

    >>> hires = Lever("later-hires", 0, 0, 3000, True)
    >>> found, problems = parse_scenarios({"s1": "later-hires:300,pay:9"}, (hires,))
    >>> found.s1, problems[0].given
    ((('later-hires', 300.0),), 'pay:9')
    """
    problems: list[Problem] = []
    central = {lever.id: lever.central for lever in levers}
    base = _changes(query.get(BASE, ""), BASE, levers, central, problems)
    beneath = central | dict(base)
    first, second, third = (
        _changes(query[name], name, levers, beneath, problems) if name in query else None
        for name in NAMES
    )
    scenarios = Scenarios(base, first, second, third)
    focus = query.get("focus", BASE)
    if focus not in scenarios.shown:
        problems.append(_refused("focus", focus, ", ".join(scenarios.shown)))
        focus = BASE
    return replace(scenarios, focus=focus), tuple(problems)


def changed(
    given: Mapping[str, float], levers: Sequence[Lever], beneath: Mapping[str, float]
) -> Changes:
    """Values in the order of the levers, without those that hold anyway."""
    return tuple(
        (lever.id, given[lever.id])
        for lever in levers
        if lever.id in given and given[lever.id] != beneath[lever.id]
    )


def read_value(text: str, lever: Lever) -> float | str:
    """The value of a lever, or what is allowed where ``text`` is none.

    >>> hires = Lever("later-hires", 0, 0, 3000, True)
    >>> read_value("300", hires), read_value("300.5", hires)
    (300.0, 'whole 0 - 3000')
    """
    allowed = f"{plain(lever.minimum)} - {plain(lever.maximum)}"
    allowed = f"whole {allowed}" if lever.whole else allowed
    if not _NUMBER.fullmatch(text):
        return allowed
    value = float(text) + 0.0
    fits = lever.minimum <= value <= lever.maximum and not (lever.whole and value != int(value))
    return value if fits else allowed


def _changes(
    text: str,
    name: str,
    levers: Sequence[Lever],
    beneath: Mapping[str, float],
    problems: list[Problem],
) -> Changes:
    known = {lever.id: lever for lever in levers}
    given: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        id, _, number = part.partition(":")
        if id not in known:
            problems.append(_refused(name, part, ", ".join(known)))
            continue
        value = read_value(number, known[id])
        if isinstance(value, str):
            problems.append(_refused(name, part, f"{id}:{value}"))
        else:
            given[id] = value
    return changed(given, levers, beneath)


def _refused(name: str, given: str, allowed: str) -> Problem:
    return Problem(column=name, code="url_value", given=given[:80], allowed=allowed or "-")
