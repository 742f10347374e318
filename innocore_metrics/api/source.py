"""What the interface asks of the process that it runs in: the data it shows."""

from __future__ import annotations

from typing import Protocol

from innocore_metrics.dataset import Dataset
from innocore_metrics.dataset.versions import Edition, Kept
from innocore_metrics.errors import Problem


class Source(Protocol):
    """The data of the process; a module with these functions is one."""

    def dataset(self, version: str = "") -> Dataset:
        """The data shown, or those of a version; DataError or VersionError where there are none."""

    def edition(self, version: str = "") -> Edition:
        """The facts with tables and files; errors as `dataset`."""

    def versions(self) -> tuple[Kept, ...]:
        """The versions kept, oldest first."""

    def ledger_problems(self) -> tuple[Problem, ...]:
        """Why the ledger could not be read lately; empty where it could."""
