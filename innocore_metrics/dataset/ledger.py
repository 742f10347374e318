"""The facts together with what the recruitment ledger may show."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, replace

from innocore_metrics import model
from innocore_metrics.dataset.dataset import Dataset

LEDGER_SOURCE = "ledger"


def with_ledger(dataset: Dataset, view: model.LedgerView | None) -> Dataset:
    """The facts with the ledger as seen in ``view``: a version and a source of its own.

    Without a view, the facts as they are.
    """
    if view is None:
        return dataset
    sources = tuple(row for row in dataset.sources if row.id != LEDGER_SOURCE)
    return replace(
        dataset,
        version=_version(dataset.version.split("-")[0], view),
        sources=(*sources, _source(view)),
        ledger=view,
    )


def _version(facts: str, view: model.LedgerView) -> str:
    """The version of the facts, then a hash of the ledger: ``0123456789ab-0123456789ab``."""
    contents = json.dumps([view.date, view.exact, [astuple(row) for row in view.counts]])
    return f"{facts}-{hashlib.sha256(contents.encode()).hexdigest()[:12]}"


def _source(view: model.LedgerView) -> model.Source:
    kind = (
        ("정확한 인원, 편집자용", "exact counts, for editors")
        if view.exact
        else ("공개", "release")
    )
    return model.Source(
        id=LEDGER_SOURCE,
        producer_ko="이노코어 모집 대장",
        producer_en="InnoCORE recruitment ledger",
        title_ko=f"기관이 보낸 모집 기록({kind[0]} {view.revision}번)",
        title_en=f"Recruitment as recorded by the institutes ({kind[1]} {view.revision})",
        publisher="InnoCORE Metrics",
        publisher_ko="이노코어 지표",
        url="",
        published=view.date,
        seen="",
        licence="figures-cited",
        grade="ledger",
    )
