"""A file's rows put together with what the ledger holds."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.errors import IntakeError, LedgerError, Problem
from innocore_metrics.intake.findings import Findings
from innocore_metrics.storage.ledger import ENTRY_COLUMNS

_DAILY = ("date", "stage", "research_group", "host")


def no_rows() -> pa.Table:
    """The rows of a revision that brings none."""
    return pa.schema([(name, pa.string()) for name in ENTRY_COLUMNS]).empty_table()


def laid_out(rows: pa.Table) -> pa.Table:
    """The rows with every dictionary column as plain text."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            rows = rows.set_column(place, field.name, rows.column(place).cast(pa.string()))
    return rows


def tally(rows: pa.Table) -> pa.Table:
    """Sums of a file's rows by month, stage, group, host, source and country."""
    months = pc.utf8_slice_codeunits(rows.column("date").cast(pa.string()), 0, 7)
    names = ["stage", "research_group", "host", "talent_source", "country"]
    table = laid_out(rows.select([*names, "count"])).add_column(0, "month", months)
    return _summed(table, ["month", *names])


def joined(kept: pa.Table, added: pa.Table) -> pa.Table:
    """Two tallies as one."""
    keys = [name for name in kept.column_names if name != "count"]
    return _summed(pa.concat_tables([kept, added.select(kept.column_names)]), keys)


def daily(kept: pa.Table, rows: pa.Table) -> pd.DataFrame:
    """People by date, stage, group and host: the ledger with the file added."""
    added = _summed(laid_out(rows.select([*_DAILY, "count"])), list(_DAILY))
    table = pa.concat_tables([kept, added.select(kept.column_names)])
    frame: pd.DataFrame = _summed(table, list(_DAILY)).to_pandas()
    return frame


def _summed(table: pa.Table, keys: list[str]) -> pa.Table:
    table = table.set_column(
        table.column_names.index("count"), "count", table.column("count").cast(pa.int64())
    )
    summed = table.group_by(keys).aggregate([("count", "sum")])
    return summed.rename_columns([*keys, "count"])


def refuse(findings: Findings, confirmed: bool) -> None:
    """Pass sound files; raise with all problems, or with the warnings to be confirmed."""
    if findings.errors:
        raise IntakeError(findings.problems())
    if findings.warnings and not confirmed:
        needed = Problem(findings.file, code="ledger_unconfirmed")
        raise LedgerError([needed, *findings.cautions()])
