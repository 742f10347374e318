"""What comes out of an engine: tables of whole numbers, with the rules and a report.

Nothing is divided here; ``measures`` makes the rates. No table holds a person or an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from innocore_metrics.mobility.records import Form
from innocore_metrics.mobility.rules import Rules


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in columns.items()])


_YEAR, _TEXT, _COUNT, _FLAG = pa.int32(), pa.string(), pa.int64(), pa.bool_()

# Rows are sorted by the columns before the first count.
SCHEMAS: Mapping[str, pa.Schema] = {
    # scholars resident in a country in a year; of them observed (the rest is filled in)
    "population": _schema(year=_YEAR, country=_TEXT, persons=_COUNT, observed=_COUNT),
    # moves, dated by the rules; a person counts once per row
    "flows": _schema(year=_YEAR, origin=_TEXT, destination=_TEXT, persons=_COUNT),
    # the same moves by main role before and after, and main field after ("" = not given)
    "flow_groups": _schema(
        year=_YEAR,
        origin=_TEXT,
        destination=_TEXT,
        role_before=_TEXT,
        role_after=_TEXT,
        field=_TEXT,
        persons=_COUNT,
    ),
    # moves "out" of and "in" to the institutes named in the rules, by the country of the other
    # end, which is the institute's own for a move within the country
    "institute_moves": _schema(
        institute=_TEXT, direction=_TEXT, year=_YEAR, partner=_TEXT, persons=_COUNT
    ),
    # cohort "arrivals": moved into the country in the year; "doctorates": took one there then.
    # k years later: present, elsewhere, not observed. censored: that year is after last_year.
    "stays": _schema(
        cohort=_TEXT,
        country=_TEXT,
        year=_YEAR,
        k=_YEAR,
        persons=_COUNT,
        present=_COUNT,
        elsewhere=_COUNT,
        unobserved=_COUNT,
        censored=_FLAG,
    ),
    # left the country in the year, which was that of their first residence; of them seen to move
    # back within k years
    "returns": _schema(
        country=_TEXT, year=_YEAR, k=_YEAR, persons=_COUNT, returned=_COUNT, censored=_FLAG
    ),
    # doctorates of the named institutes by the country of the first postdoc; "" = none seen
    # within the years that the rules allow. censored: those years reach beyond last_year.
    "first_postdocs": _schema(
        institute=_TEXT, year=_YEAR, destination=_TEXT, persons=_COUNT, censored=_FLAG
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the records: read = kept + rejected + dropped, to the last one.

    Attributes:
        source: name of the input.
        form: spells or person-years.
        read: all records that the input holds, wrong ones included.
        rejected: records that are wrong, by reason (``records.REASONS``).
        dropped: sound records that the rules leave out: ``open_end``, ``short_spell``,
            ``other_role``, ``after_last_year``.
        notes: what was mended or decided, by kind: ``country_renamed`` (records), and of
            person-years ``tied`` (several countries equally often) and ``filled``.
        unknown_countries: what stood for a country where none is known, as written, with the
            number of records refused for it, the most frequent first; ``""``: others.
        persons: persons with at least one observed year.
        person_years: observed years over all persons.
    """

    source: str
    form: Form
    read: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    unknown_countries: Mapping[str, int] = field(default_factory=dict)
    persons: int = 0
    person_years: int = 0

    @property
    def kept(self) -> int:
        """Records that count for residence."""
        return self.read - sum(self.rejected.values()) - sum(self.dropped.values())

    def record(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "source": self.source,
            "form": self.form,
            "read": self.read,
            "kept": self.kept,
            "rejected": dict(self.rejected),
            "dropped": dict(self.dropped),
            "unknown_countries": dict(self.unknown_countries),
            "notes": dict(self.notes),
            "persons": self.persons,
            "person_years": self.person_years,
        }


@dataclass(frozen=True, slots=True)
class MobilityTables:
    """The result of a run: one table a name in ``SCHEMAS``, all counts whole numbers.

    ``flow_groups``, ``institute_moves`` and ``first_postdocs`` are empty where the records give
    no role, field or institute. ``rules.last_year`` is always filled in.
    """

    rules: Rules
    report: Report
    population: pa.Table
    flows: pa.Table
    flow_groups: pa.Table
    institute_moves: pa.Table
    stays: pa.Table
    returns: pa.Table
    first_postdocs: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """All tables by name, in the order of ``SCHEMAS``."""
        return {name: getattr(self, name) for name in SCHEMAS}
