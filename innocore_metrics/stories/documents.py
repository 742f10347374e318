"""A story as a document: every format that exports write, with each slide's own view and note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from innocore_metrics.charts import LIGHT
from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import Exhibit, View, find
from innocore_metrics.exports import Document
from innocore_metrics.selection import Selection
from innocore_metrics.settings import public_address
from innocore_metrics.stories.links import MAX_LINK, PARAMETER, encode
from innocore_metrics.stories.story import Story
from innocore_metrics.text import Words


@dataclass(frozen=True)
class StoryDocument(Document):
    """A document whose exhibits stand under a selection of their own each, in order."""

    story: Story
    selections: tuple[Selection, ...]

    def _place(self, exhibit: Exhibit) -> int:
        """Which slide an exhibit is: the same exhibit may stand in a story twice."""
        return next(i for i, one in enumerate(self.exhibits) if one is exhibit)

    def under(self, exhibit: Exhibit) -> Document:
        """The document under the selection of one of its slides."""
        return replace(self, selection=self.selections[self._place(exhibit)])

    def said(self, exhibit: Exhibit) -> str:
        """The speaker's note to one of its slides."""
        return self.story.slides[self._place(exhibit)].note(self.lang)

    @property
    def subject(self) -> str:
        """The story's title."""
        return self.title

    def link(self, exhibit: Exhibit | None = None) -> str:
        """The address of a slide's page under its filters; of the whole story without a slide.

        Empty where there is no public address, or the story is longer than one can be.
        """
        if not self.base_url:
            return ""
        if exhibit is not None:
            page = find(exhibit.id).page
            query = self.selections[self._place(exhibit)].with_(version=self.version).to_query()
        else:
            page = "present"
            language = {} if self.lang == "ko" else {"lang": self.lang}
            story = self.story.id or encode(self.story)
            if len(story) > MAX_LINK:
                return ""
            query = {**language, PARAMETER: story, "version": self.version}
        return f"{self.base_url}/{page}?{urlencode(query, safe=',~')}"

    def part(self, exhibit: Exhibit) -> Document:
        """The document of one of its slides alone."""
        place = self._place(exhibit)
        return replace(
            self,
            exhibits=(exhibit,),
            selections=(self.selections[place],),
            story=replace(self.story, slides=(self.story.slides[place],)),
            name=f"{self.name}-{place + 1}",
        )


def document(dataset: Dataset, story: Story, lang: str, date: str, base_url: str) -> StoryDocument:
    """The story as a document in one language; ``date`` is the day of the export (ISO 8601)."""
    words = Words(lang)
    selections = tuple(slide.selection(dataset.vocabulary, lang) for slide in story.slides)
    exhibits = tuple(
        find(slide.exhibit).exhibit(View(dataset, selection, words, LIGHT))
        for slide, selection in zip(story.slides, selections, strict=True)
    )
    return StoryDocument(
        dataset,
        Selection(dataset.vocabulary, lang=lang),
        words,
        exhibits,
        story.id or "story",
        story.title(lang),
        date,
        public_address(base_url),
        story,
        selections,
    )
