"""US doctorates of Koreans: how many, what they intend, what is settled, who stays."""

from __future__ import annotations

from innocore_metrics.dataset import Dataset
from innocore_metrics.model import DoctorateStay, Figure

ALL_FIELDS = "temporary-visa-all-fields"
SCIENCE = "temporary-visa-science-engineering"
HEALTH_TOO = "temporary-visa-seh"
_INDICATOR = {
    "doctorates": "us-doctorates",
    "intend-to-stay": "intend-to-stay",
    "definite-commitment": "definite-commitment",
    "stay-rate-5-year": "stay-rate",
    "stay-rate-10-year": "stay-rate",
}


def stay_figure(row: DoctorateStay, *, with_vintage: bool = False) -> Figure:
    """The figure that a row of doctorate_stays is."""
    years = row.measure.removeprefix("stay-rate-") if row.measure.startswith("stay-rate") else ""
    cohort = row.cohort.replace("/", "_") if years else ""
    field = row.field.lower().replace(" ", "-")
    vintage = str(row.vintage) if with_vintage else ""
    parts = (row.population, field, years, cohort, vintage)
    return Figure(
        row.citizenship,
        _INDICATOR[row.measure],
        row.observed,
        row.value,
        row.unit,
        row.status,
        (row.source,),
        row.lower,
        row.upper,
        group=".".join(part for part in parts if part),
        note_ko=row.note_ko,
        note_en=row.note_en,
    )


def latest(dataset: Dataset, measure: str, population: str, field: str = "") -> tuple[Figure, ...]:
    """One measure by year or cohort, each in its latest vintage."""
    newest: dict[tuple[str, str], DoctorateStay] = {}
    for row in dataset.doctorate_stays:
        if (row.measure, row.population, row.field) != (measure, population, field):
            continue
        key = (row.cohort, row.observed)
        if key not in newest or (row.vintage or 0) >= (newest[key].vintage or 0):
            newest[key] = row
    return tuple(stay_figure(newest[key]) for key in sorted(newest, key=lambda k: (k[1], k[0])))


def vintages(dataset: Dataset, measure: str, year: str) -> tuple[Figure, ...]:
    """One year's figure in every vintage that gives it, oldest first."""
    rows = [
        row
        for row in dataset.doctorate_stays
        if row.measure == measure and row.observed == year and row.vintage
    ]
    return tuple(
        stay_figure(r, with_vintage=True) for r in sorted(rows, key=lambda r: r.vintage or 0)
    )


def stay_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Every figure on US doctorates of Koreans, the latest vintage of each."""
    keys = dict.fromkeys((r.measure, r.population, r.field) for r in dataset.doctorate_stays)
    return tuple(figure for key in keys for figure in latest(dataset, *key))
