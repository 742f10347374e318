"""Published tables as rows of text, from CSV or Parquet, and what was left out of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from innocore_metrics.errors import MobilityError, Problem

Row = Mapping[str, str]


@dataclass(slots=True)
class Kept:
    """What became of the rows of a table.

    Attributes:
        rows: how many the table has.
        rejected: rows that say nothing that can be used, by reason.
        set_aside: rows that are right but not what was asked for, by kind.
        unknown_countries: what stood for a country where none is known, in rejected rows.
        noted: rows that were taken although something about them is to be known, by kind.
    """

    rows: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    unknown_countries: Counter[str] = field(default_factory=Counter)

    @property
    def taken(self) -> int:
        """Rows that were neither rejected nor set aside."""
        return self.rows - self.rejected.total() - self.set_aside.total()


def rows(path: Path) -> Iterator[Row]:
    """Rows by column name, every cell text; an empty cell and a null are both ``""``.

    ``NA`` stays ``NA``: it is Namibia.

    Raises:
        MobilityError: the file is not there or not readable.
    """
    try:
        if path.suffix == ".parquet":
            yield from _parquet(path)
        else:
            yield from _csv(path)
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException) as error:
        problem = Problem(str(path), code="mobility_unreadable", given=str(error))
        raise MobilityError([problem]) from error


def _csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, restkey="", restval=""):
            yield {str(name).strip().lower(): str(value).strip() for name, value in row.items()}


def _parquet(path: Path) -> Iterator[Row]:
    with pq.ParquetFile(path) as file:
        names = [name.strip().lower() for name in file.schema_arrow.names]
        for batch in file.iter_batches(20_000):
            columns = [_texts(column.to_pylist()) for column in batch.columns]
            for values in zip(*columns, strict=True):
                yield dict(zip(names, values, strict=True))


def _texts(values: Iterable[Any]) -> list[str]:
    return ["" if value is None or value != value else str(value) for value in values]


def whole(text: str) -> int | None:
    """A whole number, also where it was written as a float; None where it is none.

    >>> whole("2010.0"), whole("2010"), whole("2010.5"), whole(""), whole("nan")
    (2010, 2010, None, None, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None
