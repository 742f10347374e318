"""A story as a value: which views are shown, in which order, and what is said to each."""

from __future__ import annotations

from dataclasses import dataclass

from innocore_metrics.selection import Selection, Vocabulary, parse_query

MAX_SLIDES = 60
MAX_TITLE = 120
MAX_NOTE = 2000
MAX_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Slide:
    """One view: an exhibit under filters, and the speaker's note in each language.

    ``filters`` are address parameters in the order of the address, defaults left out; the
    language is not among them.
    """

    exhibit: str
    filters: tuple[tuple[str, str], ...] = ()
    note_ko: str = ""
    note_en: str = ""

    def note(self, lang: str) -> str:
        """The note in ``lang``, or in the other language where only that one was written."""
        first = self.note_ko if lang == "ko" else self.note_en
        return first or self.note_ko or self.note_en

    def selection(self, vocabulary: Vocabulary, lang: str) -> Selection:
        """What the filters choose, in a language."""
        return parse_query({**dict(self.filters), "lang": lang}, vocabulary)[0]


@dataclass(frozen=True, slots=True)
class Story:
    """Slides in order under a title; ``minutes`` is the time planned for it, 0 where none is.

    ``id`` is the name of its file; a story that came in an address has none.
    """

    title_ko: str
    title_en: str
    slides: tuple[Slide, ...]
    minutes: int = 0
    id: str = ""

    def title(self, lang: str) -> str:
        """The title in ``lang``, or in the other language where only that one was written.

        >>> Story("보고", "", ()).title("en"), Story("보고", "Report", ()).title("en")
        ('보고', 'Report')
        """
        first = self.title_ko if lang == "ko" else self.title_en
        return first or self.title_ko or self.title_en
