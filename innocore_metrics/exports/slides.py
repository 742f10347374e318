"""PPTX: one slide an exhibit, with a chart that can be edited and notes that say where from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from innocore_metrics.charts import ChartData, text_width
from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports import native
from innocore_metrics.exports.about import caption, findings_of, notes, properties
from innocore_metrics.exports.axes import FONT, rgb
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.columns import widths, without_same
from innocore_metrics.exports.limits import LINK, displayed_link, whole_or_none
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.exports.shown import chart_of, measure_of

MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
INNER = Emu(WIDTH - 2 * EDGE)
_TITLE_ONLY, _COVER = 5, 0
_ROWS, _MANY = 11, 12
# So many findings stand on the slide before the charts.
SUMMARY = 5
_INK, _MUTED, _HEAD, _PAPER = "#1e2124", "#58616a", "#052561", "#ffffff"
_BOX = "#e8effd"


def write(document: Document) -> bytes:
    """The deck: a cover where there are several exhibits, then each of them."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for name, text in properties(document).items():
        setattr(deck.core_properties, name, text)
    # The day of the export: python-pptx leaves those of its template, of 2013.
    day = datetime.fromisoformat(document.date)
    deck.core_properties.created = deck.core_properties.modified = day
    deck.core_properties.last_modified_by = document.words("ui.title")
    if len(document.exhibits) > 1:
        _cover(deck, document)
        _summary(deck, document)
    for exhibit in document.exhibits:
        _exhibit(deck, document, exhibit)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _cover(deck: Any, document: Document) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_COVER])
    title, below = slide.shapes.title, slide.placeholders[1]
    title.left, title.top, title.width, title.height = EDGE, Inches(2.3), INNER, Inches(1.4)
    below.left, below.top, below.width, below.height = EDGE, Inches(3.9), INNER, Inches(1.6)
    _fill(title.text_frame, [document.title], 40, _HEAD, bold=True)
    version = document.words("ui.as_of", version=document.version)
    link = document.link()
    lines = [document.words("ui.title"), f"{document.day} · {version}", displayed_link(link)]
    _fill(below.text_frame, [line for line in lines if line], 18, _MUTED)
    _hyperlink(below.text_frame, link)


def _summary(deck: Any, document: Document) -> None:
    """The first findings in a box on a slide of their own, before the charts."""
    findings = findings_of(document)
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = EDGE, Inches(0.35), INNER, Inches(0.95)
    _fill(head.text_frame, [document.words("export.summary")], 28, _HEAD, bold=True)
    lines = [f"○ {finding}" for finding in findings[:SUMMARY]]
    height = Inches(0.5 + 0.85 * len(lines))
    box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, EDGE, Inches(1.6), INNER, height)
    box.fill.solid()
    box.fill.fore_color.rgb = rgb(_BOX)
    box.line.color.rgb = rgb(_HEAD)
    box.shadow.inherit = False
    frame = box.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Inches(0.3)
    _fill(frame, lines, 20, _INK)
    for paragraph in frame.paragraphs:
        paragraph.space_before = paragraph.space_after = Pt(6)
    _slide_number(slide)


def _exhibit(deck: Any, document: Document, exhibit: Exhibit) -> None:
    data = chart_of(document, exhibit)
    if data is not None:
        slide = _slide(deck, document, exhibit, exhibit.title)
        _chart(slide, exhibit, data)
        return
    header, rows, same = without_same(exhibit.table)
    pages = [rows[i : i + _ROWS] for i in range(0, len(rows), _ROWS)] or [[]]
    for number, part in enumerate(pages, 1):
        count = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        slide = _slide(deck, document, exhibit, exhibit.title + count, same)
        if part:
            worded = [[with_noun_endings(cell, document.lang) for cell in row] for row in part]
            _table(slide, exhibit, header, worded)


def _slide(
    deck: Any, document: Document, exhibit: Exhibit, title: str, same: Sequence[str] = ()
) -> Any:
    """A slide with the finding on top, measure below it, sources and number at the foot.

    ``same`` is what a table leaves out as it is said of every row.
    """
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = EDGE, Inches(0.35), INNER, Inches(0.95)
    size = 28 if text_width(title, 28) <= INNER / Pt(1) else 22
    _fill(head.text_frame, [with_noun_endings(title, document.lang)], size, _INK, bold=True)
    head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    measure = measure_of(document, exhibit, chart_of(document, exhibit))
    measure = f"{measure} ({', '.join(same)})" if same else measure
    lines = [with_noun_endings(line, document.lang) for line in (measure, *exhibit.notices) if line]
    _text(slide, lines, Inches(1.32), Inches(0.5), 14, _MUTED)
    foot = _text(slide, _foot(document, exhibit), Inches(6.72), Inches(0.6), 10, _MUTED)
    _hyperlink(foot, document.link(exhibit))
    _slide_number(slide)
    slide.notes_slide.notes_text_frame.text = "\n".join(_notes(document, exhibit))
    return slide


def _foot(document: Document, exhibit: Exhibit) -> tuple[str, ...]:
    """Whose figures and of when, and the address of the page.

    Day and version stand on the cover, where there is one; status and all else in the notes.
    """
    if len(document.exhibits) == 1:
        return caption(document, exhibit)
    origin = document.labels.origin(exhibit.figures, exhibit.sources)
    link = displayed_link(document.link(exhibit))
    return tuple(line for line in (origin, link) if line) or ("",)


def _hyperlink(frame: Any, address: str) -> None:
    """Make the last line of a text a link, where there is an address that programs can open."""
    if whole_or_none(address, LINK):
        frame.paragraphs[-1].runs[0].hyperlink.address = address


def _notes(document: Document, exhibit: Exhibit) -> Iterable[str]:
    yield exhibit.title
    for heading, lines in notes(document, exhibit):
        yield f"[{heading}]"
        yield from lines
    yield f"[{document.words('export.values')}]"
    shown = [i for i, _ in enumerate(exhibit.table.header[:-1])]
    for row in exhibit.table.rows:
        yield " | ".join(row[i] for i in shown if row[i])


def _fill(
    frame: Any, lines: Sequence[str], size: float, colour: str, *, bold: bool = False
) -> None:
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        _font(run.font, size, colour, bold=bold)
        paragraph.alignment = 1


def _font(font: Any, size: float, colour: str, *, bold: bool = False) -> None:
    font.size, font.bold, font.name, font.color.rgb = (
        Pt(size),
        bold,
        FONT,
        rgb(colour),
    )
    # Korean letters take their font from a place of their own.
    properties = font._element
    for old in properties.findall(qn("a:ea")):
        properties.remove(old)
    latin = properties.find(qn("a:latin"))
    asian = deepcopy(latin)
    asian.tag = qn("a:ea")
    latin.addnext(asian)


def _text(slide: Any, lines: Sequence[str], top: int, height: int, size: float, colour: str) -> Any:
    box = slide.shapes.add_textbox(EDGE, top, INNER, height)
    _fill(box.text_frame, lines, size, colour)
    return box.text_frame


def _slide_number(slide: Any) -> None:
    box = slide.shapes.add_textbox(
        Emu(WIDTH - EDGE - Inches(0.8)), Inches(0.05), Inches(0.8), Pt(20)
    )
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = 3
    field = etree.SubElement(paragraph._p, qn("a:fld"))
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    etree.SubElement(field, qn("a:rPr")).set("sz", "1000")
    etree.SubElement(field, qn("a:t")).text = "#"


def _chart(slide: Any, exhibit: Exhibit, data: ChartData) -> None:
    kind, points = native.kind_and_data(data)
    top, bottom = Inches(1.9), Inches(6.65)
    frame = slide.shapes.add_chart(kind, EDGE, top, INNER, Emu(bottom - top), points)
    native.style(
        frame.chart, data, 10 if data.kind == "bar" and len(data.categories) > _MANY else 12
    )
    _describe(frame, exhibit)


def _describe(frame: Any, exhibit: Exhibit) -> None:
    """The text that a screen reader says in place of the picture."""
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", exhibit.alt)
    properties.set("title", exhibit.title)


def _table(
    slide: Any, exhibit: Exhibit, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    size = (len(rows) + 1, len(header))
    frame = slide.shapes.add_table(*size, EDGE, Inches(1.95), INNER, Inches(0.36 * size[0]))
    wide = widths((header, *rows), 11, INNER / Pt(1), 14)
    for column, width in zip(frame.table.columns, wide, strict=True):
        column.width = Pt(int(width))
    for place, row in enumerate((header, *rows)):
        for cell, text in zip(frame.table.rows[place].cells, row, strict=True):
            colour = _PAPER if place == 0 else _INK
            _fill(cell.text_frame, [text], 11, colour, bold=place == 0)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.margin_left = cell.margin_right = Pt(5)
            if place == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(_HEAD)
    _describe(frame, exhibit)


EXPORT = Export("pptx", ".pptx", MEDIA, write)
