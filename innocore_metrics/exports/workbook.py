"""XLSX: a sheet an exhibit with its figures and a native chart, and a sheet of notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from innocore_metrics.charts import text_width
from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.about import caption, notes, properties, records
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.comma import FORMULA_STARTS
from innocore_metrics.exports.limits import (
    CELL,
    LINK,
    displayed_link,
    pieces,
    shortened,
    whole_or_none,
)
from innocore_metrics.exports.shown import chart_of
from innocore_metrics.exports.workbook_chart import add_chart

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    "name",
    "who",
    "detail",
    "period",
    "basis",
    "value",
    "unit",
    "lower",
    "upper",
    "status_name",
    "shown",
    "range",
    "source",
    "id",
)
_NUMBERS = ("value", "lower", "upper")
HEADER_ROW = 5
_WIDEST = 46
_MONEY = ("krw", "usd", "chf")


def write(document: Document) -> bytes:
    """The workbook: notes last, and contents first where there are several exhibits."""
    out = io.BytesIO()
    book = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    about = properties(document)
    comments = document.words("ui.as_of", version=document.version)
    book.set_properties(
        {name: about[name] for name in ("title", "subject", "author")}
        | {"comments": comments, "created": datetime.fromisoformat(document.date)}
    )
    writer = _Writer(book, document)
    if len(document.exhibits) > 1:
        writer.contents()
    for key, exhibit in document.keyed:
        writer.exhibit(key, exhibit)
    writer.notes()
    book.close()
    return out.getvalue()


class _Writer:
    """One workbook being written, with the formats that its cells share."""

    def __init__(self, book: Any, document: Document) -> None:
        self._book = book
        self._document = document
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def _format(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "맑은 고딕", "font_size": 10, "valign": "top"}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: object) -> None:
        """A text cell; one that could be taken for a formula is marked as text for good."""
        if text.startswith(FORMULA_STARTS):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, shortened(text, CELL), self._format(**properties))

    def contents(self) -> None:
        """Title, day and version, then each exhibit with a link to its sheet."""
        document = self._document
        sheet = self._book.add_worksheet(document.words("export.contents"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, 26)
        self.text(sheet, 0, 0, document.title, bold=True, font_size=16)
        version = document.words("ui.as_of", version=document.version)
        self.text(sheet, 1, 0, f"{document.day} · {version}", font_color="#58616a")
        self._link(sheet, 2, document.link())
        for row, (key, exhibit) in enumerate(document.keyed, 4):
            link = self._format(font_color="#0b50d0", underline=1)
            sheet.write_url(row, 0, f"internal:'{key}'!A1", link, key)
            self.text(sheet, row, 1, exhibit.title, text_wrap=True)

    def _link(self, sheet: Any, row: int, address: str) -> None:
        if not address:
            return
        shown = displayed_link(address)
        if not whole_or_none(address, LINK):
            # No program opens a link of its length; it stands in full among the notes.
            self.text(sheet, row, 0, shown, font_color="#0b50d0")
            return
        sheet.write_url(row, 0, address, self._format(font_color="#0b50d0", underline=1), shown)

    def exhibit(self, key: str, exhibit: Exhibit) -> None:
        """The finding, where it is from, the figures under a header that stays, the chart."""
        document = self._document
        sheet = self._book.add_worksheet(key)
        sheet.set_row(0, 22)
        self.text(sheet, 0, 0, exhibit.title, bold=True, font_size=14)
        self.text(sheet, 1, 0, exhibit.subtitle, font_color="#58616a")
        self.text(sheet, 2, 0, caption(document, exhibit)[0], font_color="#58616a")
        self._link(sheet, 3, document.link(exhibit))
        self.text(sheet, 4, 0, " ".join(exhibit.notices), font_color="#58616a")
        rows = [self._row(record) for record in records(document, exhibit)]
        self._figures(sheet, rows)
        sheet.freeze_panes(HEADER_ROW + 1, 2)
        if rows:
            sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(rows), len(COLUMNS) - 1)
        self._page(sheet, exhibit)
        data = chart_of(document, exhibit)
        if data is not None:
            place = HEADER_ROW + len(rows) + 3
            add_chart(self._book, sheet, data, place, exhibit.alt, self.text, self._format)

    def _row(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record as it goes into cells: unit and sources in words, no number where none is."""
        document = self._document
        found = {unit.id: document.words.of(unit, "name") for unit in document.dataset.units}
        sources = [document.labels.source(document.dataset.source[s]) for s in record["sources"]]
        decimals = document.dataset.indicator[record["indicator"]].decimals
        money = record["unit"].split("_")[0] in _MONEY
        return record | {
            "unit": found.get(record["unit"], record["unit"]),
            "source": "; ".join(sources),
            "period": document.labels.period(record["period"]),
            "basis": document.labels.basis(record["basis"]),
            "value": record["shown"] if record["value"] is None else record["value"],
            "digits": "#,##0" + (f".{'0' * decimals}" if decimals and not money else ""),
        }

    def _figures(self, sheet: Any, rows: Sequence[dict[str, Any]]) -> None:
        words = self._document.words
        head = {"bold": True, "font_color": "#ffffff", "bg_color": "#052561", "border": 1}
        for column, name in enumerate(COLUMNS):
            title = words(f"sheet.{name}")
            self.text(sheet, HEADER_ROW, column, title, **head)
            texts = [title, *(str(row[name] or "") for row in rows)]
            width = max(text_width(text, 11) for text in texts) / 6.5 + 2
            sheet.set_column(column, column, min(width, _WIDEST))
        for place, row in enumerate(rows, HEADER_ROW + 1):
            for column, name in enumerate(COLUMNS):
                digits = row["digits"] if name in _NUMBERS else ""
                self._cell(sheet, place, column, row[name], digits)

    def _cell(self, sheet: Any, row: int, column: int, value: Any, digits: str) -> None:
        look: dict[str, object] = {"border": 1, "border_color": "#d8dbde"}
        if digits and isinstance(value, int | float):
            sheet.write_number(row, column, value, self._format(**look, num_format=digits))
        elif value is None:
            sheet.write_blank(row, column, None, self._format(**look))
        else:
            side = {"align": "right"} if digits else {"text_wrap": True}
            self.text(sheet, row, column, str(value), **look, **side)

    def _page(self, sheet: Any, exhibit: Exhibit) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        # An ampersand begins a code in headers and footers.
        sheet.set_footer(f"&L{self._document.version}&C&P / &N&R{exhibit.id}")

    def notes(self) -> None:
        """Everything that must travel with the numbers, exhibit by exhibit."""
        sheet = self._book.add_worksheet(self._document.words("export.notes"))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 120)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        row = 0
        for exhibit in self._document.exhibits:
            self.text(sheet, row, 0, exhibit.title, bold=True, font_size=12)
            row += 1
            for heading, lines in notes(self._document, exhibit):
                parts = [part for line in lines for part in pieces(line, CELL)]
                for place, line in enumerate(parts):
                    self.text(sheet, row, 0, "" if place else heading, bold=True)
                    self.text(sheet, row, 1, line, text_wrap=True)
                    row += 1
            row += 1


EXPORT = Export("xlsx", ".xlsx", MEDIA, write)
