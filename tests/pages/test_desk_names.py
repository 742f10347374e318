"""What files that editors take away are called."""

from __future__ import annotations

from innocore_metrics.dataset import with_ledger
from innocore_metrics.model import LedgerView
from pages.components.desk import publish


def test_a_table_of_counts_is_named_by_revision_and_day_without_a_hash(dataset):
    exact = LedgerView("2026-11-20", 12, True, ())
    name = publish._file_name("ledger-sources", exact)
    assert name == "ledger-sources_exact_12_2026-11-20.csv"
    assert with_ledger(dataset, exact).version not in name
    assert "protected_12" in publish._file_name(
        "ledger-sources", LedgerView("2026-11-20", 12, False, ())
    )
