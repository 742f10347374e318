"""How much a result hangs on the rules: one parameter changed at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from innocore_metrics.mobility.engine import Engine, Progress, silent
from innocore_metrics.mobility.measures import Row, country_rows
from innocore_metrics.mobility.records import Form, Reader
from innocore_metrics.mobility.rules import Rules

_OF_BOTH: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("tie", ("previous", "first", "unobserved")),
    ("fill_years", (None, 0, 1, 3, 5)),
    ("move_gap_years", (None, 0, 2, 5)),
    ("dating", ("later", "midpoint")),
)
_OF_SPELLS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("overlap", ("months", "latest")),
    ("open_end", ("ongoing", "start", "drop")),
    ("min_spell_months", (0, 6, 12)),
)


def variants(rules: Rules, form: Form) -> list[tuple[str, Any, Rules]]:
    """The rules as given ("" for parameter), then each with one parameter changed.

    >>> [(name, value) for name, value, _ in variants(Rules(), "person-years")][:3]
    [('', None), ('tie', 'first'), ('tie', 'unobserved')]
    """
    found: list[tuple[str, Any, Rules]] = [("", None, rules)]
    for name, values in (*_OF_BOTH, *(_OF_SPELLS if form == "spells" else ())):
        for value in values:
            if value != getattr(rules, name):
                found.append((name, value, replace(rules, **{name: value})))
    return found


def sensitivity_rows(
    engine: Engine,
    reader: Reader,
    rules: Rules,
    country: str,
    *,
    progress: Progress = silent,
    work: Path | None = None,
) -> list[Row]:
    """The rows of ``country_rows`` for one country under each variant of the rules.

    ``parameter`` and ``value`` say what was changed; the records are read once.
    """
    tried = variants(rules, reader.form)
    results = engine.run(
        reader,
        [variant for _, _, variant in tried],
        want=("population", "flows"),
        progress=progress,
        work=work,
    )
    rows = []
    for (name, value, _), tables in zip(tried, results, strict=True):
        shown = "any" if name and value is None else value
        for row in country_rows(tables):
            if row["country"] == country:
                rows.append({"parameter": name, "value": shown, **row})
    return rows
