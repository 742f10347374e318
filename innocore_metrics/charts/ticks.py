"""Where ticks stand on axes of things that are counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# Up to here plotly would put ticks at halves.
_FEW = 5


def whole_ticks(values: Iterable[float | None]) -> dict[str, Any]:
    """A step of one for an axis of a few whole numbers; nothing for any other.

    >>> whole_ticks([2, 1, None]), whole_ticks([0.57, 1.41]), whole_ticks([195, 60])
    ({'dtick': 1}, {}, {})
    """
    known = [value for value in values if value is not None]
    whole = all(value == int(value) for value in known)
    if whole and known and max(map(abs, known)) <= _FEW:
        return {"dtick": 1}
    return {}
