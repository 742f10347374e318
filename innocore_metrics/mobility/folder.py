"""Result tables into a folder, for the dashboard and for others to read.

``result.json`` tells engine, rules and what became of the records; each table stands in a
Parquet file of its own name. Nothing in the folder holds a person.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules

RESULT = "result.json"
SENSITIVITY = "sensitivity"
# One row a rule tried and a country, over the years that are complete under the rules as they are
# (rule ""), so that all rows speak of the same years.
SENSITIVITY_SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("value", pa.string()),
        ("country", pa.string()),
        ("persons", pa.int64()),
        ("inflow", pa.int64()),
        ("outflow", pa.int64()),
    ]
)


def write_folder(
    result: MobilityTables,
    folder: Path,
    *,
    engine: str,
    made: str,
    tried: Sequence[tuple[str, Any, MobilityTables]] = (),
) -> None:
    """Write the tables of a run as Parquet, with ``result.json`` beside them.

    ``engine`` is its name and version, ``made`` a day (ISO 8601), ``tried`` the results of other
    rules with name and value of what was changed ("" for the rules as they are). Where the rules
    ask to suppress, cells of few observations are left empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in result.tables().items():
        # Groups add up to flows: what is withheld there could be had by subtraction.
        kept = table.slice(0, 0) if result.rules.suppress and name == "flow_groups" else table
        pq.write_table(shown(kept, result.rules), folder / f"{name}.parquet")
    if tried:
        years = _complete_years(result)
        rows = [r for name, value, other in tried for r in _tried_rows(name, value, other, years)]
        table = pa.Table.from_pylist(rows, schema=SENSITIVITY_SCHEMA)
        pq.write_table(table, folder / f"{SENSITIVITY}.parquet")
    about = {
        "engine": engine,
        "made": made,
        "rules": result.rules.record(),
        "report": result.report.record(),
    }
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / RESULT).write_text(f"{text}\n", encoding="utf-8")


def shown(table: pa.Table, rules: Rules) -> pa.Table:
    """A table without the counts of rows that rest on few observations, where the rules ask.

    A row is withheld whole where any count in it is small, or what is left of ``persons``.
    """
    if not rules.suppress:
        return table
    counts = [column.name for column in table.schema if column.type == pa.int64()]
    rests = [pc.subtract(table["persons"], table[name]) for name in counts if name != "persons"]
    few = pa.chunked_array([pa.array([False] * len(table), pa.bool_())])
    for values in (*(table[name] for name in counts), *rests):
        small = pc.and_(pc.greater(values, 0), pc.less(values, rules.few_below))
        few = pc.or_(few, small)
    for name in counts:
        hidden = pc.if_else(few, pa.scalar(None, pa.int64()), table[name])
        index = table.schema.get_field_index(name)
        table = table.set_column(index, pa.field(name, pa.int64()), hidden)
    return table


def _complete_years(result: MobilityTables) -> tuple[int, int]:
    """The first and the last year that no mark says are incomplete."""
    margin = result.rules.censor_years
    first = pc.min(result.population["year"]).as_py() or 0
    return first + margin, int(result.rules.last_year or 0) - margin


def _tried_rows(
    name: str, value: Any, result: MobilityTables, years: tuple[int, int]
) -> list[dict[str, Any]]:
    """Scholars, inflow and outflow of each country over the years, first and last included."""
    first, last = years
    census, flows = (shown(t, result.rules) for t in (result.population, result.flows))
    found = {}
    for what, table, by in (
        ("persons", census, "country"),
        ("inflow", flows, "destination"),
        ("outflow", flows, "origin"),
    ):
        inside = pc.and_(pc.greater_equal(table["year"], first), pc.less_equal(table["year"], last))
        sums = table.filter(inside).group_by(by).aggregate([("persons", "sum")])
        found[what] = {row[by]: row["persons_sum"] or 0 for row in sums.to_pylist()}
    about = {"rule": name, "value": told(value) if name else ""}
    return [
        {**about, "country": country, **{w: sums.get(country, 0) for w, sums in found.items()}}
        for country in sorted(found["persons"])
    ]


def told(value: Any) -> str:
    """A parameter as text; lists as their parts.

    >>> told([1, 2]), told(None), told(True)
    ('1 2', 'None', 'True')
    """
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
