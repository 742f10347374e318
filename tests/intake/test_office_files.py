"""Files as offices make them: read as they look, or refused for what they are."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from innocore_metrics.errors import IntakeError
from innocore_metrics.intake.checks import check_cells
from innocore_metrics.intake.columns import HEADER_WORDS
from innocore_metrics.intake.reading import read_upload
from innocore_metrics.text import Words, render
from tests.intake.workbooks import HEADER, ROW

TODAY = date(2026, 11, 1)
CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "ledger"


def checked(path: Path, content: bytes, dataset, name: str = "a.xlsx"):
    path.write_bytes(content)
    return check_cells(read_upload(path, name, HEADER_WORDS), dataset, TODAY)


def as_csv(*rows: tuple[object, ...], header=HEADER) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in (header, *rows)).encode()


def book(change) -> bytes:
    made = Workbook()
    page = made.active
    for row in (HEADER, ROW, (*ROW[:6], 4, ""), (*ROW[:6], 5, "")):
        page.append(list(row))
    change(made, page)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def codes(findings) -> list[tuple[str, list[int]]]:
    return [(finding.code, finding.rows.tolist()) for finding in findings]


def hide_row(_, page) -> None:
    page.auto_filter.ref = "A1:H4"
    page.row_dimensions[3].hidden = True


def hide_column(_, page) -> None:
    page.column_dimensions["H"].hidden = True


def hide_sheet(made, _) -> None:
    other = made.create_sheet("지난해")
    other.append(list(HEADER))
    other.sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (hide_row, [("ledger_hidden_rows", [3])]),
        (hide_column, [("ledger_hidden_columns", [0])]),
        (hide_sheet, [("ledger_hidden_sheets", [0])]),
        (lambda *_: None, []),
    ],
    ids=["row", "column", "sheet", "nothing"],
)
def test_what_is_hidden_is_warned_of(tmp_path, dataset, change, warning):
    found = checked(tmp_path / "a", book(change), dataset)
    assert codes(found.findings.warnings) == warning
    assert codes(found.findings.errors) == []
    assert found.rows.column("count").to_pylist() == [3, 4, 5]


def test_text_is_read_as_it_looks(tmp_path, dataset):
    apart = [unicodedata.normalize("NFD", str(cell)) for cell in HEADER]
    row = ("２０２５-０９-２９", unicodedata.normalize("NFD", "지원"), "ai-llm", "KA\u200bIST")
    rest = (unicodedata.normalize("NFD", "외국 국적"), "US", "１２", "\ufeff")
    found = checked(tmp_path / "a", as_csv((*row, *rest), header=apart), dataset, "a.csv")
    assert codes(found.findings.errors) == []
    (only,) = found.rows.to_pylist()
    assert (only["date"], only["stage"], only["host"], only["count"]) == (
        "2025-09-29", "applied", "kaist", 12,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2025. 9. 29.(월)", "'25. 9. 29.", "’25.9.29", "2025-09-29(월)", "2025년 9월 29일(월)",
     "2025. 9. 29.(월요일)", "2025.09.29 월요일"],
)  # fmt: skip
def test_days_are_read_as_offices_write_them(tmp_path, dataset, text):
    found = checked(tmp_path / "a", as_csv((text, *ROW[1:])), dataset, "a.csv")
    assert found.rows.column("date").to_pylist() == ["2025-09-29"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("2025. 9. 29.(화)", "ledger_weekday"), ("25. 9. 29.", "ledger_date")],
)
def test_days_that_contradict_themselves_or_may_be_two_are_refused(tmp_path, dataset, text, code):
    found = checked(tmp_path / "a", as_csv((text, *ROW[1:])), dataset, "a.csv")
    assert codes(found.findings.errors) == [(code, [2])]


def strict(content: bytes) -> bytes:
    """The workbook with the namespaces of Strict Open XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for usual, own in (
                (b"spreadsheetml/2006/main", b"spreadsheetml/main"),
                (b"officeDocument/2006/relationships", b"officeDocument/relationships"),
            ):
                part = part.replace(
                    b"http://schemas.openxmlformats.org/" + usual,
                    b"http://purl.oclc.org/ooxml/" + own,
                )
            new.writestr(name, part)
    return out.getvalue()


def test_strict_open_xml_is_read_like_the_usual_form(tmp_path, dataset):
    content = book(lambda *_: None)
    usual = checked(tmp_path / "a", content, dataset)
    assert checked(tmp_path / "b", strict(content), dataset).rows.equals(usual.rows)


@pytest.mark.parametrize(
    ("part", "kind"),
    [("word/document.xml", "DOCX"), ("Contents/content.hpf", "HWPX"), ("content.xml", "ODS"),
     ("xl/workbook.bin", "XLSB"), ("Index/Document.iwa", "Numbers"), ("x.txt", "ZIP")],
)  # fmt: skip
def test_other_archives_are_named_for_what_they_are(tmp_path, dataset, part, kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, "<x/>")
    with pytest.raises(IntakeError) as caught:
        checked(tmp_path / "a", out.getvalue(), dataset)
    assert [(p.code, p.given) for p in caught.value.problems] == [("upload_type", kind)]


def test_messages_speak_the_words_of_the_file(tmp_path, dataset):
    wrong = ("2025. 9. 29.", "접수", "없는 연구단", "서울대", "내국인", "US", 3, "")
    found = checked(tmp_path / "a", as_csv(wrong), dataset, "a.csv")
    said = " ".join(render(p, Words("ko")) for p in found.findings.problems())
    assert "지원, 제안, 수락, 시작, 퇴직" in said
    assert "초거대언어모델 혁신 연구단" in said
    assert "applied" not in said
    assert "ai-llm" not in said
    english = (
        "date",
        "stage",
        "research_group",
        "host",
        "talent_source",
        "country",
        "count",
        "note",
    )
    found = checked(tmp_path / "b", as_csv(wrong, header=english), dataset, "a.csv")
    said = " ".join(render(p, Words("en")) for p in found.findings.problems())
    assert Words("en")("stage.applied") in said
    assert "지원" not in said


def test_a_name_in_a_note_hides_no_other_problem(tmp_path, dataset):
    rows = [
        ("2025. 9. 29.", "지원", "ai-llm", "KAIST", "외국 국적", "US", 3, "담당 홍길동 박사"),
        ("2025. 9. 31.", "접수", "ai-llm", "서울대", "외국 국적", "US", 0, ""),
    ]
    found = checked(tmp_path / "a", as_csv(*rows), dataset, "a.csv")
    assert {p.code for p in found.findings.problems()} == {
        "ledger_personal_name", "ledger_date", "not_in_list", "out_of_range",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "expected"),
    [("nfd.csv", "rows"), ("strict.xlsx", "rows"), ("hidden_row.xlsx", "ledger_hidden_rows"),
     ("encrypted.xlsx", "upload_password")],
)  # fmt: skip
def test_files_that_once_went_wrong(dataset, file, expected):
    if not CASES.is_dir():
        pytest.skip("the example files are not here (../shared/cases/ledger)")
    if expected.startswith("upload_"):
        with pytest.raises(IntakeError) as caught:
            read_upload(CASES / file, file, HEADER_WORDS)
        assert [p.code for p in caught.value.problems] == [expected]
        return
    found = check_cells(read_upload(CASES / file, file, HEADER_WORDS), dataset, TODAY)
    assert codes(found.findings.errors) == []
    assert found.rows.num_rows
    assert expected in ("rows", *(code for code, _ in codes(found.findings.warnings)))
