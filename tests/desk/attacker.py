"""An attacker who has every release and a solver, written apart from the protection.

Everything is one system: all cells of all tables and releases together, with the totals as
unknowns too, so that tables can be played off against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from innocore_metrics.model import LedgerCount, LedgerView

STAGES = ("applied", "offered", "accepted", "started", "left")
BIG = 10_000


@dataclass
class Attacker:
    """Knows ``leads`` and ``fields`` of groups; ``grows``: takes counts to grow only."""

    leads: Mapping[str, str]
    fields: Mapping[str, str]
    views: Sequence[LedgerView]
    grows: bool = True
    index: dict[tuple[int, str, str], int] = field(default_factory=dict)
    constraint: LinearConstraint | None = None

    def __post_init__(self) -> None:
        self.lines: list[tuple[dict[int, float], float, float]] = []
        countries = sorted(
            {r.category for v in self.views for r in v.counts if r.dimension == "country"}
            - {"other-countries"}
        )
        for t, view in enumerate(self.views):
            tables = {
                "stage": STAGES,
                "group": tuple(self.leads),
                "host": [r.category for r in view.counts if r.dimension == "host"],
                "talent-source": [
                    r.category for r in view.counts if r.dimension == "talent-source"
                ],
                "country": [*countries, "?"],
            }
            for table, names in tables.items():
                for name in names:
                    self.index[t, table, name] = len(self.index)
        for t, view in enumerate(self.views):
            self._sums(t)
            self._published(t, view)

    def _add(self, terms: dict[int, float], low: float, high: float) -> None:
        self.lines.append((terms, low, high))

    def _sums(self, t: int) -> None:
        total = self.index[t, "stage", "started"]
        for table in ("group", "host", "talent-source", "country"):
            cells = {i: 1.0 for (s, name, _), i in self.index.items() if (s, name) == (t, table)}
            if cells:
                self._add({**cells, total: -1.0}, 0, 0)
        for later, before in zip(STAGES[1:], STAGES, strict=False):
            terms = {self.index[t, "stage", before]: 1.0, self.index[t, "stage", later]: -1.0}
            self._add(terms, 0, BIG)
        if t and self.grows:
            for (s, table, name), i in self.index.items():
                if s == t and (t - 1, table, name) in self.index:
                    self._add({i: 1.0, self.index[t - 1, table, name]: -1.0}, 0, BIG)

    def terms(self, t: int, row: LedgerCount) -> dict[int, float]:
        """The unknowns that a row is the sum of."""
        if row.dimension == "total":
            if row.measure == "net":
                started, left = self.index[t, "stage", "started"], self.index[t, "stage", "left"]
                return {started: 1.0, left: -1.0}
            return {self.index[t, "stage", row.measure]: 1.0}
        if row.dimension in ("lead", "field"):
            of = self.leads if row.dimension == "lead" else self.fields
            return {self.index[t, "group", g]: 1.0 for g in of if of[g] == row.category}
        if row.category == "other-countries":
            own = {r.category for r in self.views[t].counts if r.dimension == "country"}
            return {
                i: 1.0
                for (s, table, name), i in self.index.items()
                if (s, table) == (t, "country") and name not in own
            }
        return {self.index[t, row.dimension, row.category]: 1.0}

    def is_new(self, t: int, row: LedgerCount) -> bool:
        """Whether a row says something about the day of its release."""
        if row.as_of == self.views[t].date:
            return True
        if row.mark != "held" or not t:
            return False
        tables = [r for r in self.views[t].counts if r.dimension == row.dimension]
        return any(r.as_of == self.views[t].date for r in tables)

    def _published(self, t: int, view: LedgerView) -> None:
        for row in view.counts:
            if row.dimension == "month" or not self.is_new(t, row):
                continue
            if row.mark == "exact":
                self._add(self.terms(t, row), row.count, row.count)
            else:
                high = BIG if row.upper is None else row.upper
                self._add(self.terms(t, row), row.lower, high)

    def range(self, terms: dict[int, float]) -> tuple[float, float] | None:
        """Least and greatest value that fits everything; None where nothing fits."""
        width = len(self.index)
        if self.constraint is None:
            matrix = np.zeros((len(self.lines), width))
            for number, (line, _, _) in enumerate(self.lines):
                for i, value in line.items():
                    matrix[number, i] = value
            low, high = (np.array([line[k] for line in self.lines]) for k in (1, 2))
            self.constraint = LinearConstraint(csr_array(matrix), low, high)
        objective = np.zeros(width)
        for i, value in terms.items():
            objective[i] += value
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * objective,
                constraints=self.constraint,
                integrality=np.ones(width),
                bounds=Bounds(0, BIG),
            )
            if found.x is None:
                return None
            ends.append(float(np.round(objective @ found.x)))
        return ends[0], ends[1]
