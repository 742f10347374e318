"""From cells to rows of the ledger: every cell checked, every problem found at once.

Works on the different values of a column, not on its cells, so that a million rows take
about as long as reading them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.dataset import Dataset
from innocore_metrics.intake import columns, persons, values
from innocore_metrics.intake.findings import Finding, Findings, Rows, about_file
from innocore_metrics.intake.reading import Sheet
from innocore_metrics.intake.reading.sheet import plain
from innocore_metrics.storage.ledger import ENTRY_COLUMNS
from innocore_metrics.text import Words

MOST_NOTE = 200
# Values that a sentence lists at most; a million different wrong ones need not be told apart.
_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f]"


@dataclass(frozen=True)
class Checked:
    """A file after the check of its cells: ``rows`` (ENTRY_COLUMNS) only where all are sound."""

    file: str
    rows: pa.Table
    findings: Findings


def check_cells(sheet: Sheet, dataset: Dataset, today: date) -> Checked:
    """Check header and cells of a file; ``today`` is the last day that counts may bear."""
    places, findings = _places(sheet)
    findings += _personal_cells(sheet, places.get("note"))
    if any(name not in places for name in columns.REQUIRED):
        return Checked(sheet.file, _empty(), Findings(sheet.file, tuple(findings)))
    clean: dict[str, Any] = {"line": pa.array(sheet.row_numbers, pa.int32())}
    for name, parser in _parsers(dataset, today, columns.language(sheet.header)).items():
        if name in places:
            clean[name], found = _parse(sheet, places[name], parser)
            findings += found
    if "note" in places:
        clean["note"], found = _notes(sheet, places["note"])
        findings += found
    findings += _field_mismatches(sheet, places, clean, dataset)
    warnings = tuple(_hidden(sheet))
    if findings:
        return Checked(sheet.file, _empty(), Findings(sheet.file, tuple(findings), warnings))
    rows = _table(clean, sheet.rows.num_rows)
    return Checked(sheet.file, rows, Findings(sheet.file, (), warnings))


def _hidden(sheet: Sheet) -> Iterator[Finding]:
    """What counts although nobody who opens the file sees it, and what does not count."""
    if sheet.hidden_rows:
        yield Finding("", "ledger_hidden_rows", np.array(sheet.hidden_rows, np.int64))
    for code, names in (
        ("ledger_hidden_columns", sheet.hidden_columns),
        ("ledger_hidden_sheets", sheet.hidden_sheets),
    ):
        if names:
            yield about_file(code, ", ".join(names))


def _places(sheet: Sheet) -> tuple[dict[str, int], list[Finding]]:
    """Where each column stands, and what is wrong with the header."""
    places: dict[str, int] = {}
    findings = []
    allowed = ", ".join(
        columns.shown((*columns.REQUIRED, *columns.OPTIONAL), lang) for lang in ("ko", "en")
    )
    for place, header in enumerate(sheet.header):
        name, kind = columns.column_of(header), columns.personal(header)
        if kind:
            findings.append(_header(sheet, "ledger_personal_column", header, detail=kind))
        elif name is None:
            findings.append(_header(sheet, "unknown_column", header, allowed))
        elif name in places:
            findings.append(_header(sheet, "column_twice", header))
        elif name != "remarks":
            places[name] = place
    for name in columns.REQUIRED:
        if name not in places:
            given = " / ".join(columns.shown([name], lang) for lang in ("ko", "en"))
            findings.append(about_file("missing_column", given, given))
    return places, findings


def _header(sheet: Sheet, code: str, given: str, allowed: str = "", detail: str = "") -> Finding:
    rows = np.array([sheet.header_row], np.int64)
    return Finding(given, code, rows, (given,), allowed=allowed, detail=detail)


def _parsers(dataset: Dataset, today: date, lang: str) -> dict[str, values.Parser]:
    """How each column is read; what is allowed is said in the words of the file."""
    names, allowed = values.names_of(dataset), values.choices_of(dataset, Words(lang))
    first = date(min(group.cohort for group in dataset.research_groups), 1, 1)
    defaults = {"talent_source": "unreported", "field": ""}
    parsers = {
        name: values.one_of(names[name], ", ".join(allowed[name]), defaults.get(name))
        for name in allowed
    }
    parsers["date"] = values.day_parser(first, today)
    parsers["count"] = values.count
    parsers["country"] = values.country
    return parsers


def encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column as positions in the list of its different values."""
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string())
    return whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()


def _parse(sheet: Sheet, place: int, parser: values.Parser) -> tuple[Any, list[Finding]]:
    column = encoded(sheet.rows.column(place))
    given = column.dictionary.to_pylist()
    results = [parser(plain(text)) for text in given]
    indices = column.indices.to_numpy(zero_copy_only=False)
    clean = pa.array([r if isinstance(r, str) else "" for r in results], pa.string())
    faults = sorted({r for r in results if isinstance(r, values.Fault)}, key=lambda f: f.code)
    findings = []
    for fault in faults:
        wrong = np.array([r == fault for r in results])
        chosen = np.flatnonzero(wrong[indices])
        findings.append(_finding(sheet, place, fault, chosen, given, indices[chosen]))
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), clean), findings


def _finding(
    sheet: Sheet, place: int, fault: values.Fault, chosen: Rows, given: list[str], which: Rows
) -> Finding:
    return Finding(
        sheet.header[place],
        fault.code,
        sheet.row_numbers[chosen],
        given,
        which.astype(np.int64),
        fault.allowed,
        fault.detail,
    )


def _personal_cells(sheet: Sheet, note: int | None) -> list[Finding]:
    """Cells that hold an address, a number or an id of a person; in notes, clear names too."""
    findings = []
    for place in range(len(sheet.header)):
        column = encoded(sheet.rows.column(place))
        for kind, wrong in persons.found(column.dictionary, names=place == note).items():
            indices = column.indices.to_numpy(zero_copy_only=False)
            chosen = np.flatnonzero(wrong[indices])
            code = "ledger_personal_name" if kind == "person" else "ledger_personal_cell"
            fault = values.Fault(code, detail=kind)
            # What was given is not repeated: it is just what must not be kept.
            blank = np.zeros(len(chosen), np.int64)
            findings.append(_finding(sheet, place, fault, chosen, ["..."], blank))
    return findings


def _notes(sheet: Sheet, place: int) -> tuple[Any, list[Finding]]:
    """Notes on one line; too long ones and control characters are refused."""
    column = encoded(sheet.rows.column(place))
    composed = pc.utf8_normalize(column.dictionary, "NFC")
    lines = pc.replace_substring_regex(composed, r"[\t\r\n]+", " ")
    findings = []
    tests = (
        (pc.greater(pc.utf8_length(lines), MOST_NOTE), values.Fault("ledger_note", str(MOST_NOTE))),
        (pc.match_substring_regex(lines, _CONTROL), values.Fault("ledger_control")),
    )
    indices = column.indices.to_numpy(zero_copy_only=False)
    for wrong, fault in tests:
        mask = wrong.to_numpy(zero_copy_only=False).astype(bool)
        if mask.any():
            chosen = np.flatnonzero(mask[indices])
            given = column.dictionary.to_pylist()
            findings.append(_finding(sheet, place, fault, chosen, given, indices[chosen]))
    return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), lines), findings


def _field_mismatches(
    sheet: Sheet, places: Mapping[str, int], clean: Mapping[str, Any], dataset: Dataset
) -> Iterator[Finding]:
    """A field that is given has to be that of the group."""
    if "field" not in places:
        return
    groups, fields = clean["research_group"], clean["field"]
    group_field = [dataset.group[g].field if g else "" for g in groups.dictionary.to_pylist()]
    expected = np.array(group_field, dtype=object)[groups.indices.to_numpy()]
    given = np.array(fields.dictionary.to_pylist(), dtype=object)[fields.indices.to_numpy()]
    wrong = np.flatnonzero((given != "") & (expected != "") & (given != expected))
    for field in sorted(set(expected[wrong])):
        chosen = wrong[expected[wrong] == field]
        fault = values.Fault("ledger_field", field)
        source = encoded(sheet.rows.column(places["field"]))
        which = source.indices.to_numpy(zero_copy_only=False)[chosen]
        yield _finding(sheet, places["field"], fault, chosen, source.dictionary.to_pylist(), which)


def _table(clean: Mapping[str, Any], rows: int) -> pa.Table:
    arrays = []
    for name in ENTRY_COLUMNS:
        column = clean.get(name)
        if column is None:
            default = "unreported" if name == "talent_source" else ""
            column = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [default])
        if name == "count":
            numbers = pc.cast(column.dictionary, pa.int32())
            column = numbers.take(column.indices)
        arrays.append(column)
    return pa.table(arrays, names=list(ENTRY_COLUMNS))


def _empty() -> pa.Table:
    types = {"line": pa.int32(), "count": pa.int32()}
    return pa.schema([(name, types.get(name, pa.string())) for name in ENTRY_COLUMNS]).empty_table()
