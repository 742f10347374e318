"""Roles, fields and named institutes as small numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.arrays import Flags, arrow_text, encoded, text
from innocore_metrics.mobility.records import ROLES

MOST_FIELDS = 4095
# Registries' addresses of institutes; what follows is the id. RE2 and Python read it alike.
_ADDRESS = r"^https?://(www\.)?(ror\.org|grid\.ac(/institutes)?)/"


class Labels:
    """Numbers of labels: 0 for none, then from 1; roles from 0 (``unknown``).

    Fields are numbered as they come; ``in_order`` puts them into the order of the alphabet, so
    that nothing depends on which record came first.
    """

    def __init__(self, institutes: Sequence[str], fields: Sequence[str] = ()) -> None:
        self.institute_names = tuple(institutes)
        self._institutes = arrow_text([_plain(name) for name in institutes])
        self._fields = {name: number for number, name in enumerate(fields, start=1)}

    @property
    def field_names(self) -> tuple[str, ...]:
        """All fields so far, in the order of their numbers."""
        return tuple(self._fields)

    def roles(self, column: pa.Array) -> tuple[NDArray[np.uint8], Flags | None]:
        """Numbers of roles, and which are not known; an empty one counts as ``unknown``."""
        values, indices, empty = encoded(column)
        known = [_role(value) for value in values] or [0]
        numbers = np.array(known, np.int16)[indices]
        if empty is not None:
            numbers[empty] = 0
        wrong = numbers < 0 if min(known) < 0 else None
        return np.maximum(numbers, 0).astype(np.uint8), wrong

    def fields(self, column: pa.Array) -> NDArray[np.uint16]:
        """Numbers of fields.

        Raises:
            MobilityError: there are more than ``MOST_FIELDS``.
        """
        values, indices, empty = encoded(column)
        numbers = np.array([self._field(value) for value in values] or [0], np.uint16)[indices]
        if empty is not None:
            numbers[empty] = 0
        return numbers

    def _field(self, given: str | None) -> int:
        name = (given or "").strip()
        if not name:
            return 0
        number = self._fields.setdefault(name, len(self._fields) + 1)
        if number > MOST_FIELDS:
            allowed = f"<= {MOST_FIELDS}"
            problem = Problem(column="field", code="mobility_fields", given=name, allowed=allowed)
            raise MobilityError([problem])
        return number

    def institutes(self, batch: pa.RecordBatch) -> NDArray[np.uint16] | int:
        """Numbers of the named institutes by ROR id or, failing that, by name."""
        if not len(self._institutes):
            return 0
        found = np.zeros(batch.num_rows, np.uint16)
        for name in ("organisation", "ror_id"):
            if name in batch.schema.names:
                own = self._found(batch.column(name))
                found = np.where(own > 0, own, found)
        return found

    def _found(self, column: pa.Array) -> NDArray[np.uint16]:
        plain = pc.utf8_lower(text(column))
        plain = pc.replace_substring_regex(plain, _ADDRESS, "")
        places = pc.index_in(plain, value_set=self._institutes)
        numbers = pc.fill_null(pc.add(places, 1), 0).cast(pa.uint16())
        return np.frombuffer(numbers.buffers()[1], np.uint16, len(numbers), 2 * numbers.offset)

    def in_order(self) -> tuple[tuple[str, ...], NDArray[Any]]:
        """Names of fields in the order of the alphabet, "" first, and the new number of each."""
        names = ("", *sorted(self._fields))
        places = {name: place for place, name in enumerate(names)}
        return names, np.array([places[name] for name in ("", *self._fields)], np.uint16)


def _role(given: str | None) -> int:
    name = (given or "").strip().casefold()
    if not name:
        return 0
    return ROLES.index(name) if name in ROLES else -1


def _plain(name: str) -> str:
    return re.sub(_ADDRESS, "", name.strip().lower())
