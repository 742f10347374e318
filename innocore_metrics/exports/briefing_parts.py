"""The paragraph shapes and tables of an HWPX briefing, made once and reused."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from innocore_metrics.charts import text_width

# HWP counts in hundredths of a point.
POINT = 100
MM = 283.4645
_HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
_BODY, _HEADING = "함초롬바탕", "함초롬돋움"
# The plain style: without it paragraphs inherit the numbering of the one before.
_STYLE = "바탕글"
# Look: font, size (pt), bold, colour, alignment, left (mm), hanging (mm), before, after (pt), tied.
_SHAPES: dict[str, tuple[str, float, bool, str, str, float, float, float, float, bool]] = {
    "chapter": (_HEADING, 17, True, "#052561", "LEFT", 0, 0, 14, 4, True),
    "annex": (_HEADING, 17, True, "#052561", "LEFT", 0, 0, 14, 4, True),
    "heading": (_HEADING, 17, True, "#052561", "LEFT", 0, 0, 14, 4, True),
    "item": (_HEADING, 15, True, "#000000", "LEFT", 6, 6, 12, 2, True),
    "point": (_BODY, 13, False, "#000000", "LEFT", 11, 6, 3, 1, True),
    "detail": (_BODY, 11, False, "#333333", "LEFT", 15, 4, 1, 1, False),
    "right": (_BODY, 11, False, "#333333", "RIGHT", 0, 0, 4, 4, False),
    "figure": (_BODY, 10, False, "#000000", "CENTER", 0, 0, 2, 2, False),
    "title": (_HEADING, 20, True, "#052561", "CENTER", 0, 0, 4, 4, False),
    "head": (_HEADING, 10, True, "#ffffff", "CENTER", 0, 0, 0, 0, False),
    "cell": (_BODY, 10, False, "#000000", "LEFT", 0, 0, 0, 0, False),
    "number": (_BODY, 10, False, "#000000", "RIGHT", 0, 0, 0, 0, False),
}

_NEW_PAGE = ("chapter", "annex")


@dataclass(frozen=True)
class Looks:
    """Ids of paragraph and letter shapes by look, of fills, of the plain style and of links."""

    shapes: dict[str, tuple[str, str]]
    style: str
    link: str
    head_fill: str
    title_fill: str
    cell_fill: str

    def of(self, look: str) -> tuple[str, str]:
        """Paragraph and letter shape of a look."""
        return self.shapes[look]

    def comment(self, element: Any, text: str) -> None:
        """The text in place of a picture, as screen readers of Hancom Office say it."""
        found = element.find(f"{_HP}shapeComment")
        if found is None:
            found = etree.SubElement(element, f"{_HP}shapeComment")
        found.text = text


def looks(hwpx: Any) -> Looks:
    """Define every shape in a new document."""
    style = hwpx.styles.resolve(_STYLE)
    shapes = {}
    for name, shape in _SHAPES.items():
        font, size, bold, colour, align, left, hanging, before, after, tied = shape
        run = hwpx.styles.ensure_run(font=font, size=size, bold=bold, color=colour)
        sample = hwpx.add_paragraph("", style=_STYLE)
        hwpx.styles.apply_paragraph_format(
            paragraphs=[sample],
            alignment=align,
            indent_left_mm=left,
            first_line_indent_mm=-hanging,
            spacing_before_pt=before,
            spacing_after_pt=after,
            line_spacing_percent=130 if name in ("cell", "head", "number") else 150,
            keep_with_next=tied,
            page_break_before=name in _NEW_PAGE,
        )
        shapes[name] = (sample.element.get("paraPrIDRef"), run)
        sample.remove()
    return Looks(
        shapes,
        str(style.id),
        hwpx.styles.ensure_run(font=_BODY, size=11, color="#0b50d0", underline=True),
        hwpx.styles.ensure_border_fill(border_color="#8a949e", fill_color="#052561"),
        hwpx.styles.ensure_border_fill(border_color="#052561", fill_color="#e8effd"),
        hwpx.styles.ensure_border_fill(border_color="#8a949e"),
    )


def fill_table(
    table: Any,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    looks: Looks,
    look: str,
    right: Collection[int] = (),
) -> None:
    """Put texts into the cells of a table; ``look`` is ``title`` or ``cell`` with a header row.

    Columns in ``right`` are numbers. Straight into the XML: through the library a cell takes 2 ms.
    """
    headed = look == "cell"
    element = table.element
    element.set("repeatHeader", "1" if headed else "0")
    whole = 0
    for place, (tr, row) in enumerate(zip(element.findall(f"{_HP}tr"), rows, strict=True)):
        height = _row_height(row, widths, _SHAPES[look][1])
        whole += height
        cells = zip(tr.findall(f"{_HP}tc"), row, widths, strict=True)
        for column, (tc, text, width) in enumerate(cells):
            name = "head" if headed and place == 0 else look
            if name == "cell" and column in right:
                name = "number"
            _fill_cell(tc, text, (round(width), height), looks, name)
    element.find(f"{_HP}sz").set("height", str(whole))
    table.mark_dirty()


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> int:
    """The height that a row's texts take, so that pages break where they should."""
    inner = [max(width / POINT - 12, size) for width in widths]
    lines = max(
        math.ceil(text_width(text, size) * 1.08 / room)
        for text, room in zip(row, inner, strict=True)
    )
    return round((max(lines, 1) * size * 1.3 + 4) * POINT)


def _fill_cell(tc: Any, text: str, size: tuple[int, int], looks: Looks, look: str) -> None:
    paragraph, run = looks.of(look)
    fill = {"head": looks.head_fill, "title": looks.title_fill}.get(look, looks.cell_fill)
    tc.set("borderFillIDRef", fill)
    tc.set("header", "1" if look == "head" else "0")
    p = tc.find(f".//{_HP}p")
    p.set("paraPrIDRef", paragraph)
    p.set("styleIDRef", looks.style)
    p.find(f"{_HP}run").set("charPrIDRef", run)
    p.find(f"{_HP}run/{_HP}t").text = text
    for name, value in zip(("width", "height"), size, strict=True):
        tc.find(f"{_HP}cellSz").set(name, str(value))
