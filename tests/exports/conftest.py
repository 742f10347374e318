"""The facts with a made-up ledger, and documents of everything in both languages."""

from __future__ import annotations

import pyarrow as pa
import pytest

from innocore_metrics import exports
from innocore_metrics.dataset import with_ledger, with_mobility
from innocore_metrics.desk.disclosure import protect
from innocore_metrics.desk.tallies import exact_counts, group_keys
from innocore_metrics.mobility.folder_view import institute_names, read_folder
from innocore_metrics.model import LedgerView
from innocore_metrics.selection import Selection
from tests.mobility_folder import tables
from tests.recruitment_rows import people

DAY = "2026-11-24"
BASE = "https://metrics.example.kr"
NAMES = ("month", "stage", "research_group", "host", "talent_source", "country", "count")


@pytest.fixture(scope="session")
def full(dataset, tmp_path_factory):
    """All facts, a protected release of a ledger and own tables: every exhibit has figures."""
    rows = [(str(cell[0])[:7], *cell[1:], count) for cell, count in people().items()]
    tally = pa.table(dict(zip(NAMES, map(list, zip(*rows, strict=True)), strict=True)))
    exact = exact_counts(tally, dataset, "2026-10-31")
    shown = protect(exact, (), group_keys(dataset), "2026-10-31", "secret")
    folder = tables(tmp_path_factory.mktemp("own") / "tables", people=900)
    own = with_mobility(dataset, read_folder(folder, institute_names(dataset)))
    return with_ledger(own, LedgerView("2026-10-31", 1, False, shown))


@pytest.fixture(scope="session")
def documents(full):
    """Everything, by language, under choices that are not the defaults."""
    chosen = Selection(full.vocabulary, first_year=2001)
    return {
        lang: exports.build(full, chosen.with_(lang=lang), "all", DAY, BASE)
        for lang in ("ko", "en")
    }
