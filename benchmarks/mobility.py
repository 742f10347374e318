"""Flows from shuffled person-years: the embedded engine beside a plain scan and its peers.

Every run is a process of its own; its CPU time counts start and imports, all threads and all
children. Scan and engine take turns, medians are shown.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SIZES = (1, 10, 50)
# Million rows up to which each peer is run: at 50 pandas and polars take 5 to 10 GB of memory,
# and Spark a quarter of an hour.
_UP_TO = {"pandas": 10, "polars": 10, "spark": 10, "embedded_all": 50}
_REPEATS = 3
_CLUSTER_CORES = (16, 64, 256)
Runs = list[dict[str, float]]


def run(runs: int, size: int | None = None) -> dict[str, dict[str, float]]:
    """All sizes up to ``size`` million rows (all if None)."""
    sizes = [millions for millions in SIZES if size is None or millions <= size]
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for millions in sizes:
            path = str(Path(folder) / f"{millions}m.parquet")
            _python("benchmarks.mobility_rows", str(millions), path)
            figures |= _one_size(millions, path, min(runs, _REPEATS))
            Path(path).unlink()
    ratios = _ratios(figures, sizes)
    return {"figures": _rounded(figures | _model(figures, sizes)), "ratios": _rounded(ratios)}


def _one_size(millions: int, path: str, repeats: int) -> dict[str, float]:
    found: dict[str, Runs] = {"scan": [], "embedded": []}
    for _ in range(repeats):
        for name, own in found.items():
            own.append(_peer(name, path))
    for name, most in _UP_TO.items():
        if millions <= most:
            found[name] = [_peer(name, path)]
    _same_moves(path, found)
    figures = {}
    for name, own in found.items():
        for what in ("cpu_s", "wall_s", "peak_mb"):
            if name == "spark" and what == "peak_mb":
                continue  # its memory is that of other processes
            middle = max if what == "peak_mb" else statistics.median
            figures[f"{name}_{millions}m_{what}"] = middle([run[what] for run in own])
    return figures


def _same_moves(path: str, found: dict[str, Runs]) -> None:
    """All must have found the same moves: pandas and polars by the simpler rules."""
    plain = _peer("embedded_plain", path)["result"]
    expected = {"pandas": plain, "polars": plain}
    full = found["embedded"][0]["result"]
    expected |= {"spark": full, "embedded_all": full}
    for name, result in expected.items():
        if name in found and found[name][0]["result"] != result:
            raise AssertionError(f"{name} found {found[name][0]['result']} moves, not {result}")


def _peer(name: str, path: str) -> dict[str, float]:
    result: dict[str, float] = json.loads(_python("benchmarks.mobility_peers", name, path))
    return result


def _python(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().rsplit("\n", 1)[-1]


def _ratios(figures: dict[str, float], sizes: Sequence[int]) -> dict[str, float]:
    ratios = {}
    for millions in sizes:
        own = figures[f"embedded_{millions}m_cpu_s"]
        for name in ("scan", "pandas", "polars", "spark"):
            other = figures.get(f"{name}_{millions}m_cpu_s")
            if other is not None:
                ratios[f"cpu_vs_{name}_{millions}m"] = own / other
    ratios["peak_mb"] = max(figures[f"embedded_{millions}m_peak_mb"] for millions in sizes)
    if len(sizes) > 1:
        logs = [
            (math.log(millions), math.log(figures[f"embedded_{millions}m_cpu_s"]))
            for millions in sizes
        ]
        ratios["growth_exponent"] = _slope(logs)
        (x0, y0), (x1, y1) = logs[-2:]
        ratios["growth_exponent_last_step"] = (y1 - y0) / (x1 - x0)
    return ratios


def _slope(points: Sequence[tuple[float, float]]) -> float:
    xs, ys = zip(*points, strict=True)
    return statistics.linear_regression(xs, ys).slope


def _model(figures: dict[str, float], sizes: Sequence[int]) -> dict[str, float]:
    """Where Spark on a cluster would overtake on the clock: an estimate, no measurement.

    CPU seconds through the smallest and the largest size measured give a + b n for the embedded
    engine, which takes about its CPU time on the clock, and c + d n for Spark. On C cores Spark
    is taken to need c / (cores here) + d n / C: start as here, rows shared evenly, the network
    free, which favours Spark. docs/mobility.md explains it.
    """
    measured = [m for m in sizes if f"spark_{m}m_cpu_s" in figures]
    if len(measured) < 2:
        return {}
    own = _line([(m, figures[f"embedded_{m}m_cpu_s"]) for m in measured])
    spark = _line([(m, figures[f"spark_{m}m_cpu_s"]) for m in measured])
    start = spark[0] / len(os.sched_getaffinity(0))
    model = {"spark_cores_that_break_even": spark[1] / own[1]}
    for cores in _CLUSTER_CORES:
        gain = own[1] - spark[1] / cores
        if gain > 0:
            model[f"spark_overtakes_at_{cores}_cores_million_rows"] = (start - own[0]) / gain
    return model


def _line(points: Sequence[tuple[int, float]]) -> tuple[float, float]:
    """Start and slope through the first and the last point."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    slope = (y1 - y0) / (x1 - x0)
    return y0 - slope * x0, slope


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}
