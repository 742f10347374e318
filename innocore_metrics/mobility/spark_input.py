"""Files read by Spark itself; records of other readers are first laid down as Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

from innocore_metrics.mobility.arrays import text
from innocore_metrics.mobility.csv_files import csv_encoding
from innocore_metrics.mobility.files import PARQUET, FilesReader
from innocore_metrics.mobility.records import OPTIONAL, REQUIRED, Form, Reader
from innocore_metrics.mobility.spark_tasks import BROKEN

_JAVA_NAMES = {"utf-8-sig": "UTF-8", "cp949": "x-windows-949"}


def frames(
    session: SparkSession, reader: Reader, folder: Path
) -> tuple[list[DataFrame], dict[str, int]]:
    """The raw records, and those that the reader itself refused, by reason.

    ``folder`` takes the records of readers other than ``FilesReader``; all executors must reach
    it.
    """
    if isinstance(reader, FilesReader):
        known = (*REQUIRED[reader.form], *OPTIONAL[reader.form])
        return [_frame(session, file.path, file.columns, known) for file in reader.files], {}
    refused = _laid_down(reader, folder / "records.parquet")
    return [session.read.parquet(str(folder / "records.parquet"))], refused


def _frame(
    session: SparkSession, path: Path, columns: Sequence[str], known: Sequence[str]
) -> DataFrame:
    wanted = [name for name in columns if name in known]
    if path.suffix.lower() in PARQUET:
        return session.read.parquet(str(path)).select(*wanted)
    # Lines are broken by the number of all their cells, not only of those that are wanted.
    session.conf.set("spark.sql.csv.parser.columnPruning.enabled", "false")
    encoding = _JAVA_NAMES[csv_encoding(path)]
    if encoding != "UTF-8":
        # Spark reads no Korean encoding unless it is told that Java's are meant.
        session.conf.set("spark.sql.legacy.javaCharsets", "true")
    schema = ", ".join(f"`{name}` string" for name in (*columns, BROKEN))
    frame = session.read.csv(
        str(path),
        schema=schema,
        header=True,
        mode="PERMISSIVE",
        columnNameOfCorruptRecord=BROKEN,
        escape='"',
        encoding=encoding,
    )
    return frame.select(*wanted, BROKEN)


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
