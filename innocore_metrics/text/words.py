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


# Signs do not change the form: CLDR's rule for English is a one without visible decimals.
_ONE = frozenset({"1", "+1", "−1"})


class _SentenceFormatter(string.Formatter):
    """Fills blanks with the forms that the value asks for.

    ``{name:은}`` puts the name and the particle that fits it, ``{name:'은}`` a quote between.
    ``{count:person|people}`` puts the count and the form that agrees with it,
    ``{count:~sits|~sit}`` the form alone.
    """

    def format_field(self, value: Any, format_spec: str) -> str:
        if is_particle(format_spec):
            return with_particle(str(value), format_spec)
        if "|" in format_spec:
            return _agree(str(value), format_spec)
        return str(super().format_field(value, format_spec))


def _agree(count: str, forms: str) -> str:
    """``count`` with the singular or plural form; after ``~`` the form alone."""
    one, other = forms.split("|")
    form = one if count in _ONE else other
    return form[1:] if form.startswith("~") else f"{count} {form}"


_FORMATTER = _SentenceFormatter()


def fill(template: str, values: Mapping[str, object]) -> str:
    """A sentence with its blanks filled; KeyError where a value is missing.

    >>> fill("{n:partner|partners} {n:~sits|~sit} in {where:이}", {"n": 1, "where": "서울"})
    '1 partner sits in 서울이'
    """
    return _FORMATTER.vformat(template, (), values)


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

    >>> Words("en")("unit.persons", n="1,534"), Words("en")("unit.persons", n="+1")
    ('1,534 people', '+1 person')
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"language {lang!r} is not one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self._entries = _load(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence at ``key`` with ``values`` filled in; KeyError where there is none."""
        return fill(self._entries[key], values)

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
