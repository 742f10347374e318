"""From Arrow columns to NumPy without copies where there is nothing to convert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words64 = NDArray[np.uint64]
Flags = NDArray[np.bool_]

_WHOLE = r"^-?[0-9]{1,9}(\.0*)?$"


class Numbers(NamedTuple):
    """Whole numbers of a column: values, and which of them are missing or no whole numbers.

    ``missing`` and ``wrong`` are None where there are none, the usual case.
    """

    values: NDArray[Any]
    missing: Flags | None
    wrong: Flags | None


def raw(array: pa.Array, dtype: Any) -> NDArray[Any]:
    """The values of a fixed-width array, nulls as whatever lies there; no copy.

    (``to_numpy`` would import pandas, which takes longer than reading a million rows.)
    """
    size = np.dtype(dtype).itemsize
    start = array.offset * size
    buffer = array.buffers()[1]
    if buffer is None or not len(array):
        return np.zeros(len(array), dtype)
    return np.frombuffer(buffer, dtype, len(array), start)


def integer_type(kind: pa.DataType) -> np.dtype[Any]:
    """The NumPy type of an Arrow integer type."""
    sign = "i" if pa.types.is_signed_integer(kind) else "u"
    return np.dtype(f"{sign}{kind.bit_width // 8}")


def nulls(array: pa.Array) -> Flags | None:
    """Which elements are null; None where none is."""
    return flags(array.is_null()) if array.null_count else None


def flags(array: pa.BooleanArray) -> Flags:
    """An Arrow array of flags (one bit each, no nulls) as bytes."""
    bits = np.frombuffer(array.buffers()[1], np.uint8)
    unpacked = np.unpackbits(bits, bitorder="little", count=array.offset + len(array))
    whole: Flags = unpacked[array.offset :].view(np.bool_)
    return whole


def whole_numbers(array: pa.Array) -> Numbers:
    """A column of whole numbers given as integers, as numbers such as 2020.0, or as text."""
    kind = array.type
    if pa.types.is_integer(kind):
        return Numbers(raw(array, integer_type(kind)), nulls(array), None)
    if pa.types.is_null(kind):
        return Numbers(np.zeros(len(array), np.int64), np.ones(len(array), np.bool_), None)
    if pa.types.is_floating(kind):
        return _from_floats(array.cast(pa.float64()))
    return _from_text(text(array))


def _from_floats(array: pa.DoubleArray) -> Numbers:
    values = raw(array, np.float64)
    missing = nulls(array)
    blank = np.isnan(values)
    if blank.any():
        missing = blank if missing is None else missing | blank
    sound = np.abs(values) < 2**53
    whole = np.where(sound, values, 0).astype(np.int64)
    wrong = ~sound | (whole != values)
    if missing is not None:
        wrong &= ~missing
    return Numbers(whole, missing, wrong if wrong.any() else None)


def _from_text(array: pa.StringArray) -> Numbers:
    missing = flags(pc.fill_null(pc.equal(pc.binary_length(array), 0), True))
    sound = pc.fill_null(pc.match_substring_regex(array, _WHOLE), False)
    digits = pc.replace_substring_regex(array, r"\.0*$", "")
    numbers = pc.if_else(sound, digits, "0").cast(pa.int64())
    wrong = ~flags(sound) & ~missing
    return Numbers(
        raw(numbers, np.int64),
        missing if missing.any() else None,
        wrong if wrong.any() else None,
    )


def text(array: pa.Array) -> pa.StringArray:
    """A column as trimmed text; numbers as digits, null stays null."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_floating(array.type):
        # A column of whole numbers with gaps comes out of pandas as 7.0.
        whole = pc.equal(array, pc.round(array))
        integers = pc.if_else(whole, array, None).cast(pa.int64(), safe=False).cast(pa.string())
        array = pc.coalesce(integers, array.cast(pa.string()))
    if array.type != pa.string():
        array = array.cast(pa.string())
    return pc.utf8_trim_whitespace(array)


def encoded(array: pa.Array) -> tuple[list[str | None], NDArray[np.int32], Flags | None]:
    """Distinct values of a text column, the index of each element's value, and the nulls."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    indices = array.indices
    if indices.type != pa.int32():
        indices = indices.cast(pa.int32())
    return array.dictionary.to_pylist(), raw(indices, np.int32), nulls(array)


# The two below stand for ``pa.array``, which imports pandas whatever it is given.
def arrow_numbers(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
    """Numbers or flags as an Arrow array of the fixed-width type ``kind``."""
    if pa.types.is_boolean(kind):
        bits = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(bits)])
    dtype = np.dtype(f"{'f' if pa.types.is_floating(kind) else 'i'}{kind.bit_width // 8}")
    fixed = np.ascontiguousarray(values.astype(dtype))
    return pa.Array.from_buffers(kind, len(fixed), [None, pa.py_buffer(fixed)])


def arrow_text(values: Sequence[str]) -> pa.StringArray:
    """Text as an Arrow array.

    >>> arrow_text(["KR", "", "한국"]).to_pylist()
    ['KR', '', '한국']
    """
    pieces = [value.encode() for value in values]
    ends = np.cumsum([0, *(len(piece) for piece in pieces)]).astype(np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(pieces))]
    return pa.Array.from_buffers(pa.string(), len(pieces), buffers)
