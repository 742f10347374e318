"""The exhibit: one question, answered once, with everything a surface needs to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import innocore_metrics.charts as charts
from innocore_metrics.currency import Basis
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import InnocoreError
from innocore_metrics.exhibits.labels import Labels, Table
from innocore_metrics.model import Figure, Source
from innocore_metrics.selection import FILTER_PARAMETERS, Selection
from innocore_metrics.text import Words, render

FILTERS = ("institutes", "fields", "period", "basis", "count", "baseline", "scenarios")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An answered question in one language.

    ``chart`` is the drawn figure, or None where nothing can be drawn; ``notices`` then
    say why. ``figures`` are all numbers shown; ``statuses`` theirs, in order.
    """

    id: str
    title: str
    subtitle: str
    chart: object | None
    table: Table
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
    statuses: tuple[str, ...]
    source_line: str
    caveats: tuple[str, ...]
    alt: str
    notices: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """What an exhibit is built from: facts, choices, language and look."""

    dataset: Dataset
    selection: Selection
    words: Words
    theme: charts.Theme

    @property
    def labels(self) -> Labels:
        """Names and values in the language of the view."""
        return Labels(self.dataset, self.words)

    @property
    def basis(self) -> Basis:
        """The money basis chosen."""
        return Basis(self.selection.basis, self.selection.rate_date)

    def marks(self, figures: Iterable[Figure], by: str = "entity") -> list[charts.Mark]:
        """Figures as marks, labelled by ``entity``, ``group`` or ``period``."""
        label = {
            "entity": self.labels.entity,
            "group": self.labels.group,
            "period": self.labels.period,
        }[by]
        return [self.mark(figure, label(getattr(figure, by))) for figure in figures]

    def mark(self, figure: Figure, label: str, colour: str = "") -> charts.Mark:
        """One figure as a mark."""
        return charts.Mark(
            label=label,
            value=figure.value,
            text=self.labels.short(figure),
            colour=colour or figure.entity,
            lower=figure.lower,
            upper=figure.upper,
            uncertain=figure.status == "estimate" or figure.few,
            spoken=self.labels.spoken(figure),
        )

    def change(self, before: Figure, after: Figure) -> str:
        """Whether a value rose, fell or stayed, as the end of a sentence."""
        if after.number == before.number:
            return self.words("change.same")
        return self.words("change.rose" if after.number > before.number else "change.fell")

    def line(
        self,
        figures: Iterable[Figure],
        label: str,
        colour: str = "",
        *,
        dash: str = "solid",
        band: bool = False,
        joined: bool = True,
        below: bool = False,
    ) -> charts.Series:
        """Figures of one identity as a series over time; those without a value leave a gap."""
        points = tuple(
            charts.Point(
                decimal_year(f.period),
                f.number,
                f"{self.labels.period(f.period)}: {self.labels.spoken(f)}",
                f.lower,
                f.upper,
            )
            for f in figures
            if f.published
        )
        return charts.Series(label, points, colour, dash, band, joined, below)

    def exhibit(
        self,
        id: str,
        figures: Sequence[Figure],
        chart: object | None,
        *,
        notices: Iterable[str] = (),
        titled: str = "title",
        **values: object,
    ) -> Exhibit:
        """Assemble an exhibit: words by its id, everything else from its figures.

        ``titled`` names the title where the usual one does not hold.
        """
        figures = tuple(figures)
        words, labels = self.words, self.labels
        shown = [f for f in figures if f.published]
        notes = list(notices)
        if not shown:
            chart = None
            notes.insert(0, words("notice.nothing"))
        sources = labels.sources(figures)
        statuses = tuple(dict.fromkeys(f.status for f in figures))
        # Of what is protected a title can say that it is.
        if shown or any(f.status == "protected" for f in figures):
            title = words(f"exhibit.{id}.{titled}", **values)
        else:
            # A finding would speak of something else than what was asked for.
            title = words("notice.untitled", name=words(f"exhibit.{id}.name"))
        return Exhibit(
            id=id,
            title=title,
            subtitle=words(f"exhibit.{id}.subtitle", **values),
            chart=chart,
            table=labels.table(figures),
            figures=figures,
            sources=sources,
            statuses=statuses,
            source_line=labels.source_line(figures, sources, statuses),
            caveats=self._caveats(id, figures, values),
            alt=labels.alt(title, figures),
            notices=tuple(notes),
        )

    def _caveats(
        self, id: str, figures: Sequence[Figure], values: dict[str, object]
    ) -> tuple[str, ...]:
        """Caveats of the exhibit, of the entities in it, and the notes of its figures.

        A caveat with blanks is left out where there is nothing to fill them with.
        """
        keys = [f"exhibit.{id}.caveat{number}" for number in range(1, 6)]
        entities = dict.fromkeys(f.entity for f in figures if f.published)
        keys += [f"exhibit.{id}.caveat_{entity}" for entity in entities]
        known = [key for key in keys if key in self.words]
        filled = any(f.published or f.status == "protected" for f in figures)
        worded = [
            self.words(key, **values) for key in known if filled or "{" not in self.words.raw(key)
        ]
        # The grounds of a parameter stand beside its lever.
        noted = [f for f in figures if not f.indicator.startswith("parameter-")]
        notes = dict.fromkeys(self.words.of(f, "note") for f in noted)
        notes.pop("", None)
        said = [text for text in dict.fromkeys((*worded, *list(notes)[:4])) if text]
        # What a longer caveat says already is not said again.
        return tuple(
            text
            for text in said
            if not any(text != other and text.rstrip(".") in other for other in said)
        )


def largest_of(figures: Sequence[Figure]) -> list[Figure]:
    """The figures with the largest value, which several may share; none of none."""
    most = max((f.number for f in figures), default=0)
    return [f for f in figures if f.number == most]


def title_of_largest(figures: Sequence[Figure], largest: Sequence[Figure]) -> str:
    """Which title holds: one figure alone, all equal, one ahead of the others, or several."""
    if len(figures) == 1:
        return "title_one"
    if len(largest) == len(figures):
        return "title_equal"
    return "title_most" if len(largest) == 1 else "title"


def decimal_year(period: str) -> float:
    """The position of a period on a time axis; a range stands at its end.

    >>> decimal_year("2024"), decimal_year("2010/2013")
    (2024.0, 2013.0)
    >>> round(decimal_year("2025-07-01"), 2)
    2025.5
    """
    parts = [int(part) for part in period.rsplit("/", maxsplit=1)[-1].split("-")]
    month = parts[1] - 1 if len(parts) > 1 else 0
    day = parts[2] - 1 if len(parts) > 2 else 0
    return parts[0] + month / 12 + day / 365


@dataclass(frozen=True, slots=True)
class Spec:
    """An exhibit in the registry: its page, the filters it answers to, and how it is built.

    ``evidence`` is flow, stock, intention or opinion where it is evidence of brain drain.
    """

    id: str
    page: str
    filters: tuple[str, ...]
    build: Callable[[View], Exhibit]
    evidence: str = ""

    @property
    def needs_ledger(self) -> bool:
        """Whether there is nothing to show without a recruitment ledger."""
        return self.id.startswith("ledger-")

    @property
    def needs_own(self) -> bool:
        """Whether there is nothing to show without tables made from own career records."""
        return self.id.startswith("own-")

    def is_in(self, dataset: Dataset) -> bool:
        """Whether a dataset has what the exhibit is about."""
        ledger = dataset.ledger is not None or not self.needs_ledger
        return ledger and (dataset.mobility is not None or not self.needs_own)

    def exhibit(self, view: View) -> Exhibit:
        """Build for a view; what cannot be computed for the choice becomes a notice."""
        try:
            return self._advised(view, self.build(view))
        except InnocoreError as error:
            return _refused(self, view, [render(p, view.words) for p in error.problems])

    def _advised(self, view: View, exhibit: Exhibit) -> Exhibit:
        """With the filters that are set and that it answers to, where nothing is left to show."""
        query = view.selection.to_query()
        narrowed = [
            name
            for name in self.filters
            if name != "scenarios"
            and any(parameter in query for parameter in FILTER_PARAMETERS[name])
        ]
        if not narrowed or view.words("notice.nothing") not in exhibit.notices:
            return exhibit
        names = ", ".join(view.words(f"ui.{name}") for name in narrowed)
        advice = view.words("notice.widen", names=names)
        return replace(exhibit, notices=(*exhibit.notices, advice))


def _refused(spec: Spec, view: View, notices: Sequence[str]) -> Exhibit:
    words = view.words
    return Exhibit(
        id=spec.id,
        title=words(f"exhibit.{spec.id}.name"),
        subtitle="",
        chart=None,
        table=Table((), ()),
        figures=(),
        sources=(),
        statuses=(),
        source_line="",
        caveats=(),
        alt=words(f"exhibit.{spec.id}.name"),
        notices=tuple(notices),
    )
