"""Real processes that start fast: forked from one that has loaded the library already."""

from __future__ import annotations

import multiprocessing

PRELOADED = [
    "innocore_metrics.storage.ledger",
    "innocore_metrics.intake.reading.child",
    "innocore_metrics.intake.reading.workbook",
    "tests.ledger_workers",
]

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(PRELOADED)
