"""HWPX: a briefing in the style of Korean offices, with native charts and footnoted sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hwpx.document import HwpxDocument

from innocore_metrics.charts import ChartData
from innocore_metrics.exhibits import EXHIBITS, Exhibit
from innocore_metrics.exports.about import citation, definitions, notes, statuses, units
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.briefing_copies import Footnotes, add_table
from innocore_metrics.exports.briefing_parts import MM, POINT, Looks, fill_table, looks
from innocore_metrics.exports.columns import widths
from innocore_metrics.exports.hwpx_information import with_information
from innocore_metrics.exports.limits import LINK, displayed_link, whole_or_none
from innocore_metrics.exports.native import chart_xml
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.exports.shown import chart_of

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
# A column that says the same in so many rows is said once, above the table.
_MANY_ROWS = 3
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
        self._hwpx.page.set_header(text=f"{words('ui.title')} · {self._line(document.title)}"[:90])
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
        self._definitions()
        self._sources()
        lines = [paragraph.text for paragraph in self._hwpx.paragraphs]
        preview = [document.title, *(line for line in lines if line)]
        return with_information(bytes(self._hwpx.to_bytes()), document, preview)

    def _line(self, text: str) -> str:
        """A sentence as briefings have it."""
        return with_noun_endings(text, self._document.lang)

    def _summary(self) -> None:
        """The findings first, in a box; one exhibit alone has its finding as the title."""
        findings = [self._line(e.title) for e in self._document.exhibits if e.figures]
        if len(findings) < 2:
            return
        head = self._document.words("export.summary")
        rows = [[head], *([f"○ {finding}"] for finding in findings[:SUMMARY])]
        table = add_table(self._hwpx, len(rows), 1, round(WIDTH))
        fill_table(table, rows, [WIDTH], self._looks, "cell")

    def _definitions(self) -> None:
        """Units, definitions and statuses of all exhibits, each said once."""
        words, document = self._document.words, self._document
        said: dict[str, None] = {}
        for exhibit in document.exhibits:
            for key, lines in (
                ("unit", [", ".join(units(document, exhibit))]),
                ("definition", definitions(document, exhibit)),
                ("status", statuses(document, exhibit)),
            ):
                said |= dict.fromkeys(f"{words(f'export.{key}')}: {line}" for line in lines if line)
        if said:
            self._paragraph(words("export.definitions"), "chapter")
        for line in sorted(said):
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
        fill_table(table, [[self._line(document.title)]], [WIDTH], self._looks, "title")
        version = document.words("ui.as_of", version=document.version)
        self._paragraph(f"{document.day}, {document.words('ui.title')}, {version}", "right")

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
        if exhibit.subtitle:
            self._paragraph(f"○ {self._line(exhibit.subtitle)}", "point")
        for notice in exhibit.notices:
            self._paragraph(f"- {self._line(notice)}", "detail")
        data = chart_of(document, exhibit)
        if data is not None:
            self._chart(exhibit, data)
        if exhibit.table.rows:
            header, rows, same = _without_same(exhibit)
            apart = f" ({', '.join(same)})" if same else ""
            self._paragraph(f"○ {words('export.figures')}{apart}", "point")
            self._table(header, rows)
        details = list(self._details(exhibit))
        if details:
            self._paragraph(f"○ {words('export.notes')}", "point")
        for line in details:
            self._paragraph(f"- {line}", "detail")
        self._link(exhibit)

    def _details(self, exhibit: Exhibit) -> Iterator[str]:
        """Caveats and choices; the rest has its own place. An author's note stays word for word."""
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
            self._paragraph(self._document.words("export.annex"), "chapter")
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
        height = min(max(30 + 9 * rows, 60), 150) if data.kind == "bar" else 80
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


def _without_same(
    exhibit: Exhibit,
) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[str]]:
    """Header and rows without the columns that say one thing in every row, and these things."""
    header = exhibit.table.header[:-1]
    rows = [row[:-1] for row in exhibit.table.rows]
    same = [
        len(rows) >= _MANY_ROWS and len({row[i] for row in rows}) == 1 for i in range(len(header))
    ]
    kept = [i for i, one in enumerate(same) if not one]
    if not kept:
        return header, rows, []
    said = [rows[0][i] for i, one in enumerate(same) if one and rows[0][i]]
    return tuple(header[i] for i in kept), [tuple(row[i] for i in kept) for row in rows], said


EXPORT = Export("hwpx", ".hwpx", MEDIA, write)
