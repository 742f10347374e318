"""Which exhibits stand on a page, in which order, under which headings."""

from __future__ import annotations

from dataclasses import dataclass

from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import EXHIBITS, ON_OVERVIEW

MENU = (
    "overview",
    "ratio",
    "salary",
    "brain-drain",
    "recruitment",
    "groups",
    "scenarios",
    "claims",
    "data",
    "present",
)
LEDGER, OWN = "ledger-", "own-"
EVIDENCE = ("flow", "stock", "intention", "opinion")


@dataclass(frozen=True, slots=True)
class Section:
    """Exhibits under one heading (a word key or empty); ``wide`` ones span the page."""

    heading: str
    exhibits: tuple[str, ...]
    wide: tuple[str, ...] = ()


def _of(page: str, evidence: str | None = None) -> tuple[str, ...]:
    specs = [spec for spec in EXHIBITS if spec.page == page]
    return tuple(s.id for s in specs if evidence is None or s.evidence == evidence)


def there(dataset: Dataset) -> dict[str, bool]:
    """Which of the sections that not every dataset has are there, for `sections` and `exhibits`."""
    return {"ledger": dataset.ledger is not None, "own": dataset.mobility is not None}


def sections(page: str, *, ledger: bool = False, own: bool = False) -> tuple[Section, ...]:
    """The sections of a page.

    ``ledger``: with those that draw the recruitment ledger; ``own``: with those that draw tables
    made from own career records.
    """
    if page == "overview":
        return (Section("", ON_OVERVIEW, wide=ON_OVERVIEW[:1]),)
    if page == "brain-drain":
        first = _of(page, "")
        given = {kind: _of(page, kind) for kind in EVIDENCE}
        kept = tuple(id for ids in given.values() for id in ids if id.startswith(OWN))
        kinds = (
            Section(f"evidence.{kind}", tuple(id for id in ids if id not in kept))
            for kind, ids in given.items()
        )
        last = (Section("own.section", kept),) if own else ()
        return (Section("", first, wide=first), *kinds, *last)
    if page == "scenarios":
        every = _of(page)
        return (Section("", every, wide=(every[0], every[-1])),)
    if page == "recruitment":
        recorded = tuple(id for id in _of(page) if id.startswith(LEDGER))
        others = tuple(id for id in _of(page) if id not in recorded)
        ledger_section = Section("ledger.section", recorded, wide=recorded[:1])
        return (Section("", others), ledger_section) if ledger else (Section("", others),)
    if page == "claims":
        return (Section("", _of(page), wide=("claims-verdicts", "claims-deviation")),)
    return (Section("", _of(page)),)


def exhibits(page: str, *, ledger: bool = False, own: bool = False) -> tuple[str, ...]:
    """Ids of all exhibits on a page."""
    shown = sections(page, ledger=ledger, own=own)
    return tuple(id for section in shown for id in section.exhibits)
