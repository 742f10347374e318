"""What an operation is given, and what it gives back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from innocore_metrics.api.problems import Refusal
from innocore_metrics.api.source import Source
from innocore_metrics.dataset import Dataset
from innocore_metrics.dataset.versions import Edition
from innocore_metrics.errors import Problem
from innocore_metrics.exports import attachment
from innocore_metrics.selection import URL_NAMES, Selection, parse_query
from innocore_metrics.settings import BASE_URL
from innocore_metrics.text import Words

JSON = "application/json"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Call:
    """One request: what was asked for, and everything an answer is made from.

    ``path`` and ``given`` are texts that were checked against what is declared; ``today`` is
    the day of the answer (ISO 8601).
    """

    source: Source
    environment: Mapping[str, str]
    path: Mapping[str, str]
    given: Mapping[str, str]
    words: Words
    today: str

    @property
    def version(self) -> str:
        """The version asked for; empty for the present data."""
        return self.given.get("version", "")

    @cached_property
    def dataset(self) -> Dataset:
        """The data asked for."""
        return self.source.dataset(self.version)

    @cached_property
    def edition(self) -> Edition:
        """The facts asked for, with tables and files."""
        return self.source.edition(self.version)

    @property
    def base_url(self) -> str:
        """The public address of the dashboard, without a slash."""
        return BASE_URL.of(self.environment).rstrip("/")

    @cached_property
    def selection(self) -> Selection:
        """The view that the parameters choose; Refusal with everything that they cannot mean."""
        query = {name: value for name, value in self.given.items() if name in URL_NAMES}
        selection, problems = parse_query(query, self.dataset.vocabulary)
        if problems:
            raise Refusal(400, strictly(problems))
        return selection.with_(lang=self.words.lang)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a list parameter, none where it is missing or empty."""
        return tuple(part for part in self.given.get(name, "").split(",") if part)


def strictly(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of an address in the words of an interface that leaves nothing out."""
    return [replace(problem, code="url_value_refused") for problem in problems]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: bytes, their type, further headers."""

    content: bytes
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Reply]


def as_json(value: Any, **headers: str) -> Reply:
    """Plain values as JSON."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Reply(text.encode(), JSON, headers)


def download(content: bytes, media_type: str, name: str) -> Reply:
    """A file to be saved under a name (ASCII, made of ids); ValueError for another name."""
    return Reply(content, media_type, {"Content-Disposition": attachment(name, name)})
