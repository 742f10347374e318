"""What stood for a country where none is known, as one line of a report."""

from __future__ import annotations

from collections.abc import Mapping

from innocore_metrics.text import Words

_MOST_NAMES = 20


def listed(names: Mapping[str, int], words: Words) -> str:
    """Names with the number of records, the most frequent first; the rest as a number.

    >>> listed({"Atlantis": 2, "Mars": 1}, Words("en"))
    'not known: Atlantis (2), Mars (1)'
    """
    shown = [(name, count) for name, count in names.items() if name][:_MOST_NAMES]
    line = ", ".join(f"{name} ({count:,})" for name, count in shown)
    rest = sum(names.values()) - sum(count for _, count in shown)
    if not rest:
        return words("mobility_cli.unknown_names", names=line)
    return words("mobility_cli.unknown_names_more", names=line, count=f"{rest:,}")
