"""What is wrong with an import, kept by column so that a million findings stay cheap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from innocore_metrics.errors import Problem
from innocore_metrics.text import Words, render

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Finding:
    """One kind of problem in one column.

    ``rows`` are row numbers in the file (0: the file as a whole); the value given in each is
    ``values[which]``. The rest fills the sentence, as in Problem.
    """

    column: str
    code: str
    rows: Rows
    values: Sequence[str] = ("",)
    which: Rows | None = None
    allowed: str = ""
    detail: str = ""

    @property
    def chosen(self) -> Rows:
        """Positions in ``values``, one a row."""
        return np.zeros(len(self.rows), np.int64) if self.which is None else self.which

    def problem(self, file: str, row: int, value: str) -> Problem:
        """The problem of one row."""
        return Problem(file, row, self.column, self.code, value[:200], self.allowed, self.detail)


@dataclass(frozen=True)
class Findings:
    """All findings of a file; ``warnings`` do not refuse it but have to be confirmed."""

    file: str
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return sum(len(finding.rows) for finding in self.errors)

    def problems(self, most: int = 1000) -> tuple[Problem, ...]:
        """The first ``most`` errors, in the order of rows."""
        return _first(self.file, self.errors, most)

    def cautions(self, most: int = 1000) -> tuple[Problem, ...]:
        """The first ``most`` warnings."""
        return _first(self.file, self.warnings, most)

    def remarks(self, row_numbers: Rows, words: Words) -> npt.NDArray[np.object_]:
        """A sentence for each of ``row_numbers`` (empty where nothing is wrong)."""
        texts = np.full(len(row_numbers), "", dtype=object)
        for finding in (*self.errors, *self.warnings):
            found = finding.rows > 0
            places = np.searchsorted(row_numbers, finding.rows[found])
            sentences = _sentences(finding, words)[finding.chosen[found]]
            before = texts[places]
            texts[places] = np.where(before == "", sentences, before + " / " + sentences)
        return texts


def _sentences(finding: Finding, words: Words) -> npt.NDArray[np.object_]:
    where = f"{finding.column}: " if finding.column else ""
    problems = (finding.problem("", 0, value) for value in finding.values)
    plain = (Problem("", 0, "", p.code, p.given, p.allowed, p.detail) for p in problems)
    return np.array([where + render(problem, words) for problem in plain], dtype=object)


def _first(file: str, findings: Iterable[Finding], most: int) -> tuple[Problem, ...]:
    every = [problem for finding in findings for problem in _problems(file, finding, most)]
    return tuple(sorted(every, key=lambda problem: (problem.row, problem.column)))[:most]


def _problems(file: str, finding: Finding, most: int) -> Iterator[Problem]:
    for row, which in islice(zip(finding.rows, finding.chosen, strict=True), most):
        yield finding.problem(file, int(row), finding.values[int(which)])


def about_file(code: str, given: str = "", allowed: str = "", column: str = "") -> Finding:
    """A finding about the file as a whole."""
    return Finding(column, code, np.zeros(1, np.int64), (given,), allowed=allowed)
