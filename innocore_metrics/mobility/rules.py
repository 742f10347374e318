"""Every choice that turns records into residences and moves, as one frozen value.

Sources of the defaults: Scholarly Migration Database (residence is the country most often seen
in the year; years without publications between two observed years are filled); Orazbayev dates
a move at the later of the two years; rates are reported for units of 20 scholars and more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR, ROLES

Tie = Literal["previous", "first", "unobserved"]
Overlap = Literal["months", "latest"]
OpenEnd = Literal["ongoing", "start", "drop"]
Dating = Literal["later", "midpoint"]

MOST_INSTITUTES = 4095
_MOST_YEARS = LAST_YEAR - FIRST_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Parameters of a run; every result carries them.

    Attributes:
        tie: several countries are seen equally often in a year: ``previous`` keeps the country
            of the last observed year if it is among them, else takes the first code in the
            alphabet; ``first`` always takes the first code; ``unobserved`` drops the year.
        fill_years: a gap of up to this many years without records is filled; None fills any.
        move_gap_years: countries that differ across a longer gap are no move; None: no limit.
        overlap: spells overlap in a year: ``months``, the country with most months counts, each
            month once; ``latest``, the country of the spell that started last.
        open_end: a spell without an end goes on to ``last_year`` (``ongoing``), lasts for its
            first year only (``start``), or is left out and counted (``drop``).
        min_spell_months: shorter spells are left out and counted; open ones never are.
        roles: roles that count for residence; the others are left out and counted.
        dating: a move seen between two years is dated at the ``later`` year or the ``midpoint``
            (rounded up); filled years before it belong to the origin, the others to the
            destination.
        last_year: the year up to which the records reach: later ones are left out and counted,
            and cohorts that need a later year are censored. None: the newest year in the input.
        horizons: the k of k-year stay and return rates, in years.
        institutes: ROR ids or names of the institutes whose moves are counted apart.
        postdoc_years: a first postdoc starts within this many years of the doctorate's end.
        min_population: below this many scholars no rate is given.
        few_below: counts of 1 to this number less 1 are marked as few observations.
        censor_years: the newest and the oldest years, this many, are marked as incomplete.
        suppress: withhold cells of few observations; for records that are your own.
    """

    tie: Tie = "previous"
    fill_years: int | None = None
    move_gap_years: int | None = None
    overlap: Overlap = "months"
    open_end: OpenEnd = "ongoing"
    min_spell_months: int = 0
    roles: tuple[str, ...] = ROLES
    dating: Dating = "later"
    last_year: int | None = None
    horizons: tuple[int, ...] = (1, 2, 3, 5, 10)
    institutes: tuple[str, ...] = ()
    postdoc_years: int = 3
    min_population: int = 20
    few_below: int = 5
    censor_years: int = 2
    suppress: bool = False

    def __post_init__(self) -> None:
        problems = [*_choices(self), *_numbers(self), *_lists(self)]
        if problems:
            raise MobilityError(problems)

    def record(self) -> dict[str, Any]:
        """All parameters by name, for JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    def until(self, year: int) -> Rules:
        """The same rules with ``last_year`` filled in where it was left open."""
        return self if self.last_year is not None else replace(self, last_year=year)


_CHOICES = {"tie": Tie, "overlap": Overlap, "open_end": OpenEnd, "dating": Dating}
_RANGES = {
    "fill_years": (0, _MOST_YEARS),
    "move_gap_years": (0, _MOST_YEARS),
    "min_spell_months": (0, 12 * _MOST_YEARS),
    "last_year": (FIRST_YEAR, LAST_YEAR),
    "postdoc_years": (0, _MOST_YEARS),
    "min_population": (1, 10**9),
    "few_below": (1, 1000),
    "censor_years": (0, _MOST_YEARS),
}
_OPEN = ("fill_years", "move_gap_years", "last_year")


def _problem(name: str, given: object, allowed: str) -> Problem:
    return Problem(column=name, code="mobility_rule", given=str(given), allowed=allowed)


def _choices(rules: Rules) -> list[Problem]:
    wrong = []
    for name, choice in _CHOICES.items():
        value = getattr(rules, name)
        if value not in get_args(choice):
            wrong.append(_problem(name, value, ", ".join(get_args(choice))))
    return wrong


def _numbers(rules: Rules) -> list[Problem]:
    wrong = []
    for name, (low, high) in _RANGES.items():
        value = getattr(rules, name)
        if value is None and name in _OPEN:
            continue
        if not isinstance(value, int) or not low <= value <= high:
            wrong.append(_problem(name, value, f"{low} - {high}"))
    return wrong


def _lists(rules: Rules) -> list[Problem]:
    wrong = []
    for role in rules.roles:
        if role not in ROLES:
            wrong.append(_problem("roles", role, ", ".join(ROLES)))
    for years in rules.horizons:
        if not 1 <= years <= _MOST_YEARS:
            wrong.append(_problem("horizons", years, f"1 - {_MOST_YEARS}"))
    if len(rules.institutes) > MOST_INSTITUTES:
        wrong.append(_problem("institutes", len(rules.institutes), f"0 - {MOST_INSTITUTES}"))
    return wrong
