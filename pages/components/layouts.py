"""Which exhibits stand on a page, in which order, under which headings."""

from __future__ import annotations

from dataclasses import dataclass

from innocore_metrics.exhibits import EXHIBITS, ON_OVERVIEW

MENU = ("overview", "ratio", "salary", "brain-drain", "recruitment", "groups", "claims", "data")
LEDGER = "ledger-"
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


def sections(page: str, *, ledger: bool = False) -> tuple[Section, ...]:
    """The sections of a page; ``ledger``: with those that draw the recruitment ledger."""
    if page == "overview":
        return (Section("", ON_OVERVIEW, wide=ON_OVERVIEW[:1]),)
    if page == "brain-drain":
        first = _of(page, "")
        kinds = (Section(f"evidence.{kind}", _of(page, kind)) for kind in EVIDENCE)
        return (Section("", first, wide=first), *kinds)
    if page == "recruitment":
        own = tuple(id for id in _of(page) if id.startswith(LEDGER))
        rest = tuple(id for id in _of(page) if id not in own)
        kept = Section("ledger.section", own, wide=own[:1])
        return (Section("", rest), kept) if ledger else (Section("", rest),)
    if page == "claims":
        return (Section("", _of(page), wide=("claims-verdicts", "claims-deviation")),)
    return (Section("", _of(page)),)


def exhibits(page: str, *, ledger: bool = False) -> tuple[str, ...]:
    """Ids of all exhibits on a page."""
    return tuple(id for section in sections(page, ledger=ledger) for id in section.exhibits)
