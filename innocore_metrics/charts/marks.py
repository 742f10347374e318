"""What a chart is given: labelled values, already worded, with their range and identity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled value; None is not published.

    ``text`` stands beside the bar, ``spoken`` is the value in full, with unit and range.
    """

    label: str
    value: float | None
    text: str
    colour: str = ""
    lower: float | None = None
    upper: float | None = None
    uncertain: bool = False
    spoken: str = ""


def text_width(text: str, size: float = 15) -> int:
    """Rough width of the widest line in pixels; a Korean syllable is as wide as it is high.

    >>> text_width("KAIST") < text_width("과학기술") < text_width("과학기술<br>과학기술원")
    True
    """
    lines = text.split("<br>")
    widths = (sum(0.92 if ord(char) > 0x1100 else 0.57 for char in line) for line in lines)
    return round(size * max(widths, default=0))


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
