"""Shuffled person-years as Parquet: what a bibliometric database gives, made by a fixed seed.

Run as a process of its own, so that the memory it takes is not counted elsewhere:
``python -m benchmarks.mobility_rows MILLIONS PATH``.
"""

from __future__ import annotations

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from innocore_metrics.mobility.codes import countries

_SEED = 20261124
_FIRST_YEAR, _LAST_YEAR = 1996, 2024
_COUNTRIES = 199


def write(rows: int, path: str) -> None:
    """Careers of ten records on average: one in 20 years a move, gaps, 6 % of double years."""
    rng = np.random.default_rng(_SEED)
    lengths = 1 + rng.geometric(1 / 9, rows // 10 + 1000)
    person = np.repeat(np.arange(len(lengths)), lengths)
    begins = np.cumsum(lengths) - lengths
    first = np.zeros(len(person), np.bool_)
    first[begins] = True
    steps = np.where(rng.random(len(person)) < 0.15, rng.integers(2, 5, len(person)), 1)
    along = np.cumsum(np.where(first, 0, steps))
    year = rng.integers(_FIRST_YEAR, 2020, len(lengths))[person] + along - along[begins][person]
    shares = 1 / np.arange(1, _COUNTRIES + 1) ** 1.1
    seen = rng.choice(_COUNTRIES, len(person), p=shares / shares.sum())
    moves = first | (rng.random(len(person)) < 0.05)
    home = seen[np.maximum.accumulate(np.where(moves, np.arange(len(person)), 0))]
    double = np.flatnonzero(rng.random(len(person)) < 0.06)
    person, year = np.append(person, person[double]), np.append(year, year[double])
    home = np.append(home, seen[double])
    order = rng.permutation(len(person))[:rows]
    _save(person[order], np.minimum(year[order], _LAST_YEAR), home[order], path)


def _save(person: np.ndarray, year: np.ndarray, home: np.ndarray, path: str) -> None:
    # Ids like those of bibliometric databases: eleven digits without order.
    ids = 7_000_000_000 + (person.astype(np.uint64) * np.uint64(2654435761) % np.uint64(1 << 35))
    names = pa.array(countries()[:_COUNTRIES])
    country = pa.DictionaryArray.from_arrays(pa.array(home.astype(np.int32)), names)
    table = pa.table(
        {
            "person_id": ids.astype(np.int64),
            "year": year.astype(np.int32),
            "country": country.cast(pa.string()),
        }
    )
    pq.write_table(table, path)


if __name__ == "__main__":
    write(int(sys.argv[1]) * 1_000_000, sys.argv[2])
