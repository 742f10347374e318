"""Taking away from the page: menus of files, and Ctrl+P."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def test_a_card_hands_out_its_file_and_the_page_prints_whole(server, context):
    page = context.new_page()
    page.goto(f"{server}/ratio?lang=ko&institutes=mit,four-institutes")
    page.wait_for_selector("[data-testid=stMain] .im-chart .main-svg", timeout=60_000)
    card = page.locator("[data-exhibit=parity] .im-take")
    card.locator("summary").click()
    with page.expect_download(timeout=60_000) as waiting:
        card.locator("a[href*='.xlsx']").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    sheet = book.worksheets[0]
    assert sheet["A1"].value == page.locator("h2#parity, h3#parity").inner_text()
    assert waiting.value.suggested_filename.startswith("이노코어_")
    # Without a public address a document that is handed on has no link to this machine.
    assert "localhost" not in str([cell.value for row in sheet.iter_rows() for cell in row])
    assert page.locator(".im-board > .im-take a").count() >= 10
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    # The last card is on paper too, though it is far below what the screen shows.
    # Letters of subsets may come out of a PDF with spaces between them.
    last = page.locator(".im-card .im-title").last.inner_text()
    assert "".join(last.split()) in "".join(text.split())


def test_a_file_that_cannot_be_made_is_told_beside_its_menu(server, context):
    page = context.new_page()
    page.goto(f"{server}/ratio?lang=ko")
    page.wait_for_selector("[data-testid=stMain] .im-chart .main-svg", timeout=60_000)
    menu = page.locator(".im-board > .im-take")
    menu.locator("summary").click()
    said = menu.locator("[role=status]")
    problem = {"status": 500, "detail": "오류 번호 1a2b3c4d"}
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        headers = {"Content-Type": "application/problem+json"}
        route.fulfill(status=500, headers=headers, body=json.dumps(problem))

    page.route("**/exhibits/ratio.pptx*", refuse)
    menu.locator("a[href*='.pptx']").click()
    expect(said).to_have_text("파워포인트(PPTX) 파일을 만들지 못했습니다. 오류 번호 1a2b3c4d")
    assert asked
    page.route("**/exhibits/ratio.hwpx*", lambda route: route.abort())
    menu.locator("a[href*='.hwpx']").click()
    expect(said).to_contain_text("서버에서 답이 오지 않습니다")
    # A print takes seconds: what goes on is said, and then that it is done.
    with page.expect_download(timeout=90_000) as waiting:
        menu.locator("a[href*='.pdf']").click()
        expect(said).to_have_text("PDF 보고서 파일을 만들고 있습니다")
        expect(menu.locator(".im-doing [aria-hidden]")).to_have_text(re.compile(r"^\d+초$"))
    name = waiting.value.suggested_filename
    assert re.fullmatch(r"이노코어_박사후연구원비율_\d{8}\.pdf", name), name
    expect(said).to_have_text(f"{name} 파일을 저장했습니다")
