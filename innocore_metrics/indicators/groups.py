"""The research groups and the organisations that take part in them."""

from __future__ import annotations

from collections import Counter

from innocore_metrics.dataset import Dataset
from innocore_metrics.model import Figure, GroupPartner

COHORT = 2025


def partners(dataset: Dataset, fields: tuple[str, ...]) -> tuple[GroupPartner, ...]:
    """Partner rows of the groups in ``fields``."""
    chosen = {group.id for group in dataset.research_groups if group.field in fields}
    return tuple(row for row in dataset.group_partners if row.group in chosen)


def partner_counts(rows: tuple[GroupPartner, ...], attribute: str) -> tuple[Figure, ...]:
    """Different organisations by ``country`` or ``kind``, most first (unit: partners)."""
    unique = {(row.partner_en, str(getattr(row, attribute))) for row in rows}
    counted = Counter(value for _, value in unique)
    sources = tuple(dict.fromkeys(row.source for row in rows))
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Figure(
            "innocore",
            "partner-count",
            "2025-06",
            n,
            "partners",
            "derived",
            sources,
            group=key,
            formula="count of different organisations",
        )
        for key, n in ordered
    )


def partners_by_group(rows: tuple[GroupPartner, ...]) -> tuple[Figure, ...]:
    """Partner organisations of each group (unit: partners)."""
    counted = Counter(row.group for row in rows)
    return tuple(
        Figure(
            group,
            "partner-count",
            "2025-06",
            n,
            "partners",
            "derived",
            ("gist-2025-06",),
            formula="count of organisations",
        )
        for group, n in counted.items()
    )


def city_slug(city: str) -> str:
    """The id of a city: its English name in small letters.

    >>> city_slug("Silicon Valley")
    'silicon-valley'
    """
    return city.lower().replace(" ", "-")


def briefings(dataset: Dataset) -> tuple[Figure, ...]:
    """Briefings and roadshow stops in a named city, by date (unit: events)."""
    return tuple(
        Figure(
            "innocore",
            "briefings",
            row.date,
            1,
            "events",
            row.status,
            (row.source,),
            group=f"{city_slug(row.city_en)}.{row.organiser}",
        )
        for row in dataset.briefings
        if row.city_en
    )


def group_figures(dataset: Dataset) -> tuple[Figure, ...]:
    """Partner counts by country, by kind and by group; briefings by city."""
    rows = partners(dataset, tuple(field.id for field in dataset.fields))
    kinds = (partner_counts(rows, "country"), partner_counts(rows, "kind"))
    return (*kinds[0], *kinds[1], *partners_by_group(rows), *briefings(dataset))
