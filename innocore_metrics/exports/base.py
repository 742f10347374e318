"""What an export is given, and what it is: a document in one language, a format with a writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from innocore_metrics import exhibits as catalogue
from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import Problem, SelectionError
from innocore_metrics.exhibits import EXHIBITS, ON_OVERVIEW, Exhibit, Labels, Spec, View
from innocore_metrics.exports.names import file_part, fitting
from innocore_metrics.selection import Selection
from innocore_metrics.settings import public_address
from innocore_metrics.text import Words

ALL = "all"


@dataclass(frozen=True)
class Document:
    """One or more exhibits under one selection and language, as they stand on a day.

    ``name`` is an exhibit's id, a page or ``all``, and ``title`` its words; ``date`` is the day
    of the export (ISO 8601), ``base_url`` the public address of the dashboard without a slash,
    empty where it has none.
    """

    dataset: Dataset
    selection: Selection
    words: Words
    exhibits: tuple[Exhibit, ...]
    name: str
    title: str
    date: str
    base_url: str

    @property
    def lang(self) -> str:
        """The language of the document."""
        return self.words.lang

    @property
    def version(self) -> str:
        """The version of the data."""
        return self.dataset.version

    @property
    def day(self) -> str:
        """The day of the export in the style of the language."""
        return self.labels.period(self.date)

    @cached_property
    def labels(self) -> Labels:
        """Names and values in the language of the document."""
        return Labels(self.dataset, self.words)

    @property
    def subject(self) -> str:
        """What the document is about, as its file is called in the language of the document."""
        for key in (f"page.{self.name}", f"exhibit.{self.name}.name", f"export.name_{self.name}"):
            if key in self.words:
                return self.words(key)
        return self.title

    def file_name(self, suffix: str) -> str:
        """The name of the file: what and day, in the language of the document."""
        return self._named(file_part(self.subject) if self.lang == "ko" else self.name, suffix)

    def ascii_file_name(self, suffix: str) -> str:
        """The same in ASCII, for programs that take no other name."""
        return f"innocore-{self.name}-{self._stamp}{suffix}"

    def _named(self, what: str, suffix: str) -> str:
        return fitting(self.words("export.file_name", what=what, day=self._stamp), suffix)

    @property
    def _stamp(self) -> str:
        return self.date.replace("-", "")

    def link(self, exhibit: Exhibit | None = None) -> str:
        """The address of the page that shows ``exhibit`` under this selection.

        Without an exhibit: the page that the document is of, or the first one. Empty where the
        dashboard has no public address.
        """
        if not self.base_url:
            return ""
        pages = {spec.page for spec in EXHIBITS}
        page = self.name if self.name in pages else "overview"
        if exhibit is not None:
            page = catalogue.find(exhibit.id).page
        elif len(self.exhibits) == 1:
            return self.link(self.exhibits[0])
        query = urlencode(self.selection.to_query(), safe=",")
        return f"{self.base_url}/{page}{'?' if query else ''}{query}"

    @property
    def keyed(self) -> tuple[tuple[str, Exhibit], ...]:
        """The exhibits, each with a name of its own: its id, with a number where it comes again.

        A story may show one exhibit twice under different choices.
        """
        seen: Counter[str] = Counter()
        named = []
        for exhibit in self.exhibits:
            seen[exhibit.id] += 1
            again = f"-{seen[exhibit.id]}" if seen[exhibit.id] > 1 else ""
            named.append((exhibit.id + again, exhibit))
        return tuple(named)

    def under(self, exhibit: Exhibit) -> Document:
        """The document under the selection that ``exhibit`` was built for."""
        return self

    def said(self, exhibit: Exhibit) -> str:
        """What a speaker says to ``exhibit``; empty where nobody presents it."""
        return ""

    def part(self, exhibit: Exhibit) -> Document:
        """The document of one of its exhibits alone."""
        return replace(self, exhibits=(exhibit,), name=exhibit.id, title=exhibit.title)


@dataclass(frozen=True, slots=True)
class Export:
    """A format: how a document is written in it.

    ``one_exhibit``: a file holds a single exhibit, so several become a zip of files.
    """

    id: str
    suffix: str
    media_type: str
    write: Callable[[Document], bytes]
    needs_chromium: bool = False
    one_exhibit: bool = False


def specs(what: str, dataset: Dataset) -> tuple[Spec, ...]:
    """The exhibits that ``what`` names: ``all``, a page, or one or more ids with commas between.

    Of all or a page those that ``dataset`` has what they are about: a ledger, own tables.

    Raises:
        SelectionError: no page and no exhibit has this name.
    """
    shown = [spec for spec in EXHIBITS if spec.is_in(dataset)]
    if what == ALL:
        return tuple(shown)
    if what == "overview":
        return tuple(catalogue.find(id) for id in ON_OVERVIEW)
    if any(spec.page == what for spec in EXHIBITS):
        return tuple(spec for spec in shown if spec.page == what)
    asked = [part.strip() for part in what.split(",") if part.strip()]
    known = {spec.id: spec for spec in EXHIBITS}
    allowed = ", ".join((ALL, *dict.fromkeys(s.page for s in EXHIBITS), *known))
    wrong = [id for id in asked or [what] if id not in known]
    if wrong:
        raise SelectionError(
            [Problem(code="no_such_exhibit", given=id[:80], allowed=allowed) for id in wrong]
        )
    return tuple(known[id] for id in dict.fromkeys(asked))


def build(dataset: Dataset, selection: Selection, what: str, date: str, base_url: str) -> Document:
    """The document of what is asked for (see `specs`), drawn in the light theme.

    Raises:
        SelectionError: ``what`` names nothing.
    """
    words = Words(selection.lang)
    view = View(dataset, selection, words, LIGHT)
    chosen = specs(what, dataset)
    return of(view, (spec.exhibit(view) for spec in chosen), what, date, base_url)


def of(view: View, exhibits: Iterable[Exhibit], what: str, date: str, base_url: str) -> Document:
    """The document of exhibits that are built already."""
    shown = tuple(exhibits)
    words = view.words
    page = any(spec.page == what for spec in EXHIBITS)
    title = words(f"page.{what}") if page else words("ui.title")
    if len(shown) == 1 and not page:
        title = shown[0].title
    # Never the words of an address: what is asked for may have spaces and line breaks around it.
    name = what if page or what == ALL else shown[0].id if len(shown) == 1 else "selection"
    base = public_address(base_url)
    return Document(view.dataset, view.selection, words, shown, name, title, date, base)
