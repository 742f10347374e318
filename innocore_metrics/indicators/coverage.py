"""Which institutes a ledger's counts are of: sums with members missing are no totals."""

from __future__ import annotations

from dataclasses import dataclass, replace

from innocore_metrics.dataset import Dataset
from innocore_metrics.model import Figure, LedgerView


@dataclass(frozen=True, slots=True)
class Coverage:
    """The host institutes that have reported starts of a cohort, and those that have not.

    Files come from the institutes at different times and hold counts from 1 on, so a host with
    a count of exactly 0 is one that has reported nobody: that is not the same as nobody. A
    protected count is of somebody. It follows from the counts shown and tells no more than they.
    """

    reported: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether sums over the institutes are totals."""
        return not self.missing

    @property
    def count(self) -> int:
        """How many institutes there are."""
        return len(self.reported) + len(self.missing)


def coverage_of(view: LedgerView, cohort: int) -> Coverage:
    """Who has reported starts of a cohort in the ledger shown, in the order of the ledger."""
    hosts = view.find(cohort, "started", "host")
    reported = tuple(row.category for row in hosts if row.count != 0)
    return Coverage(reported, tuple(row.category for row in hosts if row.count == 0))


def with_coverage(figure: Figure, coverage: Coverage, dataset: Dataset) -> Figure:
    """A sum over the institutes, marked where it is not of all: 0 of some is not published."""
    if coverage.complete:
        return figure
    ko, en = _note(coverage, dataset)
    marked = replace(
        figure,
        note_ko=f"{figure.note_ko} {ko}".strip(),
        note_en=f"{figure.note_en} {en}".strip(),
    )
    if figure.value == 0:
        return replace(marked, value=None, status="not published")
    return marked


def not_reported(figure: Figure) -> Figure:
    """The count of a host that has reported nobody."""
    return replace(
        figure,
        value=None,
        status="not published",
        note_ko="이 기관은 아직 시작 인원을 보고하지 않았습니다.",
        note_en="This institute has not reported any starts yet.",
    )


def _note(coverage: Coverage, dataset: Dataset) -> tuple[str, str]:
    if not coverage.reported:
        return (
            "시작 인원을 보고한 기관이 아직 없습니다.",
            "No institute has reported any starts yet.",
        )
    ko, en = (
        ", ".join(getattr(dataset.institution[id], f"short_{lang}") for id in coverage.reported)
        for lang in ("ko", "en")
    )
    return (
        f"보고한 기관({ko})만의 인원이며 전체 합계가 아닙니다.",
        f"Only of those that have reported ({en}), not a total.",
    )
