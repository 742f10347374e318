"""Own career records as other layers see them: counts of moves, never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from innocore_metrics.model.figure import FEW_BELOW


@dataclass(frozen=True, slots=True)
class OwnYear:
    """Scholars of the home country in a year: resident, moved in, moved out.

    A count is None where it, or a part of it, was withheld; ``..._least`` is what moves are at
    least.
    """

    year: int
    persons: int | None
    inflow: int | None
    outflow: int | None
    inflow_least: int = 0
    outflow_least: int = 0


@dataclass(frozen=True, slots=True)
class OwnFlow:
    """Scholars moving from ``origin`` to ``destination`` (ISO 3166) in a year."""

    year: int
    origin: str
    destination: str
    persons: int | None


@dataclass(frozen=True, slots=True)
class InstituteMove:
    """Scholars who left (``out``) or joined (``in``) an institute, by country at the other end."""

    institute: str
    direction: str
    year: int
    partner: str
    persons: int | None


@dataclass(frozen=True, slots=True)
class FirstPostdoc:
    """Doctorates of an institute and year by country of the first postdoc; ``""``: none seen.

    ``censored``: the years in which one could have been seen are not over.
    """

    institute: str
    year: int
    destination: str
    persons: int | None
    censored: bool


@dataclass(frozen=True, slots=True)
class OwnCohort:
    """Of ``persons``, ``part`` were there (``stays``) or back (``returns``) ``k`` years later.

    ``stays`` are doctorates of the home country of whom it is known where they were; ``returns``
    are people who left it. ``censored``: the k years are not over.
    """

    kind: str
    year: int
    k: int
    persons: int | None
    part: int | None
    censored: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """What the records give with one rule changed; ``rule`` is empty for the rules as they are.

    A count is None where it was withheld.
    """

    rule: str
    value: str
    persons: int | None
    inflow: int | None
    outflow: int | None


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What became of the records: read = kept + rejected + dropped, by reason.

    ``persons`` is None where it was withheld.
    """

    source: str
    read: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    persons: int | None = 0

    @property
    def kept(self) -> int:
        """Records that count."""
        return self.read - sum(self.rejected.values()) - sum(self.dropped.values())


@dataclass(frozen=True, slots=True, eq=False)
class MobilityView:
    """Tables made from a user's own records, seen from ``home``.

    Two views are the same only where they are the same object.

    Attributes:
        home: the country that everything is seen from.
        made: day on which the tables were made, ISO 8601; may be empty.
        engine: name and version of the engine.
        rules: every parameter by name, as text.
        first_year, last_year: years that the records reach over.
        censor_years: how many years at either end are incomplete.
        min_population: below this many scholars there is no rate.
        institutes: names of institutes by the key they have in ``moves``.
        few_below: counts of 1 to this number less 1 rest on few observations.
    """

    home: str
    made: str
    engine: str
    rules: Mapping[str, str]
    first_year: int
    last_year: int
    censor_years: int
    min_population: int
    report: OwnReport
    years: tuple[OwnYear, ...]
    flows: tuple[OwnFlow, ...]
    institutes: Mapping[str, str]
    moves: tuple[InstituteMove, ...]
    postdocs: tuple[FirstPostdoc, ...]
    variants: tuple[Variant, ...] = ()
    cohorts: tuple[OwnCohort, ...] = ()
    few_below: int = FEW_BELOW
