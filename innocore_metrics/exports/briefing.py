"""HWPX: a briefing in the style of Korean offices, with native charts and footnoted sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hwpx.document import HwpxDocument

from innocore_metrics.charts import ChartData
from innocore_metrics.exhibits import EXHIBITS, Exhibit
from innocore_metrics.exports.about import citation, defined, findings_of, notes, statuses
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.briefing_copies import Footnotes, add_table
from innocore_metrics.exports.briefing_parts import MM, POINT, Looks, fill_table, looks
from innocore_metrics.exports.columns import widths, without_same
from innocore_metrics.exports.hwpx_information import with_information
from innocore_metrics.exports.limits import LINK, displayed_link, whole_or_none
from innocore_metrics.exports.native import chart_xml
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.exports.shown import chart_of, measure_of

MEDIA = "application/hwp+zip"
MARGINS: dict[str, float] = {
    "left": 20,
    "right": 20,
    "top": 15,
    "bottom": 15,
    "header": 10,
    "footer": 10,
}
WIDTH = (210 - MARGINS["left"] - MARGINS["right"]) * MM
POINTS_A_MM = 72 / 25.4
# A table higher than this (in points) had better flow over pages than jump to the next.
_LONG = 280
# So many findings stand in the box on the first page.
SUMMARY = 5
_KEPT_APART = (
    "measure",
    "sources",
    "link",
    "version",
    "date",
    "notices",
    "unit",
    "definition",
    "status",
    "caveats",
)


def write(document: Document) -> bytes:
    """Title, then each exhibit as an item; several pages become numbered chapters."""
    return _Writer(document).write()


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._hwpx = HwpxDocument.new()
        self._looks: Looks = looks(self._hwpx)
        self._footnotes = Footnotes(self._hwpx)

    def write(self) -> bytes:
        document, words = self._document, self._document.words
        self._hwpx.page.setup(paper_size="A4", margins_mm=MARGINS)
        self._hwpx.page.set_header(text=f"{words('ui.title')} · {self._heading()}"[:90])
        self._hwpx.page.set_page_number(target="footer", prefix="- ", suffix=" -")
        self._title()
        self._summary()
        chapter, number = "", 0
        for exhibit in document.exhibits:
            page = next(spec.page for spec in EXHIBITS if spec.id == exhibit.id)
            if page != chapter and self._chapters():
                chapter, number = page, number + 1
                self._paragraph(f"{number}. {words(f'page.{page}')}", "chapter")
            self._exhibit(exhibit)
        self._annex()
        self._sources()
        lines = [paragraph.text for paragraph in self._hwpx.paragraphs]
        preview = [document.title, *(line for line in lines if line)]
        return with_information(bytes(self._hwpx.to_bytes()), document, preview)

    def _heading(self) -> str:
        """A finding as briefings have it; the title that somebody gave a story as it is."""
        document = self._document
        ours = any(exhibit.title == document.title for exhibit in document.exhibits)
        return self._line(document.title) if ours else document.title

    def _line(self, text: str) -> str:
        """A sentence as briefings have it."""
        return with_noun_endings(text, self._document.lang)

    def _summary(self) -> None:
        """The findings first, in a box; one exhibit alone has its finding as the title."""
        findings = findings_of(self._document)
        if len(findings) < 2:
            return
        head = self._document.words("export.summary")
        rows = [[head], *([f"○ {finding}"] for finding in findings[:SUMMARY])]
        table = add_table(self._hwpx, len(rows), 1, round(WIDTH))
        fill_table(table, rows, [WIDTH], self._looks, "cell")

    def _annex(self) -> None:
        """What is said once for all exhibits: units, definitions, statuses, day, sources."""
        words, document = self._document.words, self._document
        said = defined(document)
        if not said:
            return
        self._paragraph(words("export.definitions"), "annex")
        header = [words(f"sheet.{name}") for name in ("name", "unit")]
        header.append(words("export.definition"))
        rows = [[name, unit, self._line(definition)] for name, unit, definition in said]
        self._table(header, rows)
        meant = dict.fromkeys(line for e in document.exhibits for line in statuses(document, e))
        for line in meant:
            self._paragraph(f"- {self._line(line)}", "detail")
        version = words("ui.as_of", version=document.version)
        made = words("export.made_version", day=document.day, version=version)
        self._paragraph(f"- {self._line(made)}", "detail")

    def _chapters(self) -> bool:
        pages = {spec.page for spec in EXHIBITS for e in self._document.exhibits if spec.id == e.id}
        return len(pages) > 1

    def _title(self) -> None:
        """The title in its box, day and version below it at the right."""
        document = self._document
        table = self._hwpx.add_table(1, 1, width=round(WIDTH))
        fill_table(table, [[self._heading()]], [WIDTH], self._looks, "title")
        self._paragraph(f"{document.day}, {document.words('ui.title')}", "right")

    def _paragraph(self, text: str, look: str) -> Any:
        paragraph, run = self._looks.of(look)
        return self._hwpx.add_paragraph(
            text,
            para_pr_id_ref=paragraph,
            char_pr_id_ref=run,
            style_id_ref=self._looks.style,
            inherit_style=False,
        )

    def _exhibit(self, exhibit: Exhibit) -> None:
        document, words = self._document, self._document.words
        head = self._paragraph(f"□ {self._line(exhibit.title)}", "item")
        for source in exhibit.sources:
            self._footnotes.add(head, document.labels.source(source))
        data = chart_of(document, exhibit)
        measure = measure_of(document, exhibit, data)
        if measure:
            self._paragraph(f"○ {self._line(measure)}", "point")
        for notice in exhibit.notices:
            self._paragraph(f"- {self._line(notice)}", "detail")
        if data is not None:
            self._chart(exhibit, data)
        if exhibit.table.rows:
            header, body, same = without_same(exhibit.table)
            rows = [[self._line(cell) for cell in row] for row in body]
            apart = f" ({', '.join(same)})" if same else ""
            self._paragraph(f"○ {words('export.figures')}{apart}", "point")
            self._table(header, rows)
        for caveat in exhibit.caveats:
            self._paragraph(f"※ {self._line(caveat)}", "detail")
        # What people have written stands as they wrote it.
        for line in self._details(exhibit):
            self._paragraph(f"- {line}", "detail")
        self._link(exhibit)

    def _details(self, exhibit: Exhibit) -> Iterator[str]:
        """Choices and a speaker's notes; the rest has its own place."""
        words = self._document.words
        apart = {words(f"export.{key}") for key in _KEPT_APART}
        for heading, lines in notes(self._document, exhibit):
            if heading == words("export.said"):
                yield from (f"{heading}: {line}" for line in lines)
            elif heading not in apart:
                yield from (self._line(f"{heading}: {line}") for line in lines)

    def _sources(self) -> None:
        """Every source once, with licence and address, which a footnote is too short for."""
        every = {s.id: s for exhibit in self._document.exhibits for s in exhibit.sources}
        if every:
            self._paragraph(self._document.words("export.annex"), "heading")
        for source in every.values():
            self._paragraph(f"- {citation(self._document, source)}", "detail")

    def _link(self, exhibit: Exhibit) -> None:
        words, address = self._document.words, self._document.link(exhibit)
        if not whole_or_none(address, LINK):
            return
        paragraph = self._paragraph(f"- {words('export.link')}: ", "detail")
        shown = displayed_link(address)
        run = self._looks.link
        self._hwpx.refs.add_hyperlink(shown, address, paragraph=paragraph, char_pr_id_ref=run)

    def _chart(self, exhibit: Exhibit, data: ChartData) -> None:
        rows = len(data.categories) * (len(data.series) if data.named else 1)
        height = {"bar": min(max(24 + 8 * rows, 45), 150), "stacked": 45}.get(data.kind, 70)
        anchor = self._paragraph("", "figure")
        size = (round(WIDTH - 4 * MM), round(height * MM))
        placed = self._hwpx.shapes.add_chart(
            chart_xml(data, 10), paragraph=anchor, size=size, treat_as_char=True
        )
        self._looks.comment(placed.element, exhibit.alt)

    def _table(self, header: Sequence[str], body: Sequence[Sequence[str]]) -> None:
        """The figures; sources stand in the footnotes, so their column is left out."""
        rows = [header, *body]
        table = add_table(self._hwpx, len(rows), len(header), round(WIDTH))
        numbers = {self._document.words(f"table.{name}") for name in ("value", "range")}
        right = [place for place, name in enumerate(header) if name in numbers]
        sizes = [MM * width for width in widths(rows, 10 / POINTS_A_MM, WIDTH / MM, 4)]
        fill_table(table, rows, sizes, self._looks, "cell", right)
        if table.height > _LONG * POINT:
            table.set_treat_as_char(False)


EXPORT = Export("hwpx", ".hwpx", MEDIA, write)
