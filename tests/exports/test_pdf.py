"""How a PDF is made: drawn once, numbered in place, finished without being rewritten."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from pypdf import PdfReader

from innocore_metrics import exports
from innocore_metrics.exports import closed, pdf, report
from innocore_metrics.exports.pdf_bookmarks import with_bookmarks
from innocore_metrics.selection import Selection
from tests.exports.conftest import BASE, DAY


@pytest.fixture(scope="module")
def document(dataset):
    return exports.build(dataset, Selection(dataset.vocabulary), "salary", DAY, BASE)


def test_a_report_is_loaded_once_and_runs_no_script(document, monkeypatch):
    loaded = []
    tab = closed.tab

    async def counted(browser, page):
        loaded.append(page)
        return await tab(browser, page)

    monkeypatch.setattr(closed, "tab", counted)
    content = pdf.write(document)
    # Else it is the page on which pictures are drawn, where the browser has just been started.
    (page,) = [page for page in loaded if "<main>" in page]
    assert "<script" not in page
    assert page.count("<svg ") >= len(report.figures(document))
    reader = PdfReader(io.BytesIO(content))
    texts = [sheet.extract_text() for sheet in reader.pages]
    starts = [reader.get_destination_page_number(item) for item in reader.outline]
    assert [item.title for item in reader.outline] == [e.title for e in document.exhibits]
    for start, exhibit in zip(starts, document.exhibits, strict=True):
        assert "".join(exhibit.title.split())[:12] in "".join(texts[start].split())
    # The contents name these pages.
    lines = texts[0].split()
    assert all(str(start + 1) in lines for start in starts)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_bookmarks_are_added_and_the_print_stays_as_it_was(document, tmp_path):
    printed = exports.find("pdf").write(document.part(document.exhibits[0]))
    found = with_bookmarks(printed, [("첫째", 0), ("Second (2)", 0)], {"/Title": "연봉 \\ (원)"})
    assert found.startswith(printed)
    reader = PdfReader(io.BytesIO(found))
    assert [item.title for item in reader.outline] == ["첫째", "Second (2)"]
    assert reader.metadata.title == "연봉 \\ (원)"
    file = tmp_path / "a.pdf"
    file.write_bytes(found)
    program = shutil.which("pdfinfo")
    assert program, "no poppler: run tools/system-packages.sh"
    done = subprocess.run([program, file], check=True, capture_output=True, timeout=60)
    assert "연봉 \\ (원)" in done.stdout.decode()
    # It says what is wrong with a file there.
    assert done.stderr == b""


def test_what_does_not_end_as_a_pdf_is_refused():
    with pytest.raises(ValueError, match="no end of a PDF"):
        with_bookmarks(b"%PDF-1.4", [], {})


def test_without_bookmarks_there_is_no_outline(document):
    printed = exports.find("pdf").write(document.part(document.exhibits[0]))
    bare = with_bookmarks(printed[: printed.index(b"%%EOF") + 6], [], {"/Title": "x"})
    assert PdfReader(io.BytesIO(bare)).outline == []
