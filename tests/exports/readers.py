"""Reading files back with other programs than the ones that wrote them."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser

import openpyxl
from lxml import etree
from pptx import Presentation

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"


@dataclass
class Found:
    """All text of a file, the values by figure where it has them, and those of its charts."""

    text: str
    values: dict[str, float | None] = field(default_factory=dict)
    charts: list[float] = field(default_factory=list)
    native: int = 0


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def comma(content: bytes) -> Found:
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    values = {row["id"]: float(row["value"]) if row["value"] else None for row in rows}
    return Found(text + " ".join(v for row in rows for v in row.values()), values)


def archive(content: bytes) -> Found:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        names = file.namelist()
        assert names[0] == "README.txt"
        table = next(name for name in names if name.endswith(".csv"))
        described = json.loads(file.read(f"{table}-metadata.json"))
        found = comma(file.read(table))
        header = file.read(table).decode("utf-8-sig").splitlines()[0].split(",")
        assert [c["name"] for c in described["tableSchema"]["columns"]] == header
        return Found(found.text + file.read("README.txt").decode("utf-8-sig"), found.values)


def tree(content: bytes) -> Found:
    value = json.loads(content)
    (exhibit,) = value["exhibits"]
    text = json.dumps(value, ensure_ascii=False)
    return Found(text.replace('\\"', '"'), {f["id"]: f["value"] for f in exhibit["figures"]})


def workbook(content: bytes) -> Found:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C7"
    rows = list(sheet.iter_rows(min_row=7, values_only=True))
    values = {}
    for row in rows:
        if not row[13]:
            break
        values[row[13]] = row[5] if isinstance(row[5], int | float) else None
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    text = "\n".join(str(c.value) for c in cells if c.value is not None)
    return Found(text, values, native=len(sheet._charts))


def slides(content: bytes) -> Found:
    deck = Presentation(io.BytesIO(content))
    texts, numbers, native = [], [], 0
    for slide in deck.slides:
        texts.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            texts += [p.text for p in shape.text_frame.paragraphs] if shape.has_text_frame else []
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
            if not shape.has_chart:
                continue
            native += 1
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
            plot = shape.chart.plots[0]
            every = [s for one in shape.chart.plots for s in one.series]
            numbers += [v for s in every for v in s.values if v is not None]
            texts += [s.name for s in every] + [str(c) for c in plot.categories]
            book = shape.chart.part.chart_workbook.xlsx_part.blob
            inside = openpyxl.load_workbook(io.BytesIO(book)).active
            cells = [c for row in inside.iter_rows(values_only=True) for c in row]
            kept = {c for c in cells if isinstance(c, int | float)}
            for value in (v for s in plot.series for v in s.values if v is not None):
                assert any(math.isclose(value, cell, rel_tol=1e-15) for cell in kept)
    return Found("\n".join(texts), charts=numbers, native=native)


def briefing(content: bytes) -> Found:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        section = etree.fromstring(file.read("Contents/section0.xml"))
        charts = [n for n in file.namelist() if n.startswith("Chart/")]
        trees = [etree.fromstring(file.read(name)) for name in charts]
    anchors = {a.get("chartIDRef") for a in section.iter(f"{HP}chart")}
    assert anchors == set(charts)
    numbers = [
        float(v.text)
        for one in trees
        for kind in ("val", "yVal")
        for v in one.iterfind(f".//{C}{kind}//{C}v")
        if v.text
    ]
    paragraphs = ["".join(t.itertext()) for t in section.iter(f"{HP}t")]
    return Found("\n".join(paragraphs), charts=numbers, native=len(charts))


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag, attrs):
        self._skipped += tag in ("script", "style")
        assert not [v for n, v in attrs if n == "src"], "the file must stand alone"

    def handle_endtag(self, tag):
        self._skipped -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._skipped:
            self.texts.append(data)


def report(content: bytes) -> Found:
    reader = _Texts()
    text = content.decode()
    start = text.find("<script>")
    # The scripts hold plotly, which no parser need read.
    reader.feed(text[:start])
    return Found("\n".join(reader.texts))


READERS = {
    "csv": comma,
    "zip": archive,
    "json": tree,
    "xlsx": workbook,
    "pptx": slides,
    "hwpx": briefing,
    "html": report,
}
