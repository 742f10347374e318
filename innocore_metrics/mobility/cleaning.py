"""From a record batch to sound records as numbers; what is wrong is counted by reason."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innocore_metrics.mobility.arrays import (
    Flags,
    Numbers,
    Words64,
    integer_type,
    nulls,
    raw,
    whole_numbers,
)
from innocore_metrics.mobility.codes import (
    MISSING,
    UNKNOWN,
    Countries,
    country_numbers,
    unknown_names,
)
from innocore_metrics.mobility.identity import NARROW_BITS, mixed, persons
from innocore_metrics.mobility.labels import Labels
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR, REASONS, Form

# A sound record. Years count from FIRST_YEAR; end is OPEN where the spell goes on; months are 0
# where not given; weight is 0 for spells, whose months are counted later.
RECORD = np.dtype(
    [
        ("person", "<u8"),
        ("check", "<u4"),
        ("weight", "<u4"),
        ("start", "<i2"),
        ("end", "<i2"),
        ("institute", "<u2"),
        ("field", "<u2"),
        ("start_month", "u1"),
        ("end_month", "u1"),
        ("country", "u1"),
        ("role", "u1"),
    ]
)
OPEN = -1
MOST_WEIGHT = 1_000_000
_SPAN = LAST_YEAR - FIRST_YEAR


class Cleaned(NamedTuple):
    """Sound records of a batch (``RECORD``, or packed keys), and what was found otherwise.

    ``unknown``: countries that are not known, as written, with how many records they refused.
    """

    records: NDArray[Any]
    rejected: Counter[str]
    renamed: int
    unknown: Counter[str]


class _Faults:
    """The first fault of each record, in the order of ``REASONS``."""

    def __init__(self, rows: int) -> None:
        self._first = np.full(rows, len(REASONS), np.uint8)
        self._any = False

    def add(self, reason: str, rows: Flags | None) -> None:
        """Note that ``rows`` have this fault; None: no row has."""
        if rows is None or not rows.any():
            return
        self._any = True
        number = REASONS.index(reason)
        self._first[rows] = np.minimum(self._first[rows], number)

    def sound(self) -> Flags | None:
        """Which records have no fault; None if all."""
        return self._first == len(REASONS) if self._any else None

    def refused(self, reason: str) -> Flags:
        """Which records count under ``reason``."""
        rows: Flags = self._first == REASONS.index(reason)
        return rows

    def counts(self) -> Counter[str]:
        """Number of records by fault."""
        found = np.bincount(self._first, minlength=len(REASONS) + 1)
        return Counter({name: int(n) for name, n in zip(REASONS, found, strict=False) if n})


def clean(batch: pa.RecordBatch, form: Form, labels: Labels) -> Cleaned:
    """The sound records of ``batch`` as ``RECORD`` rows.

    Raises:
        MobilityError: there are more distinct fields than can be told apart.
    """
    faults = _Faults(batch.num_rows)
    records = np.zeros(batch.num_rows, RECORD)
    who = persons(batch.column("person_id"))
    faults.add("no_person", who.empty)
    records["person"], records["check"] = who.numbers, who.checks
    country = country_numbers(batch.column("country"))
    if country.faulty:
        faults.add("no_country", country.numbers == MISSING)
        faults.add("unknown_country", country.numbers == UNKNOWN)
    records["country"] = country.numbers
    (_spells if form == "spells" else _person_years)(batch, records, faults, labels)
    sound = faults.sound()
    renamed = country.renamed
    if sound is not None:
        records = records[sound]
        renamed = None if renamed is None else renamed & sound
    return _cleaned(records, faults, renamed, batch.column("country"))


def _cleaned(
    records: NDArray[Any], faults: _Faults, renamed: Flags | None, countries: pa.Array
) -> Cleaned:
    rejected = faults.counts()
    unknown: Counter[str] = Counter()
    if rejected["unknown_country"]:
        unknown = unknown_names(countries, faults.refused("unknown_country"))
    return Cleaned(records, rejected, 0 if renamed is None else int(renamed.sum()), unknown)


def _spells(batch: pa.RecordBatch, records: NDArray[Any], faults: _Faults, labels: Labels) -> None:
    start = whole_numbers(batch.column("start_year"))
    end = whole_numbers(batch.column("end_year"))
    faults.add("no_year", start.missing)
    first, last = _year(start, faults), _year(end, faults)
    records["start"] = first
    records["end"] = np.where(_flags(end.missing, len(batch)), OPEN, last)
    for side in ("start", "end"):
        months = _months(batch, f"{side}_month", faults)
        records[f"{side}_month"] = months
    records["end_month"][records["end"] == OPEN] = 0
    # Without a month a spell starts in January and ends in December.
    opens = records["start"] * 12 + np.where(records["start_month"], records["start_month"], 1)
    closes = records["end"] * 12 + np.where(records["end_month"], records["end_month"], 12)
    faults.add("end_before_start", (records["end"] != OPEN) & (closes < opens))
    names = batch.schema.names
    if "role" in names:
        roles, unknown = labels.roles(batch.column("role"))
        faults.add("unknown_role", unknown)
        records["role"] = roles
    records["institute"] = labels.institutes(batch)
    if "field" in names:
        records["field"] = labels.fields(batch.column("field"))


def _person_years(
    batch: pa.RecordBatch, records: NDArray[Any], faults: _Faults, _labels: Labels
) -> None:
    year = whole_numbers(batch.column("year"))
    faults.add("no_year", year.missing)
    records["start"] = records["end"] = _year(year, faults)
    records["weight"] = 1
    if "weight" in batch.schema.names:
        weight = whole_numbers(batch.column("weight"))
        wrong = (weight.values < 1) | (weight.values > MOST_WEIGHT) | _flags(weight.wrong, 1)
        given = ~_flags(weight.missing, len(batch))
        faults.add("bad_weight", wrong & given)
        records["weight"] = np.where(given & ~wrong, weight.values, 1)


def _flags(rows: Flags | None, count: int) -> Flags:
    return np.zeros(count, np.bool_) if rows is None else rows


def _year(numbers: Numbers, faults: _Faults) -> NDArray[np.int16]:
    """Years from FIRST_YEAR on; faulty ones are noted and read as 0."""
    values = numbers.values
    wrong = (values < FIRST_YEAR) | (values > LAST_YEAR)
    if numbers.wrong is not None:
        wrong |= numbers.wrong
    if numbers.missing is not None:
        wrong &= ~numbers.missing
    faults.add("bad_year", wrong)
    return np.clip(values.astype(np.int64) - FIRST_YEAR, 0, _SPAN).astype(np.int16)


def _months(batch: pa.RecordBatch, name: str, faults: _Faults) -> NDArray[np.uint8] | int:
    if name not in batch.schema.names:
        return 0
    months = whole_numbers(batch.column(name))
    given = ~_flags(months.missing, len(batch))
    wrong = (months.values < 1) | (months.values > 12)
    if months.wrong is not None:
        wrong |= months.wrong
    faults.add("bad_month", wrong & given)
    return np.where(given & ~wrong, months.values, 0).astype(np.uint8)


def pack(batch: pa.RecordBatch) -> Cleaned | None:
    """Person-years as one word each: 48 bits of person, 8 of year, 8 of country.

    None where that is not enough: ids that are not whole numbers below 2**48, or weights.
    """
    ids = batch.column("person_id")
    if not pa.types.is_integer(ids.type) or "weight" in batch.schema.names:
        return None
    empty = nulls(ids)
    numbers = raw(ids, integer_type(ids.type))
    if empty is not None:
        numbers = np.where(empty, 0, numbers)
    if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < 1 << NARROW_BITS:
        return None
    year = whole_numbers(batch.column("year"))
    country = country_numbers(batch.column("country"))
    keys = mixed(_unsigned(numbers))
    keys |= _places(year.values, country.numbers)
    if empty is None and not country.faulty and country.renamed is None and _all_sound(year):
        return Cleaned(keys, Counter(), 0, Counter())
    return _with_faults(keys, empty, year, country, batch.column("country"))


def _unsigned(numbers: NDArray[Any]) -> Words64:
    return numbers.view(np.uint64) if numbers.dtype.itemsize == 8 else numbers.astype(np.uint64)


def _places(years: NDArray[Any], countries: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Year and country in 16 bits; years out of range give nonsense that is taken out later."""
    places = (years - FIRST_YEAR).astype(np.uint16)
    places <<= np.uint16(8)
    places |= countries
    return places


def _all_sound(year: Numbers) -> bool:
    if year.missing is not None or year.wrong is not None:
        return False
    values = year.values
    return not len(values) or FIRST_YEAR <= int(values.min()) <= int(values.max()) <= LAST_YEAR


def _with_faults(
    keys: Words64, empty: Flags | None, year: Numbers, country: Countries, given: pa.Array
) -> Cleaned:
    faults = _Faults(len(keys))
    faults.add("no_person", empty)
    faults.add("no_year", year.missing)
    _year(year, faults)
    faults.add("no_country", country.numbers == MISSING)
    faults.add("unknown_country", country.numbers == UNKNOWN)
    sound = faults.sound()
    renamed = country.renamed
    if sound is not None:
        keys = keys[sound]
        renamed = None if renamed is None else renamed & sound
    return _cleaned(keys, faults, renamed, given)
