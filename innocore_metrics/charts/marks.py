"""What a chart is given: labelled values, already worded, with their range and identity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled value. ``text`` is the value as people read it; None is not published."""

    label: str
    value: float | None
    text: str
    colour: str = ""
    lower: float | None = None
    upper: float | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One value at a position on a time axis (a decimal year)."""

    x: float
    value: float
    text: str
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one identity, in order; a gap in years stays a gap in the line."""

    label: str
    points: tuple[Point, ...]
    colour: str = ""
    dash: str = "solid"
    band: bool = False
    joined: bool = True
    below: bool = False
