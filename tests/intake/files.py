"""Generated files: sound ones with everything wrong that a keyboard or a program can do to them."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from tests.intake.workbooks import HEADER, ROW, SHEET, changed, header_row, packed, parts, workbook

# Texts that some program takes for more than text.
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "<b>bold</b>", "\t=1",
    "O'Neill; --", "${x}", "{{7*7}}", "%s%n", "../../folder", "\x00",
    "\x1b[31m", "\u202e", "\ufeff", "\ud55c", "𝟙𝟚", "१२", "1e9", "NaN", "inf", "-0", "0x10",
    "1_0", "2025-02-30", "2025.13.1", "99999", "9" * 40, "a@b.kr", "010-1234-5678",
    "900101-1234567", "0000-0002-1825-0097", '"', '""', ",", ";", "\n", "\r", "\r\n",
    "NA", "null", "None", "한" * 3000,
)  # fmt: skip
SOUND = (
    "2025-09-29", "2025. 9. 29.", "45929", "지원", "started", "ai-llm", "KAIST", "gist", "3",
    "12명",
    "1,234", "외국 국적", "returnee", "US", "KR", "", " ",
)  # fmt: skip
HEADERS = (
    *HEADER,
    "date",
    "stage",
    "research_group",
    "host",
    "count",
    "이름",
    "e-mail",
    "전화",
    "x",
    "",
)

cells = st.one_of(
    st.sampled_from(SOUND), st.sampled_from(HOSTILE), st.text(max_size=12), st.integers().map(str)
)
_headers = st.one_of(
    *[st.just(HEADER)] * 4, st.permutations(HEADER), st.lists(st.sampled_from(HEADERS), max_size=12)
)


@st.composite
def _nearly_sound(draw: st.DrawFn) -> list[object]:
    """A sound row with a few cells changed."""
    row: list[object] = list(ROW)
    row[0] = f"2025-{draw(st.integers(7, 12)):02d}-{draw(st.integers(1, 28)):02d}"
    for place in draw(st.lists(st.integers(0, len(row) - 1), max_size=2)):
        row[place] = draw(cells)
    return row


_rows = st.lists(
    st.one_of(_nearly_sound(), _nearly_sound(), st.lists(cells, max_size=10)), max_size=5
)
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp949", "cp949", "utf-16", "latin-1")


@st.composite
def delimited(draw: st.DrawFn) -> bytes:
    """CSV in some encoding with some delimiter, quoted or not, maybe with bytes changed."""
    mark = draw(st.sampled_from((",", ",", ";", "\t", "|")))
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    quoted = draw(st.integers(0, 3)) > 0
    lines = []
    if draw(st.integers(0, 3)) == 0:
        lines.append(draw(st.text(max_size=20)))
    for row in (draw(_headers), *draw(_rows), ROW):
        written = [
            f'"{str(cell).replace(chr(34), chr(34) * 2)}"' if quoted else str(cell) for cell in row
        ]
        lines.append(mark.join(written))
    raw = end.join(lines).encode(draw(st.sampled_from(_ENCODINGS)), "replace")
    return _damaged(draw, raw)


def _fits_a_cell(text: str) -> bool:
    """Whether openpyxl agrees to write it."""
    return not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in text)


@lru_cache(maxsize=1)
def _sound() -> bytes:
    """Always the same bytes: what is drawn for a file depends on its length."""
    return workbook([HEADER, ROW])


def _all_fit(row: list[object]) -> bool:
    return all(_fits_a_cell(str(cell)) for cell in row)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with hostile cells, with its XML or its bytes changed."""
    kind = draw(st.sampled_from(("cells", "cells", "cells", "xml", "bytes", "part")))
    if kind == "cells":
        values = st.one_of(
            cells.filter(_fits_a_cell),
            st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False),
            st.booleans(), st.dates(), st.datetimes(), st.none(),
        )  # fmt: skip
        rows = draw(st.lists(st.lists(values, max_size=10), max_size=3))
        nearly = draw(st.lists(_nearly_sound().filter(_all_fit), max_size=4))
        return workbook([draw(_headers), *nearly, *rows])
    raw = _sound()
    if kind == "bytes":
        return _damaged(draw, raw, always=True)
    if kind == "part":
        files = parts(raw)
        name = draw(st.sampled_from(sorted(files)))
        if draw(st.booleans()):
            del files[name]
        else:
            files[name] = _damaged(draw, files[name], always=True)
        return packed(files)
    return changed(raw, lambda xml: draw(_xml(xml)), SHEET)


@st.composite
def _xml(draw: st.DrawFn, xml: bytes) -> bytes:
    """The XML of a sheet with strange cells."""
    rows = [header_row()] if draw(st.booleans()) else []
    place = st.sampled_from(("A1", "A2", "H2", "CZ9", "ZZ9", "2A", "", "A0", "A9999"))
    kinds = st.sampled_from(("s", "n", "b", "d", "e", "str", "inlineStr", "zz", ""))
    for _ in range(draw(st.integers(0, 5))):
        value = draw(
            st.one_of(st.integers().map(str), st.sampled_from(("", "x", "1e400", "-1", "TRUE")))
        )
        inner = draw(st.sampled_from(("<v>{}</v>", "<f>{}</f>", "<is><t>{}</t></is>", "{}")))
        style = draw(st.integers(-2, 99))
        cell = f'<c r="{draw(place)}" t="{draw(kinds)}" s="{style}">{inner.format(value)}</c>'
        rows.append(f'<row r="{draw(st.integers(-1, 9_999))}">{cell}</row>')
    start, _, rest = xml.partition(b"<sheetData>")
    end = rest.partition(b"</sheetData>")[2]
    return start + b"<sheetData>" + "".join(rows).encode() + b"</sheetData>" + end


def _damaged(draw: st.DrawFn, raw: bytes, *, always: bool = False) -> bytes:
    """The bytes cut, changed in places, or put together with others; mostly as they are."""
    if not raw or not (always or draw(st.integers(0, 7)) == 0):
        return raw
    changed_ = bytearray(raw)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(changed_) - 1)) if changed_ else 0
        how = draw(st.integers(0, 3))
        if how == 0:
            changed_[place : place + 1] = bytes([draw(st.integers(0, 255))])
        elif how == 1:
            changed_[place:place] = draw(st.binary(max_size=8))
        elif how == 2:
            del changed_[place : place + draw(st.integers(1, 50))]
        else:
            del changed_[place:]
    return bytes(changed_)


def anything() -> st.SearchStrategy[bytes]:
    """Bytes of any kind, some with the start of a known format."""
    starts = (
        b"",
        b"PK\x03\x04",
        b"%PDF",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xd0\xcf\x11\xe0",
        b"<?xml",
    )
    return st.builds(
        lambda start, rest: start + rest, st.sampled_from(starts), st.binary(max_size=200)
    )
