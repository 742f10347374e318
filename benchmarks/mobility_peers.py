"""One way of computing flows in a process of its own: ``python -m benchmarks.mobility_peers``.

Prints its CPU seconds (all threads and child processes, start and imports included), seconds
on the clock, peak memory, and the sum of all moves for comparison.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

_TABLES = ("population", "flows")


def scan(path: str) -> int:
    """The yardstick: DuckDB counts the persons and nothing else."""
    import duckdb

    query = f"select count(distinct person_id) from read_parquet('{path}')"
    (count,) = duckdb.connect().execute(query).fetchone()
    return int(count)


def embedded(path: str) -> int:
    """The embedded engine under the default rules, with its report."""
    return _embedded(path, _TABLES)


def embedded_all(path: str) -> int:
    """The embedded engine, stays and returns included."""
    from innocore_metrics.mobility.engine import ALL_TABLES

    return _embedded(path, ALL_TABLES)


def embedded_plain(path: str) -> int:
    """The embedded engine under the simpler rules of the peers, to compare results."""
    return _embedded(path, _TABLES, tie="first", fill_years=0)


def _embedded(path: str, want: tuple[str, ...], **rules: Any) -> int:
    from innocore_metrics.mobility.embedded import EmbeddedEngine
    from innocore_metrics.mobility.files import FilesReader
    from innocore_metrics.mobility.rules import Rules

    reader = FilesReader(Path(path))
    (tables,) = EmbeddedEngine().run(reader, [Rules(**rules)], want=want)
    if tables.report.kept != tables.report.read:
        raise AssertionError(tables.report)
    return _moves(tables)


def _moves(tables: Any) -> int:
    return sum(tables.flows.column("persons").to_pylist())


def spark(path: str) -> int:
    """The Spark engine on all cores of this machine."""
    from innocore_metrics.mobility.files import FilesReader
    from innocore_metrics.mobility.rules import Rules
    from innocore_metrics.mobility.spark import SparkEngine, start_session

    session = start_session("local[*]", {"spark.driver.memory": "3g"})
    session.sparkContext.setLogLevel("ERROR")
    (tables,) = SparkEngine().run(FilesReader(Path(path)), [Rules()], want=_TABLES)
    # The session ends with the process, after the CPU time of its processes has been read.
    return _moves(tables)


def pandas(path: str) -> int:
    """Straightforward pandas: mode country of the year, first code on ties, no gaps filled."""
    import pandas as pd

    frame = pd.read_parquet(path)
    seen = frame.groupby(["person_id", "year", "country"], as_index=False).size()
    seen = seen.sort_values(
        ["person_id", "year", "size", "country"], ascending=[True, True, False, True]
    )
    home = seen.drop_duplicates(["person_id", "year"])
    population = home.groupby(["year", "country"]).size()
    before = home.groupby("person_id")["country"].shift()
    moved = home[before.notna() & (before != home["country"])].assign(origin=before)
    flows = moved.groupby(["year", "origin", "country"]).size()
    if not len(population):
        raise AssertionError("no population")
    return int(flows.sum())


def polars(path: str) -> int:
    """The same in polars, lazily, with its streaming engine."""
    import polars as pl

    seen = pl.scan_parquet(path).group_by("person_id", "year", "country").len()
    home = (
        seen.sort(["person_id", "year", "len", "country"], descending=[False, False, True, False])
        .unique(["person_id", "year"], keep="first", maintain_order=True)
        .with_columns(origin=pl.col("country").shift().over("person_id"))
    )
    moved = home.filter(pl.col("origin").is_not_null() & (pl.col("origin") != pl.col("country")))
    flows = moved.group_by("year", "origin", "country").len()
    population = home.group_by("year", "country").len()
    tables = pl.collect_all([flows, population], engine="streaming")
    return int(tables[0]["len"].sum())


_PEERS = (scan, embedded, embedded_all, embedded_plain, spark, pandas, polars)


def _children_cpu() -> float:
    """CPU seconds of all processes under this one that still run."""
    ticks = os.sysconf("SC_CLK_TCK")
    times: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parts = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # Own time and that of children that have ended, user and system.
            times[int(entry.name)] = (int(parts[1]), sum(map(int, parts[11:15])) / ticks)
    own, family = 0.0, {os.getpid()}
    while True:
        new = {pid for pid, (parent, _) in times.items() if parent in family} - family
        if not new:
            return own
        own += sum(times[pid][1] for pid in new)
        family |= new


def _peak_mb() -> float:
    """Greatest resident memory of this process since it started."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Run the peer named first on the file named second."""
    start = time.monotonic()
    peer = {function.__name__: function for function in _PEERS}[sys.argv[1]]
    result = peer(sys.argv[2])
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(used.ru_utime + used.ru_stime for used in usage) + _children_cpu()
    wall = time.monotonic() - start
    print(json.dumps({"cpu_s": cpu, "wall_s": wall, "peak_mb": _peak_mb(), "result": result}))


if __name__ == "__main__":
    main()
