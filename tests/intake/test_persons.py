"""Personal data in free text: what is recognised, and what must not be."""

from __future__ import annotations

import pyarrow as pa
import pytest

from innocore_metrics.intake import persons

FOUND = {
    "person": (
        "홍길동 박사", "홍길동박사", "김철수 교수님", "이영희씨", "이영희 씨가 사임",
        "박지성님",
        "남궁민수 박사", "허준 교수", "홍길동(박사)", "최민호 책임연구원", "홍길동 박사후연구원",
        "Dr. Smith", "Dr Smith", "Prof. Kim", "Prof.Hong", "Ms. Anna Lee", "Mr. O'Neil",
        "Dr. 홍길동", "John Smith 님", "성명: 김갑수", "Ｄｒ． Ｓｍｉｔｈ",
    ),
    "phone": (
        "02-123-4567", "02)123-4567", "(02) 123-4567", "031-123-4567", "0421234567",
        "+82-2-123-4567", "+82 42 350 1234", "+82 (0)10 1234 5678", "010.1234.5678",
        "01012345678", "+1 617 253 0000", "+16172530000", "070-1234-5678", "０２－１２３－４５６７",
        "02–123–4567",
    ),
    "email": (
        "hong＠kaist．ac．kr", "hong@kaist.ac.kr", "hong (at) kaist.ac.kr",
        "ho\u200bng@kaist.ac.kr",
        "홍@한국.한국",
    ),
    "resident": (
        "900101-1234567", "9001011234567", "900101 - 5234567", "900101-1******",
        "１９９０년 1월 1일생",
    ),
    "passport": ("M12345678", "M123A4567", "여권 A1234567", "passport no. 512345678"),
    "orcid": (
        "0000-0002-1825-0097", "0000 0002 1825 0097", "0000000218250097", "0000.0002.1825.0097",
        "0000–0002–1825–0097", "https://orcid.org/0000-0002-1825-009X", "0000_0002_1825_0097",
    ),
    "identifier": ("학번 20231234", "사번: 123456"),
}  # fmt: skip
HARMLESS = (
    "", "신임 연구원", "박사후연구원 3명", "전임 교수",
    "이공계 박사 5명", "연구원 3명", "국내 박사",
    "외국인 박사", "한국화학연구원", "한국전자통신연구원", "기초과학연구원", "서울대 교수",
    "박사님",
    "선발된 박사 3명", "지원한 연구원",
    "정규직 연구원", "인공지능 박사", "신소재 박사", "우수 연구원", "최우수 박사", "이전 교수",
    "총장님 지시", "글씨", "2025-09-29", "2025. 9. 29. 기준", "batch 999999", "10-20명", "1,000명",
    "Doctor of Philosophy", "Professor Emeritus 2", "MIT, Harvard", "한국인 박사", "유치 연구원",
    "02-03-2025", "모집현황_20250929_v2.csv", "V20250929", "RS-2023-00212345", "3명 @ KAIST",
    "2025-09-29~2025-10-31", "Max Planck 연구원", "석박사 연구원", "전문연구원", "박사과정 연구원",
    "생명과학 박사", "독일 박사", "+3 2025-09-29", "2025. 9. 29. 생명과학", "고경력 박사",
    "초빙교수",
    "이 교수", "지원자님", "Ph.D. 3명", "최근 박사학위 취득", "강원대 교수 추천 2명",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in FOUND.items() for t in texts])
def test_personal_data_are_found_however_written(kind, text):
    assert kind in persons.kinds(text)
    assert kind in persons.kinds(f"2차 모집, {text}, 3명")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_and_numbers_are_let_through(text):
    assert persons.kinds(text) == ()


def test_a_column_is_looked_at_value_by_value():
    texts = pa.array(["신임 연구원", "홍길동 박사", "", "02-123-4567"])
    both = persons.found(texts, names=True)
    assert {kind: mask.tolist() for kind, mask in both.items()} == {
        "phone": [False, False, False, True],
        "person": [False, True, False, False],
    }
    assert set(persons.found(texts, names=False)) == {"phone"}
