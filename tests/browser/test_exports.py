"""Taking away from the page: menus of files, and Ctrl+P."""

from __future__ import annotations

import io

import openpyxl
import pytest
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
    assert sheet["A4"].value.endswith("/ratio?institutes=mit,four-institutes")
    assert page.locator(".im-board > .im-take a").count() >= 10
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    # The last card is on paper too, though it is far below what the screen shows.
    # Letters of subsets may come out of a PDF with spaces between them.
    last = page.locator(".im-card .im-title").last.inner_text()
    assert "".join(last.split()) in "".join(text.split())
