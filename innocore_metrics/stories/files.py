"""Stories as TOML files: read with the line of every problem, written so that people can edit."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from innocore_metrics.errors import Problem
from innocore_metrics.selection import Vocabulary
from innocore_metrics.stories.checks import Reader
from innocore_metrics.stories.story import Story

FOLDER = "stories"
# What the largest story within the limits takes: letters of four bytes in every note.
MAX_BYTES = 1024 * 1024
# A key in thousands of parts keeps the parser busy for minutes; no story has such a line.
MOST_DOTS = 400
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_WHERE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_SLIDE = re.compile(r"\s*\[\[\s*[\"']?slides[\"']?\s*\]\]")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[.=]")
_MULTILINE = re.compile(r"\"\"\"|'''")


def read_story(
    text: str, file: str, vocabulary: Vocabulary | None, id: str = ""
) -> tuple[Story | None, tuple[Problem, ...]]:
    """The story in the text of a file, or everything that is wrong, each with line and key.

    ``vocabulary`` None: the values of filters are not checked.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        size = f"{MAX_BYTES // 1024} KiB"
        return None, (Problem(file, 0, "", "too_large", str(len(text)), size),)
    for row, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            return None, (Problem(file, row, "", "story_toml", line.strip()[:80]),)
    try:
        tree = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError is one; numbers and nesting without end raise the others.
        return None, (_not_toml(text, file, str(error)),)
    reader = Reader(file, partial(_line, _lines(text)), vocabulary)
    story = reader.story(tree, id)
    return story, tuple(sorted(set(reader.problems)))


def _not_toml(text: str, file: str, message: str) -> Problem:
    """The line that cannot be read, and what stands there."""
    found = _WHERE.search(message)
    lines = text.split("\n")
    if found is None:
        return Problem(file, 0, "", "story_toml", text.strip()[:80])
    row = int(found[1]) if found[1] else len(lines)
    return Problem(file, row, "", "story_toml", lines[min(row, len(lines)) - 1].strip()[:80])


def _lines(text: str) -> Mapping[tuple[int, str], int]:
    """The line of every key: (slide, key), slide 0 being the story; (slide, "") is its heading."""
    places: dict[tuple[int, str], int] = {}
    slide, closing = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if _SLIDE.match(line):
            slide += 1
            places[slide, ""] = number
        elif key := _KEY.match(line):
            places.setdefault((slide, key[1]), number)
        opened = _MULTILINE.findall(line)
        if len(opened) % 2:
            closing = opened[0]
    return places


def _line(places: Mapping[tuple[int, str], int], slide: int, key: str) -> int:
    return places.get((slide, key)) or places.get((slide, ""), 0)


def check(folder: Path, vocabulary: Vocabulary | None) -> tuple[Problem, ...]:
    """Everything wrong with the stories of the data package in ``folder``; none is no problem."""
    return _read_all(folder, vocabulary)[1]


def ready(folder: Path, vocabulary: Vocabulary) -> tuple[Story, ...]:
    """The sound stories of the data package in ``folder``, in the order of their file names.

    A story with a problem is left out; `check` says what is wrong with it.
    """
    return _read_all(folder, vocabulary)[0]


def _read_all(
    folder: Path, vocabulary: Vocabulary | None
) -> tuple[tuple[Story, ...], tuple[Problem, ...]]:
    stories: list[Story] = []
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        story, found = _read_file(path, vocabulary)
        problems += found
        if story is not None:
            stories.append(story)
    return tuple(stories), tuple(problems)


def _read_file(
    path: Path, vocabulary: Vocabulary | None
) -> tuple[Story | None, tuple[Problem, ...]]:
    name = f"{FOLDER}/{path.name}"
    # Files are numbered to put them in order; the number is no part of the id.
    id = re.sub(r"^\d+-", "", path.stem)
    if not _ID.fullmatch(id):
        return None, (Problem(name, 0, "", "pattern", id, _ID.pattern),)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, (Problem(name, 0, "", "unreadable", error.strerror or str(error)),)
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        return None, (Problem(name, row, "", "not_utf8", "?", "UTF-8"),)
    return read_story(text, name, vocabulary, id)


def to_toml(story: Story) -> str:
    """The story as the text of a file; reading it again gives the same story."""
    lines = [f"title_ko = {_quoted(story.title_ko)}", f"title_en = {_quoted(story.title_en)}"]
    if story.minutes:
        lines.append(f"minutes = {story.minutes}")
    for slide in story.slides:
        lines += ["", "[[slides]]", f"exhibit = {_quoted(slide.exhibit)}"]
        if slide.filters:
            pairs = ", ".join(f"{name} = {_quoted(value)}" for name, value in slide.filters)
            lines.append(f"filters = {{ {pairs} }}")
        lines += [f"note_ko = {_quoted(slide.note_ko)}", f"note_en = {_quoted(slide.note_en)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's too but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
