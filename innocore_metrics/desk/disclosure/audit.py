"""The attacker: what can be computed from all that was ever published.

Everything published, the meaning of the marks, the sums, the order of stages and, where it does
not contradict what was published, growth from release to release make a system of whole-number
equations. A number is exposed where only one value of it solves the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from innocore_metrics.desk.disclosure.families import (
    ORDER,
    SMALL,
    GroupKey,
    Picture,
    base_of,
    own_countries,
    parts,
)
from innocore_metrics.errors import LedgerError, Problem
from innocore_metrics.model import LedgerCount
from innocore_metrics.model.ledger import OTHER_COUNTRIES

_ROUNDS = 8
# What SciPy's solver says.
_SOLVED, _INFEASIBLE = 0, 2
_UNKNOWN = 1e6
Vector = npt.NDArray[np.float64]


@dataclass
class _System:
    """Rows of a linear system over the unknown numbers of all releases."""

    width: int
    rows: list[dict[int, int]]
    low: list[float]
    high: list[float]

    def add(self, row: dict[int, int], low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def with_rows(self, rows: Sequence[dict[int, int]]) -> _System:
        """The system with more rows, each of them 0 or more."""
        more = len(rows)
        low, high = [*self.low, *[0.0] * more], [*self.high, *[_UNKNOWN] * more]
        return _System(self.width, [*self.rows, *rows], low, high)

    def constraint(self) -> LinearConstraint:
        return LinearConstraint(_matrix(self.rows, self.width), self.low, self.high)


def _matrix(rows: Sequence[Mapping[int, int]], width: int) -> Any:
    entries = [(i, j, value) for i, row in enumerate(rows) for j, value in row.items()]
    lines, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return sparse.csr_matrix((values, (lines, columns)), shape=(len(rows), width))


def exposed(family: str, pictures: Sequence[Picture], groups: Mapping[str, GroupKey]) -> bool:
    """Whether any protected number, or change of one between releases, can be computed.

    That a number has not changed may be known: nobody is behind it.
    """
    base = base_of(family, pictures, groups)
    questions = list(_questions(family, base, pictures, groups)) if base else []
    if not questions:
        return False
    system = _system(family, base, pictures, groups)
    found = _solve(system, np.zeros(system.width))
    if found is None:
        # What was published contradicts itself: nothing can be said to be safe.
        return True
    for growth in _growth(base, len(pictures)):
        larger = system.with_rows(growth)
        grown = _solve(larger, np.zeros(system.width))
        if grown is not None:
            system, found = larger, grown
    terms = _matrix([terms for terms, _ in questions], system.width)
    return _any_determined(system, terms, np.array([mute for _, mute in questions]), found)


def _system(
    family: str, base: Sequence[str], pictures: Sequence[Picture], groups: Mapping[str, GroupKey]
) -> _System:
    place = {
        (t, name): t * len(base) + i for t in range(len(pictures)) for i, name in enumerate(base)
    }
    system = _System(len(place), [], [], [])
    for t, picture in enumerate(pictures):
        if family == "stages":
            for later, before in ORDER:
                system.add({place[t, before]: 1, place[t, later]: -1}, 0, _UNKNOWN)
        else:
            system.add({place[t, name]: 1 for name in base}, picture.total, picture.total)
        for row in picture.rows.values():
            sums = parts((row.measure, row.dimension, row.category), family, base, picture, groups)
            low, high = _bounds(row)
            system.add({place[t, name]: sign for name, sign in sums.items()}, low, high)
        if family == "countries":
            for name in set(base) - own_countries(picture) - {base[-1]}:
                system.add({place[t, name]: 1}, 0, SMALL)
    return system


def _growth(base: Sequence[str], releases: int) -> Iterator[list[dict[int, int]]]:
    """For each release: that no number is less than in the one before.

    After a correction that may be wrong for one step, and still hold for the others.
    """
    width = len(base)
    for t in range(1, releases):
        yield [{t * width + i: 1, (t - 1) * width + i: -1} for i in range(width)]


def _bounds(row: LedgerCount) -> tuple[float, float]:
    if row.mark == "exact":
        return float(row.count or 0), float(row.count or 0)
    high = _UNKNOWN if row.upper is None else float(row.upper)
    return float(row.lower or 0), high


def _questions(
    family: str, base: Sequence[str], pictures: Sequence[Picture], groups: Mapping[str, GroupKey]
) -> Iterator[tuple[dict[int, int], float]]:
    """Protected rows of every release, and their changes from each release to the next.

    With each the value that may be known: that of a held row that has not changed, no change.
    """
    width = len(base)
    before: dict[Any, dict[int, int]] = {}
    for t, picture in enumerate(pictures):
        now: dict[Any, dict[int, int]] = {}
        for row in picture.rows.values():
            name = (row.measure, row.dimension, row.category)
            sums = parts(name, family, base, picture, groups)
            now[name] = {t * width + base.index(part): sign for part, sign in sums.items()}
            if row.mark == "exact":
                continue
            yield now[name], float(row.count) if row.count is not None else np.nan
            if name in before and name[2] != OTHER_COUNTRIES:
                yield {**now[name], **{j: -sign for j, sign in before[name].items()}}, 0.0
        other = picture.rows.get(("started", "country", OTHER_COUNTRIES))
        if other is not None and (other.mark != "exact" or other.count):
            for country in set(base) - own_countries(picture) - {base[-1]}:
                yield {t * width + base.index(country): 1}, np.nan
        before = now


def _solve(system: _System, objective: Vector, *, presolve: bool = False) -> Vector | None:
    """A best solution, or None where there is none.

    Presolving is quick, but has been seen to take a solution for the best that was not. Where
    a better one would only have shown more, that is on the safe side.

    Raises:
        LedgerError: the solver gave up.
    """
    result = milp(
        objective,
        constraints=system.constraint(),
        integrality=np.ones(system.width),
        bounds=Bounds(0, _UNKNOWN),
        options={"presolve": presolve},
    )
    if result.status not in (_SOLVED, _INFEASIBLE):
        # Without its answer nothing may be shown.
        raise LedgerError([Problem(code="ledger_solver", given=str(result.message))])
    return None if result.x is None else np.round(result.x)


def _any_determined(system: _System, questions: Any, mute: Vector, first: Vector) -> bool:
    """Looks for two solutions in which each question has different answers.

    One that has the same answer in all of them is no harm where it is the one in ``mute``.
    """
    low = questions @ first
    high = low.copy()
    chance = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        open_ = np.flatnonzero(high - low < 1)
        if not len(open_):
            return False
        signs = chance.choice([-1.0, 1.0], len(open_))
        _widen(system, questions, questions[open_].T @ signs, low, high)
    for i in np.flatnonzero(high - low < 1):
        for sign in (1.0, -1.0):
            if high[i] - low[i] < 1:
                objective = sign * np.asarray(questions[i].todense()).ravel()
                _widen(system, questions, objective, low, high)
        if high[i] - low[i] < 1 and low[i] != mute[i]:
            return True
    return False


def _widen(system: _System, questions: Any, objective: Vector, low: Vector, high: Vector) -> None:
    found = _solve(system, objective, presolve=True)
    if found is not None:
        answers = questions @ found
        np.minimum(low, answers, out=low)
        np.maximum(high, answers, out=high)
