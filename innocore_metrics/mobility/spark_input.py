"""Which parts of which files Spark's tasks read; other readers' records are laid down first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

from innocore_metrics.mobility.arrays import text
from innocore_metrics.mobility.files import File, FilesReader, Span, is_parquet, parquet_rows
from innocore_metrics.mobility.records import OPTIONAL, REQUIRED, Form, Reader

PARTS = "part string"
# What a task reads: enough to be worth its start, little enough to be shared evenly.
_ROWS_A_PART, _BYTES_A_PART, _MOST_TASKS = 1_000_000, 64 << 20, 10_000


def parts(session: SparkSession, reader: Reader, folder: Path) -> tuple[DataFrame, dict[str, int]]:
    """The parts to read, a row each (``PARTS``), and what the reader itself refused, by reason.

    ``folder`` takes the records of readers other than ``FilesReader``; all executors must reach
    it.
    """
    refused: dict[str, int] = {}
    if not isinstance(reader, FilesReader):
        path = folder / "records.parquet"
        refused = _laid_down(reader, path)
        reader = FilesReader(path)
    rows = [(json.dumps(part),) for file in reader.files for part in _parts(file)]
    return session.createDataFrame(rows, PARTS).repartition(
        min(len(rows), _MOST_TASKS) or 1
    ), refused


def _parts(file: File) -> Iterator[dict[str, Any]]:
    about = {
        "path": str(file.path.absolute()),
        "shown": str(file.path),
        "wanted": file.wanted,
        "constants": dict(file.constants),
    }
    yield from ({**about, "span": span} for span in _spans(file))


def _spans(file: File) -> Iterator[Span | None]:
    if not is_parquet(file.path):
        if file.path.suffix.lower() == ".gz":
            # Compressed text has no places to begin at.
            yield None
            return
        for start in range(0, file.size or 1, _BYTES_A_PART):
            yield start, start + _BYTES_A_PART
        return
    first = rows = 0
    groups = parquet_rows(file.path)
    for number, count in enumerate(groups):
        rows += count
        if rows >= _ROWS_A_PART or number + 1 == len(groups):
            yield first, number + 1
            first, rows = number + 1, 0


def _laid_down(reader: Reader, path: Path) -> dict[str, int]:
    """Write all records as text; returns those refused on the way."""
    form: Form = reader.form
    names = (*REQUIRED[form], *OPTIONAL[form])
    schema = pa.schema([(name, pa.string()) for name in names])
    refused: Counter[str] = Counter()
    with pq.ParquetWriter(path, schema) as writer:
        for chunk in reader.chunks():
            refused.update(chunk.rejected)
            have = chunk.batch.schema.names
            columns = [
                text(chunk.batch.column(name))
                if name in have
                else pa.nulls(chunk.batch.num_rows, pa.string())
                for name in names
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    return dict(refused)
