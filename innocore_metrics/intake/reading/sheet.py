"""What a file is read into, and how much of it at most."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.errors import IntakeError, Problem

FIRST_ROWS = 30
MOST_PROBLEMS = 1000
_KNOWN_AT_LEAST = 3
# Zero width: spaces, joiners, marks of direction, byte order mark, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that reading one file may take; time is that of the processor and of the clock.

    ``archive_entries``, ``archive_bytes`` and ``strings_bytes`` bound what a workbook unpacks to.
    """

    file_bytes: int = 128 * 2**20
    seconds: int = 60
    memory_bytes: int = 2 * 2**30
    rows: int = 1_100_000
    columns: int = 100
    cell_characters: int = 2000
    archive_entries: int = 2000
    archive_bytes: int = 512 * 2**20
    strings_bytes: int = 64 * 2**20


@dataclass(frozen=True)
class Sheet:
    """The cells of a file as text, without the blank rows.

    ``rows`` has one dictionary column for each cell of ``header``, named ``0``, ``1`` ...; an
    empty cell is "". ``row_numbers`` are those of the file, from 1. ``kind`` is csv or xlsx;
    ``sheet`` is empty for csv, ``encoding`` and ``delimiter`` are for xlsx. ``hidden_rows``,
    ``hidden_columns`` (headers) and ``hidden_sheets`` (titles, with a header of their own) are
    what a person who opens the file does not see.
    """

    file: str
    sheet: str
    kind: str
    header_row: int
    header: tuple[str, ...]
    rows: pa.Table
    row_numbers: npt.NDArray[np.int64]
    encoding: str = ""
    delimiter: str = ""
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Text as it looks: composed Hangul, half-width digits, no characters of zero width.

    >>> plain("１２명"), plain("\u1100\u1161"), plain("KA\u200bIST")
    ('12명', '가', 'KAIST')
    """
    # The middle dot of Korean keyboards would become an old vowel.
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.replace("ㆍ", "·"))).strip()


def normalised(text: str) -> str:
    """A header in small letters without blanks, marks or what stands in brackets.

    >>> normalised("Research_Group"), normalised("인원(명)"), normalised(" 이전 근무 국가 ")
    ('researchgroup', '인원', '이전근무국가')
    """
    text = plain(text)
    without_brackets = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text)
    return re.sub(r"[\W_]+", "", without_brackets or text).casefold()


@dataclass(frozen=True, slots=True)
class Header:
    """A header and the position, among the rows looked at, of its last row."""

    place: int
    cells: tuple[str, ...]
    known: int


def find_header(rows: Sequence[Sequence[str]], words: frozenset[str]) -> Header | None:
    """The first row with three known names; two rows where merged cells split the names."""
    for place, row in enumerate(rows[:FIRST_ROWS]):
        below = rows[place + 1] if place + 1 < len(rows) else []
        cells = _merged(row, below, words)
        known = sum(normalised(cell) in words for cell in cells)
        if known >= _KNOWN_AT_LEAST:
            two = list(cells) != [cell.strip() for cell in _padded(row, len(cells))]
            return Header(place + two, _without_end(cells), known)
    return None


def _merged(row: Sequence[str], below: Sequence[str], words: frozenset[str]) -> list[str]:
    """The row, with names from the row below where it has a title over them or nothing.

    A row of data below names nothing known, so that it never counts as a header.
    """
    width = max(len(row), len(below))
    upper = [cell.strip() for cell in _padded(row, width)]
    lower = [cell.strip() for cell in _padded(below, width)]
    pairs = list(zip(upper, lower, strict=True))
    fills = sum(normalised(low) in words and normalised(up) not in words for up, low in pairs)
    clashes = any(low and normalised(low) not in words for _, low in pairs)
    if not fills or clashes:
        return [cell.strip() for cell in row]
    return [low if normalised(low) in words else up for up, low in pairs]


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _without_end(cells: Iterable[str]) -> tuple[str, ...]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def no_header(name: str, rows: Sequence[Sequence[str]]) -> IntakeError:
    """No row names the columns: what the first row with anything has instead."""
    first = next((row for row in rows if any(row)), [])
    given = ", ".join(cell[:40] for cell in first[:10] if cell)
    return IntakeError(
        [Problem(name, code="upload_no_header" if given else "upload_empty", given=given)]
    )


def finished(sheet: Sheet, limits: Limits) -> Sheet:
    """Cells trimmed, rows and columns without anything left out, too long cells refused."""
    place = f"{sheet.file}[{sheet.sheet}]" if sheet.sheet else sheet.file
    columns, blank, problems = [], np.ones(sheet.rows.num_rows, bool), []
    for name, column in zip(sheet.header, sheet.rows.columns, strict=True):
        whole = _dictionary(column)
        texts = pc.utf8_trim_whitespace(whole.dictionary)
        indices = whole.indices.to_numpy(zero_copy_only=False)
        blank &= np.asarray(pc.equal(texts, ""), bool)[indices]
        long = np.asarray(pc.greater(pc.utf8_length(texts), limits.cell_characters), bool)
        for row in np.flatnonzero(long[indices])[:MOST_PROBLEMS] if long.any() else ():
            number, most = int(sheet.row_numbers[row]), f"{limits.cell_characters:,}"
            problems.append(Problem(place, number, name, "upload_cell_length", allowed=most))
        columns.append(pa.DictionaryArray.from_arrays(whole.indices, texts))
    if problems:
        raise IntakeError(problems)
    kept = [i for i, c in enumerate(columns) if sheet.header[i] or _has_text(c, ~blank)]
    names = [str(i) for i in range(len(kept))]
    table = pa.table([columns[i] for i in kept], names=names)
    if blank.any():
        table = table.filter(pa.array(~blank))
    if not table.num_rows:
        raise IntakeError([Problem(place, code="upload_empty")])
    table = pa.table([_used(column) for column in table.columns], names=names)
    header = tuple(sheet.header[i] for i in kept)
    numbers = sheet.row_numbers[~blank]
    return replace(sheet, header=header, rows=table, row_numbers=numbers)


def _dictionary(column: pa.ChunkedArray) -> pa.DictionaryArray:
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], column.type)
    return whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()


def _used(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The column with only those values in its list that some row has."""
    whole = _dictionary(column)
    indices = whole.indices.to_numpy(zero_copy_only=False)
    used = np.bincount(indices, minlength=len(whole.dictionary)) > 0
    if used.all():
        return whole
    places = (np.cumsum(used) - 1).astype(np.int32)
    return pa.DictionaryArray.from_arrays(places[indices], whole.dictionary.filter(pa.array(used)))


def _has_text(column: pa.DictionaryArray, rows: npt.NDArray[np.bool_]) -> bool:
    indices = column.indices.to_numpy(zero_copy_only=False)[rows]
    return bool(np.asarray(pc.not_equal(column.dictionary, ""), bool)[indices].any())
