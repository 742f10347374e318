"""Files as offices send them: every form of header, encoding, date and number that is allowed."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from innocore_metrics.intake import tables
from innocore_metrics.intake.checks import check_cells
from innocore_metrics.intake.columns import HEADER_WORDS
from innocore_metrics.intake.reading import read_upload
from innocore_metrics.intake.remarks import with_remarks
from innocore_metrics.intake.template import choices, workbook
from innocore_metrics.text import LANGUAGES, Words, render
from tests.intake.workbooks import HEADER, ROW
from tests.intake.workbooks import workbook as book_of

TODAY = date(2026, 11, 1)
EXPECTED = {
    "date": "2025-09-29",
    "stage": "applied",
    "research_group": "ai-llm",
    "host": "kaist",
    "talent_source": "foreign",
    "country": "US",
    "count": 3,
    "note": "",
}


@pytest.fixture
def read(tmp_path: Path):
    def reader(raw: bytes, name: str = "a"):
        path = tmp_path / "upload"
        path.write_bytes(raw)
        return read_upload(path, name, HEADER_WORDS)

    return reader


def rows_of(sheet, dataset):
    checked = check_cells(sheet, dataset, TODAY)
    assert checked.findings.problems() == ()
    return [{k: v for k, v in row.items() if k != "line"} for row in checked.rows.to_pylist()]


LINE = "2025. 9. 29.,지원,초거대언어모델 혁신 연구단,한국과학기술원,외국 국적,미국,3명,"
ENGLISH = "date,stage,research_group,host,talent_source,country,count,note\n"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("러시아(연방)", "RU"),
        ("도미니카공화국", "DO"),
        ("Türkiye", "TR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("한국계중국인", "CN"),
    ],
)
def test_countries_as_offices_write_them(read, dataset, written, code):
    (row,) = rows_of(
        read((",".join(HEADER) + "\n" + LINE.replace("미국", written)).encode()), dataset
    )
    assert row["country"] == code


def test_a_country_that_is_none_is_named_with_what_is_allowed(read, dataset):
    sheet = read((",".join(HEADER) + "\n" + LINE.replace("미국", "유고슬라비아")).encode())
    (problem,) = check_cells(sheet, dataset, TODAY).findings.problems()
    assert (problem.code, problem.given) == ("unknown_country_name", "유고슬라비아")
    assert "KR, USA" in render(problem, Words("ko"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_every_encoding_and_with_every_separator(read, dataset, encoding, mark, end):
    text = end.join([",".join(HEADER), LINE]).replace(",", mark)
    sheet = read(text.encode(encoding))
    assert sheet.delimiter == mark
    assert rows_of(sheet, dataset) == [EXPECTED]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH + "2025-09-29,applied,ai-llm,kaist,foreign,US,3,\n",
        "\n모집 현황,,,,,,,\n작성: 인사팀,,,,,,,\n" + ",".join(HEADER) + "\n" + LINE + "\n",
        ",".join(f'"{h}"' for h in HEADER)
        + '\n"2025-09-29","applied","ai-llm","KAIST","foreign","USA","3",""\n',
        "Date,Stage,Research Group,Host,Talent source,Country,Count (people),Note\n"
        "45929,Applied,AI-LLM,Kaist,foreign,US,3.0,\n",
        ",".join(HEADER) + ",\n" + LINE + ",\n,,,,,,,,\n",
    ],
    ids=["english", "header in row 4", "quoted", "other names", "empty column and row"],
)  # fmt: skip
def test_headers_and_cells_as_they_come(read, dataset, text):
    assert rows_of(read(text.encode()), dataset) == [EXPECTED]


@pytest.mark.parametrize("day", [date(2025, 9, 29), datetime(2025, 9, 29), "2025. 9. 29.", 45929])
def test_workbooks_with_every_kind_of_date(read, dataset, day):
    raw = book_of([("모집 현황",), (), HEADER, (day, *ROW[1:])])
    assert rows_of(read(raw), dataset) == [EXPECTED]


def test_merged_header_cells(read, dataset):
    book = Workbook()
    page = book.active
    page.append(["모집 현황"])
    page.append(["날짜", "단계", "배치", None, "사람", None, None, None])
    page.append([None, None, "연구단", "소속기관", "인재출처", "이전근무국가", "인원", "비고"])
    page.merge_cells("A1:H1")
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    page.merge_cells("C2:D2")
    page.merge_cells("E2:H2")
    page.append(list(ROW))
    out = io.BytesIO()
    book.save(out)
    assert rows_of(read(out.getvalue()), dataset) == [EXPECTED]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_filled_in_comes_in(read, dataset, lang):
    words = Words(lang)
    book = load_workbook(io.BytesIO(workbook(dataset, words)))
    page = book.worksheets[0]
    lists = choices(dataset, words)
    for number, (stage, group) in enumerate(
        zip(lists["stage"], lists["research_group"], strict=False)
    ):
        country = lists["country"][number]
        page.append(
            [
                date(2025, 9, 29),
                stage,
                group,
                lists["host"][0],
                lists["talent_source"][0],
                country,
                2,
                "",
            ]
        )
    assert len(page.data_validations.dataValidation) == len(lists) + 2
    out = io.BytesIO()
    book.save(out)
    rows = rows_of(read(out.getvalue()), dataset)
    assert [row["stage"] for row in rows] == ["applied", "offered", "accepted", "started", "left"]


@pytest.mark.parametrize(
    "header",
    [
        "이름",
        "성명",
        "E-mail",
        "이메일 주소",
        "주민등록번호",
        "휴대전화",
        "ORCID iD",
        "Name",
        "생년월일",
    ],
)
def test_columns_about_persons_are_refused_with_the_reason(read, dataset, header):
    text = ",".join((*HEADER, header)) + "\n" + LINE + ",x\n"
    findings = check_cells(read(text.encode()), dataset, TODAY).findings
    assert [p.code for p in findings.problems()] == ["ledger_personal_column"]


@pytest.mark.parametrize(
    "cell", ["a.b@c.kr", "010-1234-5678", "900101-1234567", "0000-0002-1825-0097"]
)
def test_cells_about_persons_are_refused_and_not_repeated(read, dataset, cell):
    text = ",".join(HEADER) + "\n" + LINE + cell + "\n"
    findings = check_cells(read(text.encode()), dataset, TODAY).findings
    (problem,) = findings.problems()
    assert problem.code == "ledger_personal_cell"
    assert cell not in str(problem)


def test_a_file_comes_back_with_remarks_and_without_formulas(read, dataset):
    wrong = (*HEADER,), ("2025-13-01", "=1+1", *ROW[2:]), ROW
    for raw in (book_of((HEADER, (wrong[1][0], "'=1+1", *ROW[2:]), ROW)), _csv(wrong)):
        sheet = read(raw, "list.xlsx")
        findings = check_cells(sheet, dataset, TODAY).findings
        returned = with_remarks(sheet, findings, Words("ko"))
        again = read(returned)
        cells = [column.cast("string").to_pylist() for column in again.rows.columns]
        assert again.header[: len(HEADER)] == HEADER
        assert "날짜로 읽을 수 없습니다" in cells[-1][0]
        assert cells[-1][1] == ""
        assert not any(str(cell).startswith("=") for column in cells for cell in column)
    # And the remarks themselves are read over when the mended file is sent again.
    assert "remarks" not in {
        p.column for p in check_cells(again, dataset, TODAY).findings.problems()
    }


def _csv(rows) -> bytes:
    return "\n".join(",".join(str(cell) for cell in row) for row in rows).encode()


def test_exports_neutralise_formulas(read, dataset):
    lines = [
        f'2025-09-{day:02d},지원,ai-llm,KAIST,,,3,"{note}"'
        for day, note in enumerate(("=1+1", "+1", "-1", "@x"), 1)
    ]
    sheet = read((",".join(HEADER) + "\n" + "\n".join(lines)).encode())
    checked = check_cells(sheet, dataset, TODAY)
    text = tables.as_csv(checked.rows).decode("utf-8-sig")
    for note in ("=1+1", "+1", "-1", "@x"):
        assert f"'{note}" in text
        assert f',"{note}' not in text
