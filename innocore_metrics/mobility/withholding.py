"""Which counts are withheld where the rules ask to suppress, over all tables of a run together.

A row is withheld whole where a count in it is small (1 to ``few_below`` less 1), or what such a
count leaves of ``persons``. Rows that others add up to are withheld as well, so that no small
count can be had by subtraction. Sums that hold a withheld cell are known only as "at least".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules

_Row = dict[str, Any]
# Of a cohort over the k: counts whose growth from one k to a later one is a count of persons.
_GROWING = {"returns": "returned", "stays": "unobserved"}


def is_few(count: int | None, rules: Rules) -> bool:
    """Whether a count is one of few observations; one that is withheld (None) is."""
    return count is None or 0 < count < rules.few_below


def withheld(tables: MobilityTables) -> MobilityTables:
    """The tables with null for every count that is withheld; as they are without ``suppress``.

    Cohorts are checked against the moves that they are made of: where ``flows`` was not asked
    of the engine, arrivals and returns are withheld.
    """
    rules = tables.rules
    if not rules.suppress:
        return tables
    made = {name: _hidden(t, _small(t, rules)) for name, t in tables.tables().items()}
    made["flow_groups"] = _marked(made["flow_groups"], _groups(made["flow_groups"]))
    flows = made["flows"].to_pylist()
    moves = made["institute_moves"].to_pylist()
    made["institute_moves"] = _marked(made["institute_moves"], _institutes(moves, flows, rules))
    stays, returns = made["stays"].to_pylist(), made["returns"].to_pylist()
    arrivals = [row["cohort"] == "arrivals" for row in stays]
    closed = _cohorts(stays, total(flows, "destination"), rules)
    doctorates = _doctorates(stays, made["first_postdocs"].to_pylist(), rules)
    shut = [a if there else b for there, a, b in zip(arrivals, closed, doctorates, strict=True)]
    made["stays"] = _marked(made["stays"], _steps(stays, shut, "stays", rules))
    shut = _cohorts(returns, total(flows, "origin"), rules)
    made["returns"] = _marked(made["returns"], _steps(returns, shut, "returns", rules))
    return replace(tables, **made)


def _counts(table: pa.Table) -> list[str]:
    return [column.name for column in table.schema if column.type == pa.int64()]


def _small(table: pa.Table, rules: Rules) -> pa.ChunkedArray:
    """Rows that hold a small count, or leave a small rest of ``persons``."""
    names = _counts(table)
    rests = [pc.subtract(table["persons"], table[name]) for name in names if name != "persons"]
    few = pa.chunked_array([pa.array([False] * len(table), pa.bool_())])
    for values in (*(table[name] for name in names), *rests):
        small = pc.and_(pc.greater(values, 0), pc.less(values, rules.few_below))
        few = pc.or_(few, small)
    return few


def _hidden(table: pa.Table, rows: pa.ChunkedArray) -> pa.Table:
    for name in _counts(table):
        kept = pc.if_else(rows, pa.scalar(None, pa.int64()), table[name])
        index = table.schema.get_field_index(name)
        table = table.set_column(index, pa.field(name, pa.int64()), kept)
    return table


def _marked(table: pa.Table, rows: Sequence[bool]) -> pa.Table:
    return _hidden(table, pa.chunked_array([pa.array(rows, pa.bool_())]))


@dataclass(slots=True)
class Sum:
    """A sum of cells of which some may be withheld.

    Attributes:
        shown: the sum of the cells that are shown.
        cells: how many are withheld; each holds at least one person.
    """

    shown: int = 0
    cells: int = 0

    def add(self, count: int | None) -> None:
        """Count one more cell in."""
        self.shown += count or 0
        self.cells += count is None

    @property
    def value(self) -> int | None:
        """The sum, None where a cell is withheld."""
        return None if self.cells else self.shown

    @property
    def least(self) -> int:
        """What the sum is at least.

        >>> Sum(shown=30, cells=2).least, Sum(shown=30, cells=2).value
        (32, None)
        """
        return self.shown + self.cells


Key = tuple[Any, ...]
Sums = Mapping[Key, Sum]


def total(rows: Iterable[_Row], *by: str) -> Sums:
    """Sums of ``persons`` by year and the columns ``by``; 0 for what is not there."""
    sums: dict[Key, Sum] = defaultdict(Sum)
    for row in rows:
        sums[row["year"], *(row[name] for name in by)].add(row["persons"])
    return sums


def _groups(groups: pa.Table) -> list[bool]:
    """All groups of a move where one is small: together they are the move, which is shown."""
    rows = groups.to_pylist()
    sums = total(rows, "origin", "destination")
    return [sums[row["year"], row["origin"], row["destination"]].cells > 0 for row in rows]


def _made_of(rest: int, cells: int, rules: Rules) -> bool:
    """Whether what a part leaves of a whole is small, or could be the cells withheld alone."""
    return 0 < rest <= max(cells, 1) * (rules.few_below - 1)


def _institutes(moves: Sequence[_Row], flows: Sequence[_Row], rules: Rules) -> list[bool]:
    """Moves of institutes that leave too little of a flow, each and all together."""
    sums: dict[Key, dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for row in moves:
        for name in (row["institute"], ""):
            sums[row["direction"], row["year"], row["partner"]][name].add(row["persons"])
    shut = set()
    for row in flows:
        for way, partner in (("out", row["destination"]), ("in", row["origin"])):
            key = (way, row["year"], partner)
            parts = sums[key].values() if row["persons"] is not None and key in sums else ()
            if any(_made_of(row["persons"] - one.shown, one.cells, rules) for one in parts):
                shut.add(key)
    return [(row["direction"], row["year"], row["partner"]) in shut for row in moves]


def _cohorts(rows: Sequence[_Row], moves: Sums, rules: Rules) -> list[bool]:
    """Cohorts of movers, where the moves that they add up to are not all shown.

    A cohort may be a part of the movers; it is shown where the rest is not small either.
    """

    def shut(row: _Row) -> bool:
        known = moves[row["year"], row["country"]].value
        if known is None or row["persons"] is None:
            return True
        rest: int = known - row["persons"]
        return rest < 0 or is_few(rest, rules)

    return [shut(row) for row in rows]


def _doctorates(rows: Sequence[_Row], postdocs: Sequence[_Row], rules: Rules) -> list[bool]:
    """Cohorts of doctorates of which the institutes named leave too few, each and together."""
    sums: dict[int, dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for row in postdocs:
        for name in (row["institute"], ""):
            sums[row["year"]][name].add(row["persons"])

    def shut(row: _Row) -> bool:
        if row["persons"] is None:
            return True
        parts = sums[row["year"]].values()
        return any(_made_of(row["persons"] - one.shown, one.cells, rules) for one in parts)

    return [shut(row) for row in rows]


def _steps(rows: Sequence[_Row], shut: Sequence[bool], name: str, rules: Rules) -> list[bool]:
    """``shut``, and of each cohort the k at which few were added since the last k shown."""
    last: dict[Key, int] = {}
    found = list(shut)
    order = sorted(range(len(rows)), key=lambda index: rows[index]["k"])
    for index in order:
        row, count = rows[index], rows[index][_GROWING[name]]
        if found[index] or count is None or (name == "stays" and row["censored"]):
            continue
        cohort = (row.get("cohort"), row["country"], row["year"])
        found[index] = 0 < abs(count - last.get(cohort, count)) < rules.few_below
        if not found[index]:
            last[cohort] = count
    return found


def report_record(tables: MobilityTables) -> dict[str, Any]:
    """What became of the records, as plain values; with ``suppress`` without counts that give
    withheld cells away: persons and years observed are sums over the population.
    """
    record = tables.report.record()
    if not tables.rules.suppress:
        return record
    record["unknown_countries"] = {}
    persons = withheld(tables).population["persons"]
    if not len(persons) or persons.null_count:
        return {**record, "persons": None, "person_years": None, "notes": {}}
    notes = {what: n for what, n in record["notes"].items() if not is_few(n, tables.rules)}
    return {**record, "notes": notes}


def keep_apart(
    rows: Iterable[_Row], by: str, counts: Sequence[str], about: Sequence[str], rules: Rules
) -> list[_Row]:
    """The rows of several rules, emptied but for ``about`` where they lie too close to another.

    Where two rules give ``counts`` that differ by few for the same ``by``, the difference tells
    how few persons the rule concerns: the later row is emptied.
    """
    if not rules.suppress:
        return list(rows)
    seen: dict[Key, list[int]] = defaultdict(list)
    kept = []
    for row in rows:
        pairs = [((row[by], name), row[name]) for name in counts if row[name] is not None]
        close = any(is_few(abs(n - other), rules) for key, n in pairs for other in seen[key])
        for key, count in () if close else pairs:
            seen[key].append(count)
        kept.append(_emptied(row, about) if close else row)
    return kept


def _emptied(row: _Row, about: Sequence[str]) -> _Row:
    return {name: value if name in about else None for name, value in row.items()}
