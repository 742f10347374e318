"""Finding figures by words: every word asked for, in any of the forms that people use for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from innocore_metrics.text import Words

Term = tuple[str, ...]


def terms(asked: str, words: Words) -> tuple[Term, ...]:
    """The words asked for, each with the words that mean the same.

    >>> terms("지스트 포닥", Words("ko"))[0]
    ('지스트', 'gist', '광주과학기술원')
    """
    groups = [
        tuple(_plain(form) for form in words.raw(key).split(","))
        for key in sorted(words.keys())
        if key.startswith("synonym.")
    ]
    return tuple(
        next((_first(word, group) for group in groups if word in group), (word,))
        for word in _plain(asked).split()
    )


def has_all(text: str, sought: Sequence[Term]) -> bool:
    """Whether a text has one form of every word.

    >>> has_all("Postdocs, GIST, 2024", terms("지스트 2024", Words("ko")))
    True
    >>> has_all("Postdocs, DGIST, 2024", terms("지스트", Words("ko")))
    False
    """
    plain = _plain(text)
    return all(any(_stands_in(form, plain) for form in forms) for forms in sought)


def _first(word: str, group: Term) -> Term:
    return (word, *(form for form in group if form != word))


def _stands_in(form: str, plain: str) -> bool:
    """Latin names as whole words, since GIST stands in DGIST; other words anywhere."""
    if form not in ("gist",):
        return form in plain
    return any(part.strip(".,;:()") == form for part in plain.split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
