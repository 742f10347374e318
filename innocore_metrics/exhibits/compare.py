"""What a change of the data would change in exhibits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.model import Figure


@dataclass(frozen=True, slots=True)
class Change:
    """An exhibit before and after: its finding, and every figure that differs.

    A row is what is counted, the value before and the value after; a value that is not there
    is "-".
    """

    name: str
    before: str
    after: str
    rows: tuple[tuple[str, str, str], ...]


def changes(before: View, after: View, specs: Iterable[Spec]) -> tuple[Change, ...]:
    """The exhibits among ``specs`` that differ between two views, in their order."""
    found = []
    for spec in specs:
        old, new = spec.exhibit(before), spec.exhibit(after)
        rows = tuple(_rows(before, after, old, new))
        if rows or old.title != new.title:
            name = after.words(f"exhibit.{spec.id}.name")
            found.append(Change(name, old.title, new.title, rows))
    return tuple(found)


def _rows(before: View, after: View, old: Exhibit, new: Exhibit) -> Iterable[tuple[str, str, str]]:
    olds, news = _by_identity(old.figures), _by_identity(new.figures)
    for key in dict.fromkeys((*olds, *news)):
        texts = [
            view.labels.spoken(figures[key]) if key in figures else "-"
            for view, figures in ((before, olds), (after, news))
        ]
        if texts[0] != texts[1]:
            yield _name(after, (news.get(key) or olds[key])), texts[0], texts[1]


def _by_identity(figures: Iterable[Figure]) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures}


def _name(view: View, figure: Figure) -> str:
    labels = view.labels
    kind = view.words.of(view.dataset.indicator[figure.indicator], "name")
    named = [kind, labels.entity(figure.entity), labels.group(figure.group)]
    return ", ".join(part for part in (*named, labels.period(figure.period)) if part)
