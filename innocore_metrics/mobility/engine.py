"""What every engine does: records in, tables of whole numbers out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from innocore_metrics.mobility.records import Reader
from innocore_metrics.mobility.results import SCHEMAS, MobilityTables
from innocore_metrics.mobility.rules import Rules

# Called with the stage ("reading", "counting"), rows done, and rows in all as far as known.
Progress = Callable[[str, int, int], None]
ALL_TABLES: tuple[str, ...] = tuple(SCHEMAS)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


class Engine(Protocol):
    """Computes flows and cohorts; all engines give the same tables for the same input."""

    name: str

    def run(
        self,
        reader: Reader,
        variants: Sequence[Rules],
        *,
        want: Sequence[str] = ALL_TABLES,
        progress: Progress = silent,
        work: Path | None = None,
    ) -> list[MobilityTables]:
        """One result for each set of rules, which must name the same institutes.

        Args:
            reader: the records; read once whatever the number of variants.
            variants: at least one.
            want: tables to make; the others stay empty.
            progress: told about rows as they go.
            work: folder in which a killed run goes on; without one a temporary folder is used.

        Raises:
            MobilityError: the records cannot be read.
        """
