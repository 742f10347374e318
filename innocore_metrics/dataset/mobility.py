"""The facts together with tables made from a user's own career records."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace

from innocore_metrics import model
from innocore_metrics.dataset.dataset import Dataset

OWN_SOURCE = "own-records"
# What stands in a version before the hash of own tables.
OWN_MARK = "-own."


def with_mobility(dataset: Dataset, view: model.MobilityView | None) -> Dataset:
    """The facts with own tables beside them: a version and a source of their own.

    Without a view, the facts as they are.
    """
    if view is None:
        return dataset
    sources = tuple(row for row in dataset.sources if row.id != OWN_SOURCE)
    contents = json.dumps(asdict(view), sort_keys=True, default=dict)
    mark = hashlib.sha256(contents.encode()).hexdigest()[:6]
    return replace(
        dataset,
        version=f"{dataset.version}{OWN_MARK}{mark}",
        sources=(*sources, _source(view)),
        mobility=view,
    )


def _source(view: model.MobilityView) -> model.Source:
    report = view.report
    left_out = report.read - report.kept
    return model.Source(
        id=OWN_SOURCE,
        producer_ko=(
            f"자체 경력 기록({report.source}, {report.read:,}건 가운데 {left_out:,}건 제외, "
            f"계산 엔진 {view.engine})"
        ),
        producer_en=(
            f"own career records ({report.source}, {left_out:,} of {report.read:,} left out, "
            f"engine {view.engine})"
        ),
        title_ko="자체 기록으로 만든 이동 표",
        title_en="Mobility tables made from own records",
        publisher="InnoCORE Metrics",
        publisher_ko="이노코어 지표",
        url="",
        published=view.made,
        seen="",
        licence="figures-cited",
        grade="own-records",
    )
