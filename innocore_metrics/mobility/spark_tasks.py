"""What Spark's tasks do: read and check parts of files, and count the persons of a partition.

Parts are read with the code of the embedded engine, so that a file means the same in both. What
cannot be read or counted comes back as a row with the problem, which the driver raises.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.arrays import arrow_numbers, arrow_text, raw, text
from innocore_metrics.mobility.cleaning import RECORD, clean
from innocore_metrics.mobility.counting import count
from innocore_metrics.mobility.files import file_chunks
from innocore_metrics.mobility.labels import Labels
from innocore_metrics.mobility.observing import distinct_persons, observe
from innocore_metrics.mobility.records import REASONS, Form
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.tallies import LAYOUTS, Tallies

# Rows of checked records: either a record (reason RECORD_ROW, count 1), or a number of records
# refused for a reason, or of countries renamed, or what stops the run (in ``field``).
RECORD_ROW, PROBLEM_ROW, RENAMED_ROW = -1, -2, len(REASONS)
UNKNOWN_ROW = REASONS.index("unknown_country")
CLEANED = (
    "reason int, count long, person long, check int, weight int, start int, end int, "
    "institute int, field string, start_month int, end_month int, country int, role int"
)
# ``problem`` is empty but where counting stops; the other columns are 0 then.
COUNTED = "variant int, table int, key long, count long, problem string"
TABLES = tuple(LAYOUTS)
_NUMBERS = tuple(name for name in RECORD.names or () if name not in ("person", "field"))
_Task = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def checking(form: Form, institutes: Sequence[str]) -> _Task:
    """The task that turns parts of files (``spark_input.PARTS``) into rows of ``CLEANED``."""

    def check(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        labels = Labels(institutes)
        for batch in batches:
            for part in batch.column(0).to_pylist():
                about = json.loads(part)
                try:
                    yield from _checked(about, form, labels)
                except MobilityError as error:
                    yield _rows([(PROBLEM_ROW, 1, _written(error, about))])

    return check


def _checked(part: dict[str, Any], form: Form, labels: Labels) -> Iterator[pa.RecordBatch]:
    span = tuple(part["span"]) if part["span"] else None
    for chunk in file_chunks(Path(part["path"]), part["wanted"], part["constants"], span):
        cleaned = clean(chunk.batch, form, labels)
        yield _records(cleaned.records, labels)
        found = Counter(chunk.rejected) + cleaned.rejected
        yield _findings(found, cleaned.renamed, cleaned.unknown)


def _written(error: MobilityError, part: dict[str, Any] | None = None) -> str:
    """The problems as text, files by the names under which the driver was given them."""
    problems = [asdict(problem) for problem in error.problems]
    for problem in problems:
        if part and problem["file"] == part["path"]:
            problem["file"] = part["shown"]
    return json.dumps(problems)


def read_problems(texts: Sequence[str]) -> list[Problem]:
    """The problems that tasks have written, each once."""
    return sorted({Problem(**problem) for text in texts for problem in json.loads(text)})


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
    return _rows(found)


def _rows(found: Sequence[tuple[int, int, str]]) -> pa.RecordBatch:
    """Rows of reason, count and text that are no records."""
    zeros = arrow_numbers(np.zeros(len(found)), pa.int32())
    columns = dict.fromkeys(_NUMBERS, zeros)
    columns["reason"] = arrow_numbers(np.array([r for r, _, _ in found], np.int64), pa.int32())
    columns["count"] = arrow_numbers(np.array([n for _, n, _ in found], np.int64), pa.int64())
    columns["person"] = arrow_numbers(np.zeros(len(found)), pa.int64())
    columns["field"] = arrow_text([text for _, _, text in found])
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
        try:
            persons = distinct_persons(blocks)
            for number, rules in enumerate(variants):
                tallies = Tallies()
                seen = observe(blocks, persons, form, rules, tallies)
                count(seen, rules, want, tallies)
                yield from _counts(number, tallies)
        except MobilityError as error:
            zero = np.zeros(1, np.int64)
            yield _counted(0, 0, zero, zero, _written(error))

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
        yield _counted(variant, TABLES.index(name), keys.view(np.int64), counts)


def _counted(
    variant: int, table: int, keys: NDArray[Any], counts: NDArray[Any], problem: str = ""
) -> pa.RecordBatch:
    """Rows of ``COUNTED``."""
    columns = [
        arrow_numbers(np.full(len(keys), variant), pa.int32()),
        arrow_numbers(np.full(len(keys), table), pa.int32()),
        arrow_numbers(keys, pa.int64()),
        arrow_numbers(counts, pa.int64()),
        arrow_text([problem] * len(keys)),
    ]
    return pa.RecordBatch.from_arrays(
        columns, names=["variant", "table", "key", "count", "problem"]
    )
