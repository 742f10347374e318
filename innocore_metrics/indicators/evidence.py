"""Stock, intention and opinion: series as published, gaps kept as gaps."""

from __future__ import annotations

from innocore_metrics.dataset import Dataset
from innocore_metrics.indicators.derive import derived, observed
from innocore_metrics.model import Figure


def published_series(
    dataset: Dataset, indicator: str, entity: str = "", group: str = ""
) -> tuple[Figure, ...]:
    """Observations of an indicator as figures, in the order of their periods."""
    rows = dataset.observed(indicator, entity)
    found = [observed(row) for row in rows]
    chosen = [figure for figure in found if not group or figure.group == group]
    return tuple(sorted(chosen, key=lambda figure: (figure.period, figure.group)))


def brain_balance(dataset: Dataset) -> tuple[Figure, ...]:
    """Foreign professionals in Korea less Korean professionals abroad (net-persons)."""
    result = []
    for abroad in published_series(dataset, "professionals-abroad", "KR"):
        here = observed(dataset.one("foreign-professionals", "KR", abroad.period))
        value = here.number - abroad.number
        result.append(
            derived(
                "brain-balance",
                "KR",
                abroad.period,
                "net-persons",
                value,
                (here, abroad),
                formula="foreign here - Korean abroad",
            )
        )
    return tuple(result)


OBSERVED = (
    "postdoc-salary-min",
    "postdoc-salary-max",
    "postdoc-salary-terms",
    "doctorates-granted",
    "doctorates-granted-ceremony",
    "doctorates-employed-abroad",
    "postdocs-seh",
    "postdocs-in-national-rd-change",
    "stem-doctorates-in-us",
    "professionals-abroad",
    "foreign-professionals",
    "considering-move-abroad",
    "imd-brain-drain-score",
    "imd-brain-drain-rank",
    "net-ai-talent-migration",
    "outflow-share-bilateral",
    "applicants-per-place",
    "contract-years-min",
    "contract-years-max",
    "fellows-listed",
    "fellows-former-listed",
    "recruitment-target-max",
)


def evidence_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every published series that stands for itself, and the brain balance."""
    series = (published_series(dataset, indicator) for indicator in OBSERVED)
    return (*(figure for one in series for figure in one), *brain_balance(dataset))
