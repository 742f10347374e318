"""Records that are in memory already, for work in Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pyarrow as pa

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.records import REQUIRED, Chunk, Form, unusable_columns


class TableReader:
    """An Arrow table of spells or person-years.

    >>> table = pa.table({"person_id": ["a"], "year": [2020], "country": ["KR"]})
    >>> TableReader(table).form
    'person-years'

    Raises:
        MobilityError: columns are missing, or neither text nor numbers.
    """

    def __init__(self, table: pa.Table, name: str = "table", rows: int = 1 << 17) -> None:
        self.name = name
        self.form: Form = "person-years" if "year" in table.column_names else "spells"
        missing = [name for name in REQUIRED[self.form] if name not in table.column_names]
        if missing:
            allowed = ", ".join(REQUIRED[self.form])
            given = ", ".join(missing)
            problem = Problem(name, code="missing_column", given=given, allowed=allowed)
            raise MobilityError([problem])
        unusable = ", ".join(unusable_columns(table.schema, self.form))
        if unusable:
            raise MobilityError([Problem(name, code="mobility_column", given=unusable)])
        self._table, self._rows = table, rows

    def fingerprint(self) -> str:
        """See ``Reader``: a hash of the contents."""
        digest = hashlib.sha256()
        for batch in self._table.to_batches():
            digest.update(batch.serialize())
        return digest.hexdigest()

    def chunks(self, skip: int = 0) -> Iterator[Chunk]:
        """See ``Reader``."""
        total = self._table.num_rows
        for start in range(skip * self._rows, total, self._rows):
            part = self._table.slice(start, self._rows).combine_chunks().to_batches()
            yield Chunk(part[0], {}, min(start + self._rows, total) / total)
