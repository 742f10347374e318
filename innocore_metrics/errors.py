"""What can be wrong, as data: a code with parameters, worded later in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong.

    ``code`` names the sentence in the word files (``problem.<code>``); ``given``,
    ``allowed`` and ``detail`` fill it. ``row`` is the line in the file, the header
    being line 1; 0 means the problem belongs to the file or the call as a whole.
    """

    file: str = ""
    row: int = 0
    column: str = ""
    code: str = ""
    given: str = ""
    allowed: str = ""
    detail: str = ""

    @property
    def place(self) -> str:
        """``file:row:column``, with the parts that are known."""
        parts = [self.file, str(self.row) if self.row else "", self.column]
        return ":".join(part for part in parts if part)


# So many problems help; a list that is longer than what was sent would only help a flood.
MOST_TOLD = 50


def told(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as an answer over the network lists them: the first ones, and how many more.

    >>> [p.code for p in told([Problem(code="x")] * 52)][-2:], told([Problem()] * 52)[-1].given
    (['x', 'more_problems'], '2')
    """
    every = tuple(problems)
    rest = len(every) - MOST_TOLD
    return (
        every if rest <= 0 else (*every[:MOST_TOLD], Problem(code="more_problems", given=str(rest)))
    )


class InnocoreError(Exception):
    """Base of the errors that this library raises on purpose."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.place} {p.code} {p.given}".strip() for p in self.problems))


class DataError(InnocoreError):
    """The data package has problems; all of them are listed."""


class RateError(InnocoreError):
    """No exchange rate or parity exists for what was asked."""


class SelectionError(InnocoreError):
    """A filter, figure or exhibit was asked for that does not exist."""


class IntakeError(InnocoreError):
    """A file cannot be read or taken in; nothing of it was stored."""


class LedgerError(InnocoreError):
    """The ledger cannot do what was asked; it is as it was before."""


class VersionError(InnocoreError):
    """A version of the data is not in the archive, or is not what was put there."""


class RefusedError(InnocoreError):
    """Somebody asked for what their role, or the way the server runs, does not allow."""


class MobilityError(InnocoreError):
    """Career records cannot be read, or the rules or the engine cannot be used as asked."""


class ExportError(InnocoreError):
    """A file cannot be written here."""

    @property
    def passing(self) -> bool:
        """Whether another try may succeed: the drawing failed, but there is what draws."""
        return any(problem.code == "drawing" for problem in self.problems)
