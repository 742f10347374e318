"""Real processes that start fast: forked from one that has loaded the library already."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

PRELOADED = [
    "innocore_metrics.storage.ledger",
    "innocore_metrics.intake.reading.child",
    "innocore_metrics.intake.reading.workbook",
    "tests.ledger_workers",
    "tests.intake.reader",
    "tests.intake.warm",
]

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(PRELOADED)


def start(target: Callable[..., None], *arguments: Any) -> Any:
    """A process that runs ``target``, started.

    It is to know nothing of the main module of this one: Streamlit's tester leaves a script there
    that the process would run first.
    """
    process = CONTEXT.Process(target=target, args=arguments, daemon=True)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process
