"""Tables for people: rows as CSV whose cells no spreadsheet takes for formulas."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

# A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_START = r"^[=+\-@\t\r]"
_BOM = b"\xef\xbb\xbf"


def harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text in which whatever would start a formula has an apostrophe before it."""
    text = column.cast(pa.string())
    guarded = pc.binary_join_element_wise("'", text, "")
    return pc.if_else(pc.match_substring_regex(text, FORMULA_START), guarded, text)


def as_csv(table: pa.Table) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; texts are made harmless."""
    columns = []
    for field, column in zip(table.schema, table.columns, strict=True):
        textual = pa.types.is_string(field.type) or pa.types.is_dictionary(field.type)
        columns.append(harmless(column) if textual else column)
    out = io.BytesIO()
    csv.write_csv(pa.table(columns, names=table.column_names), out)
    return _BOM + out.getvalue()


def from_frame(frame: pd.DataFrame) -> pa.Table:
    """A frame as a table, its index left out."""
    return pa.Table.from_pandas(frame, preserve_index=False)
