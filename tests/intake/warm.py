"""Reads a file of each kind when it is loaded, so that what is forked from there starts warm."""

from __future__ import annotations

from innocore_metrics.intake.columns import HEADER_WORDS
from innocore_metrics.intake.reading import Limits, child
from tests.intake.workbooks import HEADER, ROW, workbook

_CSV = "\n".join(",".join(map(str, row)) for row in (HEADER, ROW)).encode()
READ = [child.read(raw, "warm", HEADER_WORDS, Limits()) for raw in (_CSV, workbook([HEADER, ROW]))]
