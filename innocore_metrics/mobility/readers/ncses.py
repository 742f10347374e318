"""Tables of the US National Center for Science and Engineering Statistics, as counts and shares.

Six tables that say how many doctorates were granted to whom, how many mean to stay and how
many stayed. They are in the public domain; NCSES is to be cited. Percentages and counts that
NCSES withholds for confidentiality (``s``, ``D``) have no value and are counted as suppressed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.readers.tables import Kept, Row, rows

SUPPRESSED = ("s", "d", "*")
# Percentages of doctorates; everything else counts persons.
_PERCENT = "_pct"


@dataclass(frozen=True, slots=True)
class NcsesValue:
    """One cell of an NCSES table.

    Attributes:
        table: number of the table.
        measure: name of the column, such as ``five_year_stay_pct``.
        value: persons, or percent of doctorates where ``unit`` is ``percent``.
        period: a year, or the first and last year of a cohort.
        about: the other columns: citizenship, field, institution, vintage, ...
    """

    table: str
    measure: str
    value: float
    unit: str
    period: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Layout:
    period: str
    measures: tuple[str, ...]
    about: tuple[str, ...]
    table: str = "table"

    @property
    def columns(self) -> set[str]:
        return {self.period, self.table, *self.measures, *self.about}


LAYOUTS = (
    _Layout(
        "year",
        ("doctorates", "pct_intending_to_stay"),
        ("vintage", "level", "region", "entity"),
        "ncses_table",
    ),
    _Layout("year", ("five_year_stay_pct",), ("citizenship",)),
    _Layout("cohort", ("recipients", "stay_pct"), ("group", "label", "observed", "years_since")),
    _Layout(
        "period", ("recipients", "plan_to_stay_pct", "definite_to_stay_pct"), ("level1", "label")
    ),
    _Layout("year", ("doctorates",), ("citizenship", "field")),
    _Layout(
        "year", ("postdocs_total", "science", "engineering", "health"), ("institution", "rank")
    ),
)


def read_ncses(path: Path) -> tuple[tuple[NcsesValue, ...], Kept]:
    """Read a table; its layout is known by its columns. ``Kept`` counts rows.

    Raises:
        MobilityError: not readable, or no table whose layout is known.
    """
    kept = Kept()
    found: list[NcsesValue] = []
    layout: _Layout | None = None
    for row in rows(path):
        layout = layout or _layout(path, row)
        kept.rows += 1
        values = _values(row, layout, kept)
        if values:
            found += values
        else:
            kept.rejected["no_value"] += 1
    if layout is None:
        raise MobilityError([_unknown(path, "")])
    return tuple(found), kept


def _layout(path: Path, row: Row) -> _Layout:
    for layout in LAYOUTS:
        if layout.columns == set(row):
            return layout
    raise MobilityError([_unknown(path, ", ".join(row))])


def _unknown(path: Path, given: str) -> Problem:
    allowed = "; ".join(", ".join(sorted(layout.columns)) for layout in LAYOUTS)
    return Problem(str(path), code="mobility_not_ncses", given=given, allowed=allowed)


def _values(row: Row, layout: _Layout, kept: Kept) -> list[NcsesValue]:
    about = MappingProxyType({name: row[name] for name in layout.about if row[name]})
    found = []
    for measure in layout.measures:
        text = row[measure]
        if text.lower() in SUPPRESSED:
            kept.noted["suppressed"] += 1
            continue
        value = _number(text)
        unit = "percent" if measure.startswith("pct") or measure.endswith(_PERCENT) else "persons"
        if value is None or value < 0 or (unit == "percent" and value > 100):
            kept.noted["empty_cell" if not text else "not_a_number"] += 1
            continue
        period = _period(row[layout.period])
        found.append(NcsesValue(row[layout.table], measure, value, unit, period, about))
    return found


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _period(text: str) -> str:
    """A year, or first and last year of a cohort.

    >>> _period("2017"), _period("2015-17"), _period("2010-2013")
    ('2017', '2015/2017', '2010/2013')
    """
    first, _, last = text.partition("-")
    return f"{first}/{first[: 4 - len(last)]}{last}" if last else first
