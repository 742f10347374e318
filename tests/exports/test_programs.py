"""Whole documents through the programs that people open them with."""

from __future__ import annotations

import io
import json
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hwpx.tools.validator import validate_document
from lxml import etree
from pypdf import PdfReader

from innocore_metrics import exports
from innocore_metrics.exports.limits import displayed_link
from innocore_metrics.exports.noun_endings import with_noun_endings
from innocore_metrics.selection import Selection
from tests.exports.conftest import BASE, DAY
from tests.exports.readers import squeezed

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"ko": "brain-drain", "en": "recruitment"}


def written(document, form, folder):
    file = folder / f"file.{form}"
    file.write_bytes(exports.file(document, exports.find(form)).content)
    return file


def office(file):
    """The PDF that LibreOffice makes of a file, as text by page."""
    program = shutil.which("soffice")
    assert program, "no LibreOffice: run tools/system-packages.sh"
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", file.parent, file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pages(file.with_suffix(".pdf"))


def pages(pdf):
    program = shutil.which("pdftotext")
    assert program, "no poppler: run tools/system-packages.sh"
    done = subprocess.run([program, pdf, "-"], check=True, capture_output=True, timeout=60)
    return done.stdout.decode().rstrip("\f").split("\f")


@pytest.fixture(params=PAGES)
def document(request, full):
    """A page with many kinds of charts, and the one that shows the ledger."""
    choice = Selection(full.vocabulary, lang=request.param, first_year=2001)
    return exports.build(full, choice, PAGES[request.param], DAY, BASE)


def test_every_slide_is_drawn_by_libreoffice(document, tmp_path):
    drawn = office(written(document, "pptx", tmp_path))
    # The cover, and for each exhibit at least a slide with its finding.
    assert len(drawn) > len(document.exhibits)
    whole = squeezed("".join(drawn))
    for exhibit in document.exhibits:
        assert squeezed(with_noun_endings(exhibit.title, document.lang)) in whole
        assert squeezed(displayed_link(document.link(exhibit))) in whole
    assert "\ufffd" not in whole


def test_every_sheet_is_drawn_by_libreoffice(document, tmp_path):
    whole = squeezed("".join(office(written(document, "xlsx", tmp_path))))
    for exhibit in document.exhibits:
        assert squeezed(exhibit.title) in whole
        for figure in exhibit.figures:
            assert squeezed(document.labels.value(figure)) in whole, figure.id


def test_the_report_is_paged_and_nothing_is_cut_off(document, tmp_path):
    file = written(document, "pdf", tmp_path)
    found = pages(file)
    whole = squeezed("".join(found))
    reader = PdfReader(file)
    starts = {entry.title: entry for entry in reader.outline}
    named: set[str] = set()
    for exhibit in document.exhibits:
        number = reader.get_destination_page_number(starts[exhibit.title]) + 1
        named.add(str(number))
        assert squeezed(exhibit.title) in squeezed(found[number - 1])
        for line in (*exhibit.caveats, *(document.labels.value(f) for f in exhibit.figures)):
            assert squeezed(line) in whole, line
    contents = found[: min(map(int, named)) - 1]
    assert named <= set(" ".join(contents).split())
    for number, text in enumerate(found, 1):
        assert squeezed(f"{number} / {len(found)}") in squeezed(text)


def test_the_briefing_is_laid_out_by_another_program(document, tmp_path):
    packages = ROOT / "frontend"
    assert (packages / "node_modules" / "@rhwp" / "core").is_dir(), "run tools/build-board.sh"
    file = written(document, "hwpx", tmp_path)
    node = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}:{shutil.os.environ['PATH']}")
    script = Path(__file__).with_name("rhwp.mjs")
    command = [node, script, file, packages]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    laid = json.loads(done.stdout)
    whole = squeezed("".join(page["text"] for page in laid))
    for exhibit in document.exhibits:
        assert squeezed(f"□ {with_noun_endings(exhibit.title, document.lang)}") in whole
    assert sum("<svg" in page["svg"] for page in laid) == len(laid)
    drawn = [
        t for page in laid for t in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>([^<]*)', page["svg"])
    ]
    sizes = {re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', page["svg"]).groups() for page in laid}
    ((_, height),) = sizes
    # Nothing runs off the foot of a page.
    assert "".join(text for y, text in drawn if float(y) > float(height)) == ""


def test_the_briefing_is_valid(document, tmp_path):
    """Against the schemas of the format, and each chart against the axes it names."""
    file = written(document, "hwpx", tmp_path)
    report = validate_document(file)
    assert not report.issues, report.issues[:3]
    with zipfile.ZipFile(file) as parts:
        section = etree.fromstring(parts.read("Contents/section0.xml"))
    footnotes = list(section.iter("{*}footNote"))
    assert len(footnotes) == sum(len(exhibit.sources) for exhibit in document.exhibits)
    assert list(section.iter("{*}pageNum")) or list(section.iter("{*}autoNum"))


@pytest.mark.parametrize("form", ["pptx", "xlsx"])
@pytest.mark.parametrize("lang", PAGES)
def test_slides_and_sheets_are_valid_office_open_xml(documents, form, lang, tmp_path):
    """Every part against the schemas and rules of the Open XML SDK."""
    file = written(documents[lang], form, tmp_path)
    packages = ROOT / "frontend" / "node_modules" / "@xarsh"
    found = list(packages.glob("ooxml-validator-*/ooxml-validator*"))
    if not found and (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("the validator's program is locked for Linux on x86-64 only")
    assert found, "run tools/build-board.sh"
    done = subprocess.run([found[0], file], check=False, capture_output=True, timeout=300)
    said = json.loads(done.stdout)
    assert said["errors"] == []
    assert said["ok"] is True


def test_equal_contents_give_equal_archives(document):
    one = document.part(document.exhibits[0])
    for form in ("zip", "csv", "json"):
        export = exports.find(form)
        assert export.write(one) == export.write(one)


def test_pictures_of_a_page_come_as_one_archive(full):
    page = exports.build(full, Selection(full.vocabulary), "salary", "2026-11-24", "http://x")
    file = exports.file(page, exports.find("png"))
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert len(archive.namelist()) == len(page.exhibits)
    assert file.media_type == "application/zip"
