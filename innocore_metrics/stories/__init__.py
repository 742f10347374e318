"""Stories: ordered views with notes, kept as a file and in an address, checked in both."""

from innocore_metrics.stories.files import check, read_story, ready, to_toml
from innocore_metrics.stories.links import LINK_MARK, decode, encode, is_link
from innocore_metrics.stories.story import Slide, Story

__all__ = [
    "LINK_MARK",
    "Slide",
    "Story",
    "check",
    "decode",
    "encode",
    "is_link",
    "read_story",
    "ready",
    "to_toml",
]
