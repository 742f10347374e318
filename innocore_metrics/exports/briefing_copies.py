"""Footnotes and rows of tables of an HWPX briefing, copied from one that the library made.

Through the library the n-th footnote counts the n - 1 before it in the whole document, and each
row is written and parsed anew: half of the time that a long briefing took.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import uuid4

_HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"


class Footnotes:
    """Footnotes numbered through a document."""

    def __init__(self, hwpx: Any) -> None:
        self._hwpx = hwpx
        self._pattern: Any = None
        self._count = 0

    def add(self, paragraph: Any, text: str) -> None:
        """A footnote of one line at the end of a paragraph of the document."""
        self._count += 1
        if self._pattern is None:
            note = self._hwpx.notes.add_footnote(text, paragraph=paragraph)
            self._pattern = note.element.getparent()
            return
        ctrl = deepcopy(self._pattern)
        note = ctrl.find(f"{_HP}footNote")
        note.set("number", str(self._count))
        note.set("instId", _new_id())
        ctrl.find(f".//{_HP}autoNum").set("num", str(self._count))
        ctrl.find(f".//{_HP}t").text = text
        paragraph.element.findall(f"{_HP}run")[-1].append(ctrl)
        paragraph.section.mark_dirty()


def add_table(hwpx: Any, rows: int, columns: int, width: int) -> Any:
    """An empty table of the library; rows from the third on are copies of the second."""
    table = hwpx.add_table(min(rows, 2), columns, width=width)
    element = table.element
    pattern = element.findall(f"{_HP}tr")[-1]
    for place in range(2, rows):
        row = deepcopy(pattern)
        for paragraph in row.iter(f"{_HP}p"):
            paragraph.set("id", _new_id())
        for address in row.iter(f"{_HP}cellAddr"):
            address.set("rowAddr", str(place))
        element.append(row)
    element.set("rowCnt", str(rows))
    table.mark_dirty()
    return table


def _new_id() -> str:
    """An id as Hancom Office gives them: 31 bits."""
    return str(uuid4().int & 0x7FFFFFFF)
