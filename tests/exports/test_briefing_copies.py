"""What is copied in a briefing is what the library itself would have written."""

from __future__ import annotations

import re

import pytest
from hwpx.document import HwpxDocument
from lxml import etree

from innocore_metrics.exports.briefing_copies import Footnotes, add_table

# Ids are drawn at random by the library, too.
_IDS = re.compile(rb' (?:instId|id)="(\d+)"')
NOTES = ("첫째 출처 & <표>", "Second", "셋째")


def xml(element) -> bytes:
    return _IDS.sub(b"", etree.tostring(element))


def test_footnotes_are_those_of_the_library():
    ours, theirs = HwpxDocument.new(), HwpxDocument.new()
    footnotes = Footnotes(ours)
    heads = [(ours.add_paragraph("하나"), theirs.add_paragraph("하나")) for _ in range(2)]
    for (mine, other), notes in zip(heads, (NOTES, NOTES[:2]), strict=True):
        for note in notes:
            footnotes.add(mine, note)
            theirs.notes.add_footnote(note, paragraph=other)
    for mine, other in heads:
        assert xml(mine.element) == xml(other.element)
    ids = _IDS.findall(b"".join(etree.tostring(mine.element) for mine, _ in heads))
    assert len(ids) == len(set(ids)) + 4  # each line of a note has the id 0


@pytest.mark.parametrize("rows", [1, 2, 3, 40])
def test_tables_are_those_of_the_library(rows: int):
    ours, theirs = HwpxDocument.new(), HwpxDocument.new()
    table = add_table(ours, rows, 3, 40_000)
    other = theirs.add_table(rows, 3, width=40_000)
    height = "{http://www.hancom.co.kr/hwpml/2011/paragraph}sz"
    # The height is set when the texts are known.
    table.element.find(height).set("height", other.element.find(height).get("height"))
    assert xml(table.element) == xml(other.element)
    assert (table.row_count, table.column_count) == (rows, 3)
