"""The command line, and the report as a page of the server."""

from __future__ import annotations

import io
import time

import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from innocore_metrics.api import Guard
from innocore_metrics.cli import main
from web import report


@pytest.fixture(autouse=True)
def own_ledger(monkeypatch, tmp_path):
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def test_the_command_writes_a_file_under_the_choices_of_the_page(tmp_path, capsys):
    out = tmp_path / "a.pptx"
    asked = ["export", "salary-minimums,net-rate", "--from", "2010", "--lang", "ko"]
    base = ["--base-url", "https://metrics.example.kr", "--date", "2026-11-24", "--out", str(out)]
    assert main([*asked, *base]) == 0
    assert "2개" in capsys.readouterr().out
    deck = Presentation(io.BytesIO(out.read_bytes()))
    # A title, the summary, and a slide for each exhibit.
    assert len(deck.slides) == 4
    notes = deck.slides[3].notes_slide.notes_text_frame.text
    assert "https://metrics.example.kr/brain-drain?from=2010" in notes
    assert "2026. 11. 24." in notes


def test_everything_wrong_is_named_at_once_and_nothing_written(tmp_path, capsys):
    out = tmp_path / "a.pptx"
    wrong = ["--institutes", "mitt", "--from", "1900", "--basis", "gold"]
    assert main(["export", "net-rate", *wrong, "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert all(word in said for word in ("mitt", "1900", "gold"))
    assert not out.exists()
    assert main(["export", "net-rate", "--out", str(tmp_path / "a.docx")]) == 1
    assert "hwpx" in capsys.readouterr().err
    assert main(["export", "net-rate", "--out", str(tmp_path / "no" / "a.csv")]) == 1


def test_the_report_is_a_page_of_the_server(monkeypatch):
    monkeypatch.setenv("INNOCORE_BASE_URL", "https://metrics.example.kr")
    client = TestClient(Starlette(routes=report.routes(Guard({}, time.monotonic))))
    answer = client.get("/report/salary?lang=en&basis=ppp")
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert "basis=ppp" in answer.text
    refused = client.get("/report/nope")
    assert refused.status_code == 404
    assert "net-rate" in refused.text
