"""Stories: ordered views with notes, kept as a file and in an address, checked in both."""

from innocore_metrics.stories.documents import StoryDocument, document
from innocore_metrics.stories.files import FOLDER, MAX_BYTES, check, read_story, ready, to_toml
from innocore_metrics.stories.links import LINK_MARK, PARAMETER, decode, encode, is_link
from innocore_metrics.stories.story import Slide, Story

__all__ = [
    "FOLDER",
    "LINK_MARK",
    "MAX_BYTES",
    "PARAMETER",
    "Slide",
    "Story",
    "StoryDocument",
    "check",
    "decode",
    "document",
    "encode",
    "is_link",
    "read_story",
    "ready",
    "to_toml",
]
