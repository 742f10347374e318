"""The Spark engine: the same rules spread over a cluster.

Spark shares out parts of files, shuffles by person and sums; each task reads and checks records and
counts its persons with the code of the embedded engine, so both engines have one set of rules and
one way to read a file. Executors need Python with pyarrow, NumPy and pycountry; this package is
sent to them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.decoding import Intake, decode
from innocore_metrics.mobility.embedded import same_institutes
from innocore_metrics.mobility.engine import ALL_TABLES, Progress, silent
from innocore_metrics.mobility.labels import MOST_FIELDS
from innocore_metrics.mobility.records import FIRST_YEAR, REASONS, Reader
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.spark_input import parts
from innocore_metrics.mobility.spark_tasks import (
    CLEANED,
    COUNTED,
    PROBLEM_ROW,
    RECORD_ROW,
    RENAMED_ROW,
    TABLES,
    UNKNOWN_ROW,
    checking,
    counting,
    read_problems,
)
from innocore_metrics.mobility.tallies import Tallies

_ROWS_PER_TASK = 500_000
_ARCHIVE = "innocore_metrics.zip"
_ROOT = Path(__file__).resolve().parents[2]


class SparkEngine:
    """``--engine spark``.

    Args:
        master: address of the cluster, such as ``spark://host:7077``, ``yarn``, or
            ``local[*]`` for threads of this machine.
        settings: further settings of Spark by name.
    """

    name = "spark"

    def __init__(self, master: str = "local[*]", settings: dict[str, str] | None = None) -> None:
        self._master, self._settings = master, dict(settings or {})

    def run(
        self,
        reader: Reader,
        variants: Sequence[Rules],
        *,
        want: Sequence[str] = ALL_TABLES,
        progress: Progress = silent,
        work: Path | None = None,
    ) -> list[MobilityTables]:
        """See ``Engine.run``. ``work`` must be a folder that all executors reach.

        Spark itself repeats what failed executors were at; a run whose driver was killed starts
        anew.
        """
        institutes = same_institutes(variants)
        # PySpark 4.3 warns of every pandas 3; no pandas object goes through it here.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        with _session(self._master, self._settings) as session, _folder(work) as folder:
            _send_package(session)
            read, refused = parts(session, reader, folder)
            cleaned = read.mapInArrow(checking(reader.form, institutes), CLEANED)
            try:
                return _run(session, cleaned, refused, reader, variants, want, progress)
            except PySparkException as error:
                given = _last_line(str(error))
                raise MobilityError([Problem(code="mobility_spark", given=given)]) from error


def _run(
    session: SparkSession,
    cleaned: DataFrame,
    refused: dict[str, int],
    reader: Reader,
    variants: Sequence[Rules],
    want: Sequence[str],
    progress: Progress,
) -> list[MobilityTables]:
    cleaned = cleaned.persist(StorageLevel.DISK_ONLY)
    try:
        intake, sound = _intake(cleaned, refused, reader)
        progress("reading", intake.read, intake.read)
        rules = [variant.until(intake.newest) for variant in variants]
        count = counting(reader.form, rules, list(want), intake.fields)
        tasks = max(sound // _ROWS_PER_TASK, session.sparkContext.defaultParallelism)
        counts = (
            cleaned.where(f.col("reason") == RECORD_ROW)
            .repartition(tasks, "person")
            .mapInArrow(count, COUNTED)
            .groupBy("variant", "table", "key", "problem")
            .agg(f.sum("count").alias("count"))
            .toArrow()
        )
        progress("counting", sound, sound)
    finally:
        cleaned.unpersist()
    _raise_problems([text for text in counts.column("problem").to_pylist() if text])
    tallies = _tallies(counts, len(rules))
    return [decode(own, rule, intake) for own, rule in zip(tallies, rules, strict=True)]


def _last_line(message: str) -> str:
    """What an error of a Python task came to, or the first line of another."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    python = [line for line in lines if line.split(":")[0].endswith(("Error", "Exception"))]
    return (python or lines or [""])[-1 if python else 0]


def _raise_problems(texts: Sequence[str]) -> None:
    """Raise what tasks have found, in the words that the embedded engine has for it."""
    if texts:
        raise MobilityError(read_problems(texts))


def _intake(cleaned: DataFrame, refused: dict[str, int], reader: Reader) -> tuple[Intake, int]:
    """What reading found, and the number of sound records."""
    rows = cleaned.groupBy("reason").agg(
        f.sum("count").alias("count"), f.max("start").alias("start"), f.max("end").alias("end")
    )
    found = {row["reason"]: row for row in rows.collect()}
    if PROBLEM_ROW in found:
        stopped = cleaned.where(f.col("reason") == PROBLEM_ROW).select("field").collect()
        _raise_problems([row["field"] for row in stopped])
    rejected = dict(refused)
    for number, reason in enumerate(REASONS):
        if number in found:
            rejected[reason] = rejected.get(reason, 0) + found[number]["count"]
    records = found.get(RECORD_ROW)
    sound = int(records["count"]) if records else 0
    newest = max(records["start"], records["end"]) if records else 0
    names = cleaned.where((f.col("reason") == RECORD_ROW) & (f.col("field") != ""))
    unknown = cleaned.where(f.col("reason") == UNKNOWN_ROW).groupBy("field")
    intake = Intake(
        source=reader.name,
        form=reader.form,
        read=sound + sum(rejected.values()),
        rejected=rejected,
        renamed=int(found[RENAMED_ROW]["count"]) if RENAMED_ROW in found else 0,
        unknown={
            row["field"]: int(row["count"])
            for row in unknown.agg(f.sum("count").alias("count")).collect()
        },
        newest=int(newest) + FIRST_YEAR,
        fields=("", *_fields(names)),
    )
    return intake, sound


def _fields(records: DataFrame) -> list[str]:
    """All fields in the order of the alphabet.

    Raises:
        MobilityError: there are more than can be told apart.
    """
    names = sorted(row["field"] for row in records.select("field").distinct().collect())
    if len(names) > MOST_FIELDS:
        allowed, given = f"<= {MOST_FIELDS}", names[MOST_FIELDS]
        problem = Problem(column="field", code="mobility_fields", given=given, allowed=allowed)
        raise MobilityError([problem])
    return names


def _tallies(counts: Any, variants: int) -> list[Tallies]:
    columns = {name: counts.column(name).to_numpy() for name in counts.column_names}
    result = []
    for variant in range(variants):
        tallies = Tallies()
        for number, table in enumerate(TABLES):
            own = (columns["variant"] == variant) & (columns["table"] == number)
            if own.any():
                keys = columns["key"][own].astype(np.int64).view(np.uint64)
                tallies.add(table, (keys, columns["count"][own].astype(np.int64)))
        result.append(tallies)
    return result


@contextmanager
def _session(master: str, settings: dict[str, str]) -> Iterator[SparkSession]:
    """The session that is there, or one for this run."""
    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    session = start_session(master, settings)
    try:
        yield session
    finally:
        session.stop()


def start_session(master: str, settings: dict[str, str]) -> SparkSession:
    """A session on the cluster at ``master``.

    Raises:
        MobilityError: Spark does not start, for want of Java for one.
    """
    if master.startswith("local"):
        # Everything is on this machine: its own address, and the Python that runs this.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("mobility")
    own = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(1 << 17),
        "spark.sql.shuffle.partitions": "8",
    }
    for name, value in {**own, **settings}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise MobilityError([Problem(code="mobility_no_spark", given=str(error))]) from error


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mobility-", dir=work) as folder:
        yield Path(folder)


def _send_package(session: SparkSession) -> None:
    """Give the executors this package, once a session; they fetch it when they first need it."""
    context = session.sparkContext
    if any(sent.endswith(_ARCHIVE) for sent in context.listFiles):
        return
    folder = Path(tempfile.mkdtemp(prefix="mobility-package-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(folder / _ARCHIVE, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted((_ROOT / "innocore_metrics").rglob("*")):
            if path.suffix in (".py", ".toml"):
                packed.write(path, path.relative_to(_ROOT))
    context.addPyFile(str(folder / _ARCHIVE))
