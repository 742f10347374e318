"""Native charts of XLSX, PPTX and HWPX against the figures of their exhibits, point by point.

A point stands at the right name if a figure has its value and a word of that figure is in the name,
or no other figure's word is. HWPX is also drawn by rhwp, which takes points in their order, and its
picture measured.
"""

from __future__ import annotations

import io
import json
import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries

from innocore_metrics import exports
from innocore_metrics.exhibits.base import decimal_year
from innocore_metrics.exports.gapless import SINCE, gapless
from innocore_metrics.exports.shown import chart_of

ROOT = Path(__file__).resolve().parents[2]
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORMS = ("xlsx", "pptx", "hwpx")


@dataclass(frozen=True)
class Series:
    """A series as a reader finds it: name, names or places, values, whiskers."""

    name: str
    places: tuple[object, ...]
    values: tuple[float | None, ...]
    whiskers: int
    numeric: bool


def cached(element) -> list[str | None]:
    """The points of a cache by their index."""
    if element is None:
        return []
    count = int(element.find(f".//{C}ptCount").get("val"))
    points: list[str | None] = [None] * count
    for point in element.iter(f"{C}pt"):
        points[int(point.get("idx"))] = point.findtext(f"{C}v") or None
    return points


def from_cells(book, element) -> list[object]:
    sheet, cells = element.findtext(f".//{C}f").rsplit("!", 1)
    left, top, right, bottom = range_boundaries(cells.replace("$", ""))
    rows = book[sheet.strip("'").replace("''", "'")].iter_rows(
        top, bottom, left, right, values_only=True
    )
    return [value for row in rows for value in row]


def charts(content: bytes, form: str) -> Iterator[tuple[str, list[Series]]]:
    """Kind and series of each native chart in a file, in the order of its parts."""
    folder = {"xlsx": "xl/charts/chart", "pptx": "ppt/charts/chart", "hwpx": "Chart/chart"}[form]
    book = openpyxl.load_workbook(io.BytesIO(content)) if form == "xlsx" else None
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [n for n in file.namelist() if n.startswith(folder) and n.endswith(".xml")]
        for part in sorted(parts, key=lambda n: int(re.findall(r"\d+", n)[-1])):
            tree = etree.fromstring(file.read(part))
            area = tree.find(f".//{C}plotArea")
            kind = next(e.tag.removeprefix(C) for e in area if e.tag.endswith("Chart"))
            yield kind, [series(ser, kind, book) for ser in area.iter(f"{C}ser")]


def series(ser, kind: str, book) -> Series:
    across, up = ("xVal", "yVal") if kind == "scatterChart" else ("cat", "val")
    read = (lambda e: from_cells(book, e)) if book else cached
    values = tuple(None if v is None else float(v) for v in read(ser.find(f"{C}{up}")))
    name = read(ser.find(f"{C}tx"))[0]
    errors = len(ser.findall(f"{C}errBars"))
    places = tuple(read(ser.find(f"{C}{across}")))
    numeric = kind == "scatterChart" or ser.find(f"{C}cat/{C}numRef") is not None
    return Series(str(name), places, values, errors, numeric)


def words_of(document, figure) -> list[str]:
    labels = document.labels
    parts = [labels.entity(figure.entity), labels.period(figure.period), labels.group(figure.group)]
    parts += [labels.group(part) for part in figure.group.split(".") if part]
    lead = document.dataset.group.get(figure.entity)
    return [part for part in parts if part] + ([labels.entity(lead.lead)] if lead else [])


def stands_right(document, exhibit, name: str, value: float) -> bool:
    """Whether a figure of that value belongs to the name, or none of the others does."""
    name = name.replace("\n", " ")
    values = {id(f): (f.value, f.lower, f.upper) for f in exhibit.figures}

    def has(figure) -> bool:
        ends = [end for end in values[id(figure)] if end is not None]
        return any(math.isclose(end, value, rel_tol=1e-9, abs_tol=1e-9) for end in ends)

    def is_named(figure) -> bool:
        own = figure.group.split(".")[-1] or figure.entity
        label = document.labels.group(own) if figure.group else document.labels.entity(own)
        return bool(label) and label in name

    holders = [figure for figure in exhibit.figures if has(figure)]
    if any(any(word in name for word in words_of(document, f)) for f in holders):
        return True
    return bool(holders) and not any(is_named(f) for f in exhibit.figures if not has(f))


def drawn_exhibits(document):
    """The exhibits with a native chart, and what it is of."""
    for exhibit in document.exhibits:
        data = chart_of(document.part(exhibit), exhibit)
        if data is not None:
            yield exhibit, data


def wrong_points(document, form: str, found) -> Iterator[str]:
    """Points that stand elsewhere than their figure, of every chart of a document."""
    for (exhibit, data), (kind, every) in zip(drawn_exhibits(document), found, strict=True):
        for one in every:
            for place, value in zip(one.places, one.values, strict=False):
                if value is not None and not is_right(
                    document, exhibit, data, kind, one, place, value * data.scale, form
                ):
                    yield f"{form} {exhibit.id}: {place!r} {one.name!r} {value}"


def is_right(document, exhibit, data, kind, one, place, value, form) -> bool:
    known = [f.value for f in exhibit.figures if f.value is not None]
    if kind == "scatterChart" and data.kind == "xy" and not data.years:
        return any(math.isclose(value, k) for k in known)
    if kind in ("scatterChart", "lineChart"):
        level = len(set(one.values) - {None}) == 1
        return in_time(exhibit, place, value, form, kind) or (level and value in known)
    return stands_right(document, exhibit, f"{place}, {one.name}", value)


def in_time(exhibit, place, value, form, kind) -> bool:
    """Whether a figure of that value is of that year or day; a month may stand at its end."""
    if hasattr(place, "year"):
        place = decimal_year(place.date().isoformat())
    elif kind == "lineChart" and float(place) > 3000:
        place = decimal_year((date(1899, 12, 30) + timedelta(float(place))).isoformat())
    place = float(place) + (SINCE if form == "hwpx" and kind == "scatterChart" else 0)
    return any(
        abs(decimal_year(f.period) - place) < (0.1 if len(f.period) == 7 else 0.005)
        for f in exhibit.figures
        for end in (f.value, f.lower, f.upper)
        if end is not None and math.isclose(end, value, rel_tol=1e-9, abs_tol=1e-9)
    )


@pytest.fixture(scope="module")
def briefings(documents):
    """A Korean briefing of each exhibit with a chart, by its id."""
    document = documents["ko"]
    write = exports.find("hwpx").write
    return {e.id: write(document.part(e)) for e, _ in drawn_exhibits(document)}


@pytest.mark.parametrize("form", ["xlsx", "pptx"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_point_stands_at_the_name_of_its_figure(documents, form, lang):
    content = exports.find(form).write(documents[lang])
    assert list(wrong_points(documents[lang], form, list(charts(content, form)))) == []


def test_every_point_of_a_briefing_stands_at_the_name_of_its_figure(documents, briefings):
    found = [next(charts(content, "hwpx")) for content in briefings.values()]
    assert list(wrong_points(documents["ko"], "hwpx", found)) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_tornado_has_both_ends_of_every_lever(documents, form):
    document = documents["en"]
    exhibit = next(e for e in document.exhibits if e.id == "scenario-tornado")
    content = exports.file(document.part(exhibit), exports.find(form)).content
    ((kind, (low, high)),) = charts(content, form)
    assert kind == "barChart"
    names = {id: document.dataset.parameter[id].name_en for id in ("renewal", "faculty-growth")}
    renewal, growth = (
        next(i for i, name in enumerate(low.places) if str(name).startswith(names[id]))
        for id in ("renewal", "faculty-growth")
    )
    assert [round(x, 3) for x in (low.values[renewal], high.values[renewal])] == [0.546, 0.674]
    assert [round(x, 3) for x in (low.values[growth], high.values[growth])] == [0.627, 0.557]
    assert len(low.values) == len(high.values) == len(exhibit.figures) - 3
    assert b'formatCode="0.00"' in content or b"0.00" in _chart_part(content, form)


def _chart_part(content: bytes, form: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        name = next(n for n in file.namelist() if re.search(r"[Cc]hart/?s?/chart1\.xml$", n))
        return file.read(name)


@pytest.mark.parametrize("form", FORMS)
def test_ranges_have_whiskers_and_balances_two_colours(documents, form):
    document = documents["ko"]
    for id in ("countries", "partners", "recent-partners", "faculty-estimates"):
        exhibit = next(e for e in document.exhibits if e.id == id)
        content = exports.file(document.part(exhibit), exports.find(form)).content
        ((_, (one,)),) = charts(content, form)
        assert one.whiskers == 1, id
    exhibit = next(e for e in document.exhibits if e.id == "partner-balance-map")
    content = exports.file(document.part(exhibit), exports.find(form)).content
    ((_, (one,)),) = charts(content, form)
    assert len(one.values) == 16
    smallest = min(abs(v) for v in one.values)
    assert sum(abs(f.number) > smallest for f in exhibit.figures) <= 15
    points = re.findall(rb'srgbClr val="([0-9A-Fa-f]{6})"', _chart_part(content, form))
    assert {b"256EF4", b"D63D4A"} <= {point.upper() for point in points}
    exhibit = next(e for e in document.exhibits if e.id == "faculty-estimates")
    content = exports.file(document.part(exhibit), exports.find(form)).content
    assert b"pattFill" in _chart_part(content, form)


def test_no_point_of_a_briefing_is_missing_before_a_later_one(briefings):
    for id, content in briefings.items():
        for cache in etree.fromstring(_chart_part(content, "hwpx")).iter(f"{C}numCache"):
            places = [int(point.get("idx")) for point in cache.iter(f"{C}pt")]
            assert places == list(range(len(places))), id


@pytest.fixture(scope="module")
def drawn(briefings, tmp_path_factory):
    """What rhwp reads from the chart of each briefing, and what it draws, by exhibit."""
    packages = ROOT / "frontend"
    assert (packages / "node_modules" / "@rhwp" / "core").is_dir(), "run tools/build-board.sh"
    folder = tmp_path_factory.mktemp("rhwp")
    files = [folder / f"{id}.hwpx" for id in briefings]
    for file, content in zip(files, briefings.values(), strict=True):
        file.write_bytes(content)
    node = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}:{shutil.os.environ['PATH']}")
    script = Path(__file__).with_name("rhwp_charts.mjs")
    done = subprocess.run([node, script, packages, *files], check=True, capture_output=True)
    return dict(zip(briefings, json.loads(done.stdout), strict=True))


def test_another_reader_finds_every_chart_of_a_briefing(documents, drawn):
    refused = {id: found["data"] for id, found in drawn.items() if not found["data"]["ok"]}
    assert refused == {}


def test_bars_drawn_by_another_reader_are_as_long_as_their_figures(documents, drawn):
    measured = 0
    for exhibit in documents["ko"].exhibits:
        data = chart_of(documents["ko"].part(exhibit), exhibit)
        if data is None or data.kind != "bar" or len(data.series) > 1:
            continue
        (one,) = data.series
        shown = {n: v for n, v in zip(data.labels, one.values, strict=True) if v is not None}
        found = drawn[exhibit.id]
        assert found["data"]["labels"][: len(shown)] == list(shown), exhibit.id
        # The first name is drawn lowest; a bar ends at its value on a linear axis.
        bars = sorted(found["bars"], key=lambda bar: -bar["y"])
        assert len(bars) == len(data.labels), exhibit.id
        bars = bars[: len(shown)]
        ends = [bar["x"] + bar["width"] for bar in bars]
        low, high = min(shown.values()), max(shown.values())
        if high == low:
            assert max(ends) - min(ends) < 0.5
            continue
        scale = (max(ends) - min(ends)) / (high - low)
        for end, value in zip(ends, shown.values(), strict=True):
            assert abs(end - min(ends) - scale * (value - low)) < 1, exhibit.id
        measured += 1
    assert measured > 15


def test_lines_drawn_by_another_reader_stand_at_their_places(documents, drawn):
    measured = 0
    for exhibit in documents["ko"].exhibits:
        data = chart_of(documents["ko"].part(exhibit), exhibit)
        if data is None or data.kind not in ("line", "xy"):
            continue
        data = gapless(data)
        marks = drawn[exhibit.id]["marks"]
        points = [
            (one.xs[i] if one.xs else float(i), value)
            for one in data.series
            for i, value in enumerate(one.values)
            if value is not None
        ]
        assert len(marks) == len(points), exhibit.id
        for axis, name in enumerate(("x", "y")):
            at = sorted(mark[name] for mark in marks)
            known = sorted(point[axis] * (1, -1)[axis] for point in points)
            span = known[-1] - known[0]
            if not span:
                continue
            for place, value in zip(at, known, strict=True):
                share = (value - known[0]) / span
                assert abs(place - at[0] - share * (at[-1] - at[0])) < 1, (exhibit.id, name)
        measured += 1
    assert measured > 15
