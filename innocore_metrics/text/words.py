"""Sentences by key, from one TOML file a language."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from innocore_metrics.errors import Problem
from innocore_metrics.text.particles import is_particle, with_particle

LANGUAGES = ("ko", "en")


class _ParticleFormatter(string.Formatter):
    """``{name:은}`` puts the name and the particle that fits it, ``{name:'은}`` a quote between."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if is_particle(format_spec):
            return with_particle(str(value), format_spec)
        return str(super().format_field(value, format_spec))


_FORMATTER = _ParticleFormatter()


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


@lru_cache(maxsize=len(LANGUAGES))
def _load(lang: str) -> dict[str, str]:
    file = resources.files(__package__).joinpath(f"{lang}.toml")
    return _flatten(tomllib.loads(file.read_text(encoding="utf-8")))


class Words:
    """The words of one language.

    >>> Words("en")("unit.persons", n="1,534")
    '1,534 people'
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"language {lang!r} is not one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self._entries = _load(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence at ``key`` with ``values`` filled in; KeyError where there is none."""
        return _FORMATTER.vformat(self._entries[key], (), values)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def raw(self, key: str) -> str:
        """The sentence as it stands in the file, blanks unfilled."""
        return self._entries[key]

    def keys(self) -> frozenset[str]:
        """All keys, for comparing languages."""
        return frozenset(self._entries)

    def of(self, row: object, name: str) -> str:
        """The column ``name`` of a fact in this language (``name_ko`` or ``name_en``)."""
        return str(getattr(row, f"{name}_{self.lang}"))


def render(problem: Problem, words: Words) -> str:
    """A problem as one sentence: where, what was given, what is wrong, what is allowed."""
    known = f"detail.{problem.detail}"
    detail = words(known) if known in words else problem.detail
    sentence = words(
        f"problem.{problem.code}",
        given=problem.given,
        allowed=problem.allowed,
        column=problem.column,
        detail=detail,
    )
    return f"{problem.place}: {sentence}" if problem.place else sentence
