"""What Spark's tasks do: check batches of records, and count the persons of a partition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import arrow_numbers, arrow_text, raw, text
from innocore_metrics.mobility.cleaning import RECORD, clean
from innocore_metrics.mobility.counting import count
from innocore_metrics.mobility.labels import Labels
from innocore_metrics.mobility.observing import distinct_persons, observe
from innocore_metrics.mobility.records import REASONS, Form
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.tallies import LAYOUTS, Tallies

# Rows of checked records: either a record (reason RECORD_ROW, count 1), or a number of records
# refused for a reason, or of countries renamed.
RECORD_ROW, RENAMED_ROW = -1, len(REASONS)
UNKNOWN_ROW = REASONS.index("unknown_country")
CLEANED = (
    "reason int, count long, person long, check int, weight int, start int, end int, "
    "institute int, field string, start_month int, end_month int, country int, role int"
)
COUNTED = "variant int, table int, key long, count long"
TABLES = tuple(LAYOUTS)
# The column in which Spark leaves lines that it could not split into cells.
BROKEN = "_broken_line"
_NUMBERS = tuple(name for name in RECORD.names or () if name not in ("person", "field"))
_Task = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def checking(form: Form, institutes: Sequence[str]) -> _Task:
    """The task that turns raw batches into rows of ``CLEANED``."""

    def check(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        labels = Labels(institutes)
        for batch in batches:
            sound, broken = _split(batch)
            cleaned = clean(sound, form, labels)
            yield _records(cleaned.records, labels)
            found = Counter({"broken_line": broken}) + cleaned.rejected
            yield _findings(found, cleaned.renamed, cleaned.unknown)

    return check


def _split(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, int]:
    """The batch without broken lines, and how many those are."""
    if BROKEN not in batch.schema.names:
        return batch, 0
    whole = batch.column(BROKEN).is_null()
    kept = batch.filter(whole).drop_columns([BROKEN])
    return kept, batch.num_rows - kept.num_rows


def _records(records: NDArray[Any], labels: Labels) -> pa.RecordBatch:
    rows = len(records)
    columns: dict[str, pa.Array] = {
        "reason": arrow_numbers(np.full(rows, RECORD_ROW), pa.int32()),
        "count": arrow_numbers(np.ones(rows), pa.int64()),
        "person": arrow_numbers(records["person"].view(np.int64), pa.int64()),
        "field": arrow_text(["", *labels.field_names]).take(
            arrow_numbers(records["field"], pa.int32())
        ),
    }
    for name in _NUMBERS:
        values = records[name].astype(np.int64).astype(np.uint32).view(np.int32)
        columns[name] = arrow_numbers(values, pa.int32())
    return _row_batch(columns)


def _row_batch(columns: dict[str, pa.Array]) -> pa.RecordBatch:
    """The columns in the order of ``CLEANED``."""
    order = [part.split()[0] for part in CLEANED.split(", ")]
    return pa.RecordBatch.from_arrays([columns[name] for name in order], names=order)


def _findings(rejected: Counter[str], renamed: int, unknown: Counter[str]) -> pa.RecordBatch:
    """Rows of what was refused; countries that are not known by what stands there, in ``field``."""
    found = [
        (REASONS.index(reason), number, "")
        for reason, number in sorted(rejected.items())
        if reason != "unknown_country"
    ]
    found += [(UNKNOWN_ROW, number, name) for name, number in sorted(unknown.items())]
    if renamed:
        found.append((RENAMED_ROW, renamed, ""))
    zeros = arrow_numbers(np.zeros(len(found)), pa.int32())
    columns = dict.fromkeys(_NUMBERS, zeros)
    columns["reason"] = arrow_numbers(
        np.array([reason for reason, _, _ in found], np.int64), pa.int32()
    )
    columns["count"] = arrow_numbers(
        np.array([number for _, number, _ in found], np.int64), pa.int64()
    )
    columns["person"] = arrow_numbers(np.zeros(len(found)), pa.int64())
    columns["field"] = arrow_text([name for _, _, name in found])
    return _row_batch(columns)


def counting(
    form: Form, variants: Sequence[Rules], want: Sequence[str], fields: Sequence[str]
) -> _Task:
    """The task that counts all persons of a partition under each set of rules."""

    def count_all(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        names = arrow_text(fields)
        blocks = [_block(batch, names) for batch in batches]
        if not blocks:
            return
        persons = distinct_persons(blocks)
        for number, rules in enumerate(variants):
            tallies = Tallies()
            seen = observe(blocks, persons, form, rules, tallies)
            count(seen, rules, want, tallies)
            yield from _counts(number, tallies)

    return count_all


def _block(batch: pa.RecordBatch, fields: pa.StringArray) -> NDArray[Any]:
    records = np.zeros(batch.num_rows, RECORD)
    records["person"] = raw(batch.column("person"), np.int64).view(np.uint64)
    for name in _NUMBERS:
        records[name] = raw(batch.column(name), np.int32).astype(RECORD[name])
    numbers = pc.index_in(text(batch.column("field")), value_set=fields)
    records["field"] = raw(numbers, np.int32)
    return records


def _counts(variant: int, tallies: Tallies) -> Iterator[pa.RecordBatch]:
    for name in tallies.names():
        keys, counts = tallies.tally(name)
        columns = [
            arrow_numbers(np.full(len(keys), variant), pa.int32()),
            arrow_numbers(np.full(len(keys), TABLES.index(name)), pa.int32()),
            arrow_numbers(keys.view(np.int64), pa.int64()),
            arrow_numbers(counts, pa.int64()),
        ]
        yield pa.RecordBatch.from_arrays(columns, names=["variant", "table", "key", "count"])
