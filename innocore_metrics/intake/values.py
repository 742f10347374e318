"""How one cell is read: each parser gives the clean value or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from innocore_metrics.dataset import Dataset
from innocore_metrics.geography import country_code
from innocore_metrics.model import STAGES, TALENT_SOURCES
from innocore_metrics.text import LANGUAGES, Words

MOST_PEOPLE = 10_000
# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(36526, 73051)
_DATES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII),
    re.compile(r"(\d{4})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{1,2})\s*\.?", re.ASCII),
    re.compile(r"(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
# '25. 9. 29.: only with the mark of omission, since 25. 9. 29. may be a day of 2029.
_SHORT_YEAR = re.compile(r"['\u2018\u2019\u00b4`](\d{2})(?=\s*[./년-])", re.ASCII)
_WEEKDAYS = "월화수목금토일"
_WEEKDAY = re.compile(rf"\s*(?:\(([{_WEEKDAYS}])(?:요일)?\)|\s([{_WEEKDAYS}])요일)$")
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*명?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read; the fields are those of Problem."""

    code: str
    allowed: str = ""
    detail: str = ""


Parser = Callable[[str], str | Fault]


def parse_day(text: str) -> date | None:
    """A day as offices write it, Excel's day numbers among them; None if it is none.

    >>> [str(parse_day(t)) for t in ("2025-09-29", "2025. 9. 29.", "45929", "20250929")]
    ['2025-09-29', '2025-09-29', '2025-09-29', '2025-09-29']
    >>> [str(parse_day(t)) for t in ("2025. 9. 29.(월)", "'25. 9. 29.", "2025-09-29 월요일")]
    ['2025-09-29', '2025-09-29', '2025-09-29']
    >>> parse_day("2025-02-30") is None
    True
    """
    text = _SHORT_YEAR.sub(r"20\1", _WEEKDAY.sub("", text))
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _EXCEL_ZERO + timedelta(int(text)) if int(text) in _EXCEL_DAYS else None
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                return None
    return None


def weekday_of(text: str) -> int | None:
    """The day of the week written behind a date, 0 for Monday; None where none is.

    >>> weekday_of("2025. 9. 29.(월)"), weekday_of("2025. 9. 29.")
    (0, None)
    """
    found = _WEEKDAY.search(text)
    return None if found is None else _WEEKDAYS.index(found[1] or found[2])


def day_parser(first: date, today: date) -> Parser:
    """Days from ``first`` to ``today``; nothing that is still to come."""
    allowed = f"{first.isoformat()} - {today.isoformat()}"

    def parse(text: str) -> str | Fault:
        if not text:
            return Fault("required")
        day = parse_day(text)
        if day is None:
            return Fault("ledger_date", "2025-09-29, 2025. 9. 29.(월), '25. 9. 29.")
        weekday = weekday_of(text)
        if weekday is not None and weekday != day.weekday():
            return Fault("ledger_weekday", _WEEKDAYS[day.weekday()])
        if day > today:
            return Fault("ledger_future", today.isoformat())
        return day.isoformat() if day >= first else Fault("out_of_range", allowed)

    return parse


def count(text: str) -> str | Fault:
    """A whole number of people, from 1.

    >>> count("12명"), count("1,234"), count("-1").code, count("0").code
    ('12', '1234', 'ledger_count', 'out_of_range')
    """
    if not text:
        return Fault("required")
    found = _COUNT.fullmatch(text)
    if found is None:
        return Fault("ledger_count")
    number = int(found.group(1).replace(",", ""))
    if not 1 <= number <= MOST_PEOPLE:
        return Fault("out_of_range", f"1 - {MOST_PEOPLE:,}")
    return str(number)


def country(text: str) -> str | Fault:
    """A country by code or name; empty where it was not given."""
    if not text:
        return ""
    return country_code(text) or Fault("unknown_country_name")


def one_of(names: Mapping[str, str], allowed: str, default: str | None = None) -> Parser:
    """One of a list, by id or by name in either language; ``default`` for an empty cell."""

    def parse(text: str) -> str | Fault:
        if not text:
            return Fault("required") if default is None else default
        return names.get(_key(text)) or Fault("not_in_list", allowed)

    return parse


def _key(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()


def _without_brackets(name: str) -> str:
    return re.sub(r"\([^()]*\)", "", name)


def names_of(dataset: Dataset) -> dict[str, dict[str, str]]:
    """For each listed column, what a value may be called and its id."""
    names = {column: {_key(id): id for id in ids} for column, ids in ids_of(dataset).items()}
    for lang in LANGUAGES:
        words = Words(lang)
        names["stage"] |= {_key(words(f"stage.{id}")): id for id in STAGES}
        names["talent_source"] |= {_key(words(f"group.{id}")): id for id in TALENT_SOURCES}
        for group in dataset.research_groups:
            names["research_group"][_key(words.of(group, "name"))] = group.id
        for field in dataset.fields:
            names["field"][_key(words.of(field, "name"))] = field.id
        for host in names["host"].copy().values():
            row = dataset.institution[host]
            for name in (words.of(row, "short"), words.of(row, "name")):
                names["host"] |= {_key(name): host, _key(_without_brackets(name)): host}
    return names


def choices_of(dataset: Dataset, words: Words) -> dict[str, list[str]]:
    """What each listed column may hold, in the words of a language that an import understands."""
    ids = ids_of(dataset)
    return {
        "stage": [words(f"stage.{id}") for id in ids["stage"]],
        "research_group": [words.of(dataset.group[id], "name") for id in ids["research_group"]],
        "host": [words.of(dataset.institution[id], "short") for id in ids["host"]],
        "talent_source": [words(f"group.{id}") for id in ids["talent_source"]],
        "field": [words.of(field, "name") for field in dataset.fields],
    }


def ids_of(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """The ids that each listed column allows, in the order shown."""
    return {
        "stage": STAGES,
        "research_group": tuple(group.id for group in dataset.research_groups),
        "host": dataset.members("four-institutes"),
        "talent_source": TALENT_SOURCES,
        "field": tuple(field.id for field in dataset.fields),
    }
