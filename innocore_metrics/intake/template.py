"""The workbook that an office fills in: headers, drop-down lists, and how to."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from innocore_metrics.dataset import Dataset
from innocore_metrics.geography import all_countries
from innocore_metrics.intake.columns import NAMES
from innocore_metrics.intake.values import MOST_PEOPLE, choices_of
from innocore_metrics.text import Words

COLUMNS = ("date", "stage", "research_group", "host", "talent_source", "country", "count", "note")
ROWS = 5000
_WIDTH = {"research_group": 44, "note": 40, "country": 20}


def workbook(dataset: Dataset, words: Words) -> bytes:
    """An XLSX with one sheet to fill in, one that explains, and a hidden one with the lists."""
    book = Workbook()
    page = book.active
    page.title = words("template.sheet")
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    place = 0 if words.lang == "ko" else 1
    for number, name in enumerate(COLUMNS, start=1):
        head = page.cell(1, number, NAMES[name][place])
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="D9E4FF")
        page.column_dimensions[get_column_letter(number)].width = _WIDTH.get(name, 16)
    page.freeze_panes = "A2"
    for number, values in enumerate(choices(dataset, words).items(), start=1):
        _list(page, lists, number, *values)
    _rules(page)
    _explain(book.create_sheet(words("template.help_sheet")), words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def choices(dataset: Dataset, words: Words) -> dict[str, list[str]]:
    """The values that each column with a list offers, in words that an import understands."""
    offered = choices_of(dataset, words)
    listed = ("stage", "research_group", "host", "talent_source")
    countries = [name for _, name in all_countries(words.lang)]
    return {name: offered[name] for name in listed} | {"country": countries}


def _list(page: Worksheet, lists: Worksheet, number: int, name: str, values: list[str]) -> None:
    for row, value in enumerate(values, start=1):
        lists.cell(row, number, value)
    letter = get_column_letter(number)
    source = f"lists!${letter}$1:${letter}${len(values)}"
    check = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    page.add_data_validation(check)
    check.add(_cells(name))


def _rules(page: Worksheet) -> None:
    whole = DataValidation(
        type="whole", operator="between", formula1="1", formula2=str(MOST_PEOPLE)
    )
    day = DataValidation(type="date", operator="greaterThan", formula1="36526")
    for check, name in ((whole, "count"), (day, "date")):
        check.showErrorMessage = True
        page.add_data_validation(check)
        check.add(_cells(name))
    for (cell,) in page[_cells("date")]:
        cell.number_format = "yyyy-mm-dd"


def _cells(name: str) -> str:
    letter = get_column_letter(COLUMNS.index(name) + 1)
    return f"{letter}2:{letter}{ROWS}"


def _explain(page: Worksheet, words: Words) -> None:
    page.column_dimensions["A"].width = 110
    for number in range(1, 9):
        page.cell(number, 1, words(f"template.help{number}"))
