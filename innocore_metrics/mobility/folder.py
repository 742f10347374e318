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
from innocore_metrics.mobility.withholding import keep_apart, report_record, withheld

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
_SUMS = ("persons", "inflow", "outflow")


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
    ask to suppress, cells of few observations and what would give them away are left empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in withheld(result).tables().items():
        # Nearly all groups of a run that suppresses are withheld: none are written.
        kept = table.slice(0, 0) if result.rules.suppress and name == "flow_groups" else table
        pq.write_table(kept, folder / f"{name}.parquet")
    if tried:
        years = _complete_years(result)
        rows = [r for name, value, other in tried for r in _tried_rows(name, value, other, years)]
        rows = keep_apart(rows, "country", _SUMS, ("rule", "value", "country"), result.rules)
        table = pa.Table.from_pylist(rows, schema=SENSITIVITY_SCHEMA)
        pq.write_table(table, folder / f"{SENSITIVITY}.parquet")
    about = {
        "engine": engine,
        "made": made,
        "rules": result.rules.record(),
        "report": report_record(result),
    }
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / RESULT).write_text(f"{text}\n", encoding="utf-8")


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
    kept = withheld(result)
    census, flows = kept.population, kept.flows
    found = {}
    for what, table, by in (
        ("persons", census, "country"),
        ("inflow", flows, "destination"),
        ("outflow", flows, "origin"),
    ):
        inside = pc.and_(pc.greater_equal(table["year"], first), pc.less_equal(table["year"], last))
        # A sum with a withheld cell is withheld.
        every = pc.ScalarAggregateOptions(skip_nulls=False)
        sums = table.filter(inside).group_by(by).aggregate([("persons", "sum", every)])
        found[what] = {row[by]: row["persons_sum"] for row in sums.to_pylist()}
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
