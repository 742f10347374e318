"""What is refused, what is neutralised, and a renderer that outlives its browser."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree

from innocore_metrics import exports
from innocore_metrics.errors import SelectionError
from innocore_metrics.exports.renderer import memory_mb, renderer
from innocore_metrics.selection import Selection

DANGEROUS = ("=1+1", "+2", "-3", "@SUM(A1)", "\tx", "\rx")


def build(dataset, what, lang="en", **choice):
    selection = Selection(dataset.vocabulary, lang=lang).with_(**choice)
    return exports.build(dataset, selection, what, "2026-11-24", "https://metrics.example.kr/")


def test_an_unknown_name_is_refused_with_those_that_exist(dataset):
    with pytest.raises(SelectionError) as caught:
        build(dataset, "net-rte,net-rate,nope")
    assert [p.given for p in caught.value.problems] == ["net-rte", "nope"]
    assert "net-rate" in caught.value.problems[0].allowed
    with pytest.raises(SelectionError) as refused:
        exports.find("docx")
    assert "hwpx" in refused.value.problems[0].allowed


def test_a_list_keeps_its_order_and_a_page_has_what_stands_on_it(dataset):
    chosen = build(dataset, "salary-share, net-rate,salary-share")
    assert [e.id for e in chosen.exhibits] == ["salary-share", "net-rate"]
    assert [e.id for e in build(dataset, "overview").exhibits][:2] == [
        "at-a-glance",
        "postdocs-per-faculty",
    ]
    assert not [e for e in build(dataset, "all").exhibits if e.id.startswith("ledger-")]


def test_the_link_leads_to_the_same_view(dataset):
    document = build(dataset, "net-rate", first_year=2010, institutes=("kaist", "gist"))
    link = document.link(document.exhibits[0])
    address = "https://metrics.example.kr/brain-drain?lang=en&institutes=kaist,gist&from=2010"
    assert link == address
    # Where nothing was chosen the address ends at the page.
    assert build(dataset, "ratio", "ko").link() == "https://metrics.example.kr/ratio"


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(dataset, text):
    document = build(dataset, "vintages")
    (exhibit,) = document.exhibits
    figures = tuple(replace(f, note_en=text, formula=text) for f in exhibit.figures)
    spoiled = replace(document, exhibits=(replace(exhibit, title=text, figures=figures),))
    rows = csv.DictReader(io.StringIO(exports.comma.write(spoiled).decode("utf-8-sig")))
    for row in rows:
        assert row["note"] == row["title"] == f"'{text}"
        assert float(row["value"])
    content = exports.find("xlsx").write(spoiled)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["A1"].data_type == "s"
    assert sheet["A1"].quotePrefix


def test_formats_without_a_browser_work_and_the_others_say_why(dataset):
    nowhere = {"PATH": os.devnull, "INNOCORE_CHROMIUM": ""}
    missing = {e.id for e in exports.EXPORTS if exports.unavailable(e, nowhere)}
    assert missing == {"pdf", "png", "svg"}
    problem = exports.unavailable(exports.find("png"), nowhere)
    assert problem.code == "no_chromium"
    wrong = {"PATH": os.environ["PATH"], "INNOCORE_CHROMIUM": "no-such-program"}
    assert exports.unavailable(exports.find("png"), wrong)


def test_a_dead_browser_is_replaced_and_one_stays_warm(dataset):
    document = build(dataset, "parity", "ko")
    export = exports.find("png")
    first = export.write(document)
    ours = renderer(os.environ)
    process = ours.process
    start = time.perf_counter()
    for _ in range(5):
        assert len(export.write(document)) == len(first)
    assert (time.perf_counter() - start) / 5 < 2  # 0.1 s where nothing else runs.
    assert ours.process == process
    assert 0 < memory_mb(process) < 1500
    os.kill(process, signal.SIGKILL)
    assert len(export.write(document)) == len(first)
    assert ours.process not in (0, process)


def test_files_say_what_they_are_and_not_what_their_template_was(dataset):
    document = build(dataset, "parity", "ko")
    hwpx = zipfile.ZipFile(io.BytesIO(exports.find("hwpx").write(document)))
    package = hwpx.read("Contents/content.hpf").decode()
    assert document.title in package
    assert "synthetic" not in package
    assert "2025-09-17" not in package
    assert f"{document.date}T00:00:00Z" in package
    assert document.title in hwpx.read("Preview/PrvText.txt").decode()
    assert "Preview/PrvImage.png" not in hwpx.namelist()
    for form, part in (("pptx", "docProps/core.xml"), ("xlsx", "docProps/core.xml")):
        core = zipfile.ZipFile(io.BytesIO(exports.find(form).write(document))).read(part).decode()
        assert document.title in core
        assert f">{document.date}T" in core
        assert "2013" not in core


@pytest.mark.parametrize("id", ["by-group", "partner-countries", "partner-kinds"])
def test_counts_have_whole_ticks(dataset, id):
    chart = build(dataset, id, fields=("physical-ai",)).exhibits[0].chart
    assert chart.layout.xaxis.dtick == 1


def test_a_briefing_leads_with_its_findings_and_defines_once(dataset):
    document = build(dataset, "recruitment", "ko")
    hwpx = zipfile.ZipFile(io.BytesIO(exports.find("hwpx").write(document)))
    section = etree.fromstring(hwpx.read("Contents/section0.xml"))
    text = "\n".join("".join(t.itertext()) for t in section.iter("{*}t"))
    assert "요약" in text
    assert text.index("요약") < text.index("□ ")
    assert not re.search("[가-힣]니다", text)
    assert text.count("붙임 1. 단위, 정의, 상태") == 1
    unit = document.words.of(dataset.indicator["recruitment-total"], "definition")
    assert text.count(unit.removesuffix(".")) <= 1
    # Nine stops of briefings are cities and days, not nine times the same count.
    assert text.count("1회") <= 2
    assert "localhost" not in text


@pytest.mark.parametrize("form", ["hwpx", "pptx", "xlsx"])
def test_a_target_is_a_line_and_won_are_counted_in_large_units(dataset, form):
    def chart(id):
        content = exports.find(form).write(build(dataset, id, "ko"))
        archive = zipfile.ZipFile(io.BytesIO(content))
        name = next(n for n in archive.namelist() if re.search(r"[Cc]harts?/chart\d+\.xml$", n))
        return archive.read(name).decode()

    assert re.search(r"<c:lineChart>.*모집 목표", chart("progress"), re.DOTALL) or form == "xlsx"
    assert "lineChart" in chart("progress")
    budget = chart("budget")
    assert "억 원" in budget
    assert "300000000000" not in budget
