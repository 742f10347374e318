"""The ledger: a million rows against PostgreSQL's bare COPY, and readers beside a full ledger."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.ledger_readers import interactions
from benchmarks.ledger_rows import write
from innocore_metrics.storage.ledger import Database
from tests.postgres import server

ROWS = 1_000_000
_COLUMNS = "revision, line, date, stage, research_group, host, talent_source, country, count, note"


def run(runs: int) -> dict[str, dict[str, float]]:
    """Import against COPY (at most five repetitions, medians), memory, interactions."""
    repeats = max(1, min(runs, 5))
    with tempfile.TemporaryDirectory() as folder, server() as url:
        good, wrong = Path(folder) / "good.csv", Path(folder) / "wrong.csv"
        write(good, ROWS)
        write(wrong, ROWS, wrong=True)
        imports, refusals, copies = [], [], []
        for _ in range(repeats):
            copies.append(_bare_copy(url, good))
            imports.append(_child(url, good, 0))
            refusals.append(_child(url, wrong, 1))
    copy = statistics.median(copies)
    whole = statistics.median(seconds for seconds, _ in imports)
    refused = statistics.median(seconds for seconds, _ in refusals)
    seconds = {
        "bare_copy_1m_s": copy,
        "import_1m_s": whole,
        "report_of_1m_errors_s": refused,
    }
    readers = interactions(runs)
    peak = max(peak for _, peak in (*imports, *refusals))
    ratios = {
        "import_1m_vs_copy": whole / copy,
        "report_1m_vs_copy": refused / copy,
        "peak_mb": peak,
        "interaction_100k_vs_empty": readers["full_ms"] / readers["empty_ms"],
    }
    return {"figures": _rounded(seconds | readers), "ratios": _rounded(ratios)}


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}


@contextmanager
def _database(url: str) -> Iterator[str]:
    """A fresh ledger on the server, removed afterwards."""
    target = url.rsplit("/", 1)[0] + "/bench"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
    database = Database(target)
    database.upgrade()
    database.close()
    try:
        yield target
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE bench WITH (FORCE)")


def _bare_copy(url: str, path: Path) -> float:
    """The same rows into the same table, by COPY alone: nothing read, checked or hashed."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], start=2):
        stage, group, host, source, country, day, count, note = line.replace('"', "").split(",")
        row = ("1", str(number), day, stage, group, host, source, country, count, note)
        lines.append("\t".join(row))
    text = "\n".join(lines).encode()
    with _database(url) as target, psycopg.connect(target) as connection:
        start = time.perf_counter()
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY entry ({_COLUMNS}) FROM STDIN") as copy:
                for place in range(0, len(text), 1 << 20):
                    copy.write(text[place : place + (1 << 20)])
            connection.commit()
        return time.perf_counter() - start


_IMPORT = """
import resource, sys, time
from pathlib import Path
from innocore_metrics.dataset import load_dataset
from innocore_metrics.desk import opening
from innocore_metrics.desk.roles import Actor
from innocore_metrics.intake.remarks import with_remarks
from innocore_metrics.settings import DATA_DIR
from innocore_metrics.text import Words
url, path = sys.argv[1], Path(sys.argv[2])
desk = opening.desk({"INNOCORE_DATABASE_URL": url}, load_dataset(Path(DATA_DIR.default)))
actor = Actor("benchmark", "admin")
start = time.perf_counter()
upload = desk.read(actor, path, path.name)
if upload.checked.findings.errors:
    report = with_remarks(upload.sheet, upload.checked.findings, Words("ko"))
    assert len(upload.checked.findings) == 1_000_000, len(upload.checked.findings)
else:
    desk.commit(actor, upload, "benchmark", confirmed=True)
taken = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(taken, (peak + child) / 1024)
"""


def _child(url: str, path: Path, _wrong: int) -> tuple[float, float]:
    """Seconds from file to commit (or report), and the peak of both processes in MB."""
    with _database(url) as target:
        command = [sys.executable, "-c", _IMPORT, target, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken, peak = done.stdout.split()
    return float(taken), float(peak)
