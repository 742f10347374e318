"""The numbers that scenarios are computed from, as they stand in the data package."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScenarioParameter:
    """A number that scenarios are computed from: a sourced fact or a stated assumption.

    ``low`` to ``high`` is its plausible range around ``central``; ``minimum`` to ``maximum`` what
    a lever allows. ``kind``: fact, choice (a decision), uncertain (drawn at random), target or
    setting. Money in won or dollars, shares and growth in percent.
    """

    id: str
    section: str
    kind: str
    main: bool
    unit: str
    low: float
    central: float
    high: float
    minimum: float
    maximum: float
    step: float
    period: str
    name_ko: str
    name_en: str
    status: str
    source: str
    locator: str
    observation: str
    note_ko: str
    note_en: str
