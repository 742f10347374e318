"""A bar on the terminal for long work; silent where nobody looks."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_WIDTH = 30


class Bar:
    """Shows how far a known number of rows is done, with the time left, on one line."""

    def __init__(self, total: int, out: TextIO = sys.stderr) -> None:
        self._total = max(total, 1)
        self._out = out
        self._shown = out.isatty()
        self._start = time.monotonic()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Draw the state after ``done`` rows, of ``total`` where that is known better now."""
        if total is not None:
            self._total = max(total, 1)
        if not self._shown:
            return
        share = min(done / self._total, 1)
        left = (time.monotonic() - self._start) * (1 - share) / share if share else 0
        filled = round(_WIDTH * share)
        bar = "#" * filled + "." * (_WIDTH - filled)
        end = "\n" if share >= 1 else ""
        print(f"\r[{bar}] {done:,}/{self._total:,} {left:4.0f} s", end=end, file=self._out)
