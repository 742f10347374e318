"""Every exhibit in every format and language: it opens, says what it must, its numbers agree."""

from __future__ import annotations

import io
import math

import pytest
from lxml import etree
from PIL import Image

from innocore_metrics import exports
from innocore_metrics.exhibits import EXHIBITS
from innocore_metrics.exports.about import units
from innocore_metrics.exports.gapless import gapless
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.exports.shown import chart_of
from tests.exports.conftest import BASE, DAY
from tests.exports.readers import READERS, squeezed

IDS = [spec.id for spec in EXHIBITS]
SHOWS_EVERY_VALUE = ("csv", "zip", "json", "xlsx", "pptx", "hwpx", "html")
VALUES = ("csv", "zip", "json", "xlsx")
NATIVE = ("xlsx", "pptx", "hwpx")


@pytest.fixture(params=["ko", "en"])
def document(request, documents):
    return documents[request.param]


def part(document, id):
    return document.part(next(e for e in document.exhibits if e.id == id))


def same(value, known, room):
    if value is None or known is None:
        return value is known
    return math.isclose(value, known, rel_tol=room, abs_tol=0)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("id", IDS)
def test_a_file_opens_again_and_agrees(document, id, form):
    one = part(document, id)
    (exhibit,) = one.exhibits
    found = READERS[form](exports.file(one, exports.find(form)).content)
    text = squeezed(found.text)
    # Reports show an address without its scheme.
    link = f"{BASE}/{next(s.page for s in EXHIBITS if s.id == id)}?".split("://")[1]
    said = [exhibit.title, document.version, link, *units(document, exhibit)]
    said += [document.words.of(s, "title") for s in exhibit.sources] if form != "csv" else []
    cited = [s for f in exhibit.figures for s in f.sources]
    said += cited if form == "csv" else [*exhibit.caveats]
    said += [DAY if form in ("csv", "json") else document.day]
    if form in ("csv", "json"):
        said = [line for line in said if line not in units(document, exhibit)]
        said += [f.unit for f in exhibit.figures]
    if form == "hwpx":
        said = [with_noun_endings(line, document.lang) for line in said]
    for line in said:
        assert squeezed(line) in text, line
    for figure in exhibit.figures:
        assert squeezed(document.labels.value(figure)) in text, figure.id
    if form in VALUES:
        known = {f.id: f.value for f in exhibit.figures}
        assert found.values.keys() == known.keys()
        # XlsxWriter writes 16 significant digits, a spreadsheet keeps 15.
        room = 1e-15 if form == "xlsx" else 0.0
        for id, value in found.values.items():
            assert same(value, known[id], room), id
    data = chart_of(one, exhibit)
    if form in NATIVE:
        assert found.native == (data is not None)
    if found.charts:
        data = gapless(data) if form == "hwpx" else data
        drawn = [v for s in data.series for v in s.values if v is not None]
        assert found.charts == drawn
        ends = [end for f in exhibit.figures for end in (f.value, f.lower, f.upper)]
        known = {end / data.scale for end in ends if end is not None}
        assert set(drawn) <= known


@pytest.mark.parametrize("id", IDS)
def test_a_picture_carries_its_words(document, id):
    one = part(document, id)
    (exhibit,) = one.exhibits
    drawn = etree.fromstring(exports.find("svg").write(one))
    texts = "".join("".join(node.itertext()) for node in drawn.iter("{*}text"))
    address = BASE.split("://")[1]
    for line in (exhibit.title, exhibit.subtitle, exhibit.source_line, document.version, address):
        assert squeezed(line) in squeezed(texts), line
    picture = Image.open(io.BytesIO(exports.find("png").write(one)))
    assert picture.width == 2000
    assert picture.getcolors(1) is None


def test_protected_and_unpublished_figures_are_words_everywhere(document):
    hidden = [
        (exhibit, figure)
        for exhibit in document.exhibits
        for figure in exhibit.figures
        if figure.status in ("protected", "not published")
    ]
    assert {figure.status for _, figure in hidden} == {"protected", "not published"}
    few, withheld = document.words("protected.few"), document.words("protected.withheld")
    seen = {document.labels.value(figure) for _, figure in hidden}
    assert {few, withheld} <= seen
    for exhibit in {exhibit.id: exhibit for exhibit, _ in hidden}.values():
        one = document.part(exhibit)
        value = exports.tree.as_value(one, exhibit)
        for record in value["figures"]:
            if record["status"] in ("protected", "not published"):
                assert (record["value"], record["lower"], record["upper"]) == (None,) * 3
        data = chart_of(one, exhibit)
        for series in data.series if data else ():
            for number, word in zip(series.values, series.words, strict=True):
                assert (number is None) == (word in (few, withheld, "") or number is None)
                assert number is None or few not in word
        if data is not None and data.kind in ("bar", "column"):
            named = " ".join(data.labels)
            shown = [
                w for s in data.series for n, w in zip(s.values, s.words, strict=True) if n is None
            ]
            assert all(word in named for word in shown)
