"""What a reader has chosen, and its one-to-one image in the URL."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from innocore_metrics import levers
from innocore_metrics.errors import Problem
from innocore_metrics.levers import UNCHANGED, Lever, Scenarios, parse_scenarios

BASES = ("market", "average", "ppp")
# Which count of postdocs at the four institutes, and what a salary is a multiple of.
COUNTS = ("employed", "national-rd")
BASELINES = ("four-institutes", "domestic-mean")
LANGUAGES = ("ko", "en")
FIRST_YEAR, LAST_YEAR = 1995, 2026
DEFAULT_RATE_DATE = "2024-12-31"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Of the facts, then of the ledger where its release belongs to what is shown, then of own tables.
# In a form that JavaScript and JSON Schema read alike: the browser and OpenAPI are given it.
VERSION = r"[0-9a-f]{12}(-[0-9a-f]{12})?(-own\.[0-9a-f]{6})?"
# URL name -> attribute, where they differ because of Python's own words.
_URL_NAMES = {"from": "first_year", "to": "last_year"}
URL_NAMES = (
    "lang",
    "institutes",
    "fields",
    "basis",
    "rate_date",
    "from",
    "to",
    "count",
    "baseline",
    "version",
    *levers.URL_NAMES,
)
# The address parameters of each filter that an exhibit may answer to.
FILTER_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "institutes": ("institutes",),
    "fields": ("fields",),
    "period": ("from", "to"),
    "basis": ("basis", "rate_date"),
    "count": ("count",),
    "baseline": ("baseline",),
    "scenarios": levers.URL_NAMES,
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be chosen, in the order shown: ids of institutes and of research fields, levers."""

    institutes: tuple[str, ...]
    fields: tuple[str, ...]
    levers: tuple[Lever, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of a view; every default is left out of the URL.

    Years bound the period shown, both ends included. ``rate_date`` is the day of the
    market rate; the average and the parity use its year. Institutes and fields left
    out are all of the vocabulary. ``count`` and ``baseline`` are what claims are recomputed
    with. ``version`` is the version of the data that a link is pinned to; empty is the
    present one.
    """

    vocabulary: Vocabulary
    lang: str = "ko"
    institutes: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None
    basis: str = "market"
    rate_date: str = DEFAULT_RATE_DATE
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    count: str = COUNTS[0]
    baseline: str = BASELINES[0]
    version: str = ""
    scenarios: Scenarios = UNCHANGED

    @property
    def chosen_institutes(self) -> tuple[str, ...]:
        """Ids of the institutes chosen, in the order of the vocabulary."""
        return self.vocabulary.institutes if self.institutes is None else self.institutes

    @property
    def chosen_fields(self) -> tuple[str, ...]:
        """Ids of the research fields chosen, in the order of the vocabulary."""
        return self.vocabulary.fields if self.fields is None else self.fields

    def with_(self, **changes: object) -> Selection:
        """A copy with some choices changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def covers(self, period: str) -> bool:
        """Whether a period (``2024``, ``2024-10``, ``2016/2020``) touches the chosen years.

        >>> every = Selection(Vocabulary((), ()))
        >>> every.with_(first_year=2017).covers("2016/2020")
        True
        >>> every.with_(last_year=2015).covers("2016")
        False
        """
        years = [int(part[:4]) for part in period.split("/")]
        return years[-1] >= self.first_year and years[0] <= self.last_year

    def to_query(self) -> dict[str, str]:
        """The URL parameters of this selection, defaults left out.

        >>> words = Vocabulary(("mit", "kaist", "gist"), ())
        >>> Selection(words, lang="en", institutes=("kaist", "gist"), first_year=2010).to_query()
        {'lang': 'en', 'institutes': 'kaist,gist', 'from': '2010'}
        """
        default = Selection(self.vocabulary)
        url_name = {attribute: name for name, attribute in _URL_NAMES.items()}
        query = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in ("vocabulary", "scenarios"):
                continue
            if value != getattr(default, field.name):
                text = ",".join(value) if isinstance(value, tuple) else str(value)
                query[url_name.get(field.name, field.name)] = text
        return query | self.scenarios.to_query()


def parse_query(
    query: Mapping[str, str], vocabulary: Vocabulary, ignored: Collection[str] = ()
) -> tuple[Selection, tuple[Problem, ...]]:
    """The selection that URL parameters ask for, and what in them was not understood.

    Unknown values are named and left out; unknown parameters are named too. Nothing raises.

    >>> asked = {"institutes": "kaist,mitt", "basis": "gold"}
    >>> selection, problems = parse_query(asked, Vocabulary(("mit", "kaist"), ()))
    >>> selection.institutes, selection.basis, [p.given for p in problems]
    (('kaist',), 'market', ['mitt', 'gold'])
    """
    reader = _Reader(query)
    for name in sorted(set(query) - set(URL_NAMES) - set(ignored)):
        reader.problems.append(
            Problem(code="url_name", given=name[:80], allowed=", ".join(URL_NAMES))
        )
    scenarios, refused = parse_scenarios(query, vocabulary.levers)
    reader.problems += refused
    selection = Selection(
        vocabulary,
        lang=reader.one("lang", LANGUAGES, "ko"),
        institutes=reader.many("institutes", vocabulary.institutes),
        fields=reader.many("fields", vocabulary.fields),
        basis=reader.one("basis", BASES, "market"),
        rate_date=reader.day("rate_date", DEFAULT_RATE_DATE),
        first_year=reader.year("from", FIRST_YEAR),
        last_year=reader.year("to", LAST_YEAR),
        count=reader.one("count", COUNTS, COUNTS[0]),
        baseline=reader.one("baseline", BASELINES, BASELINES[0]),
        version=reader.version("version"),
        scenarios=scenarios,
    )
    if selection.first_year > selection.last_year:
        years = f"{selection.first_year} > {selection.last_year}"
        reader.refuse("from", years, "from <= to")
        selection = selection.with_(first_year=FIRST_YEAR, last_year=LAST_YEAR)
    return selection, tuple(reader.problems)


class _Reader:
    """Reads parameters one by one, collecting what it has to refuse."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self.problems: list[Problem] = []

    def refuse(self, name: str, given: str, allowed: str) -> None:
        self.problems.append(
            Problem(column=name, code="url_value", given=given[:80], allowed=allowed)
        )

    def one(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self._query.get(name, default)
        if value in allowed:
            return value
        self.refuse(name, value, ", ".join(allowed))
        return default

    def many(self, name: str, allowed: tuple[str, ...]) -> tuple[str, ...] | None:
        if name not in self._query:
            return None
        given = [part.strip() for part in self._query[name].split(",") if part.strip()]
        for value in given:
            if value not in allowed:
                self.refuse(name, value, ", ".join(allowed))
        known = tuple(value for value in allowed if value in given)
        everything = known == allowed or (given and not known)
        return None if everything else known

    def year(self, name: str, default: int) -> int:
        text = self._query.get(name, str(default))
        if re.fullmatch(r"\d{4}", text, re.ASCII) and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        self.refuse(name, text, f"{FIRST_YEAR} - {LAST_YEAR}")
        return default

    def version(self, name: str) -> str:
        text = self._query.get(name, "")
        if not text or is_version(text):
            return text
        self.refuse(name, text, "0123456789ab, 0123456789ab-0123456789ab")
        return ""

    def day(self, name: str, default: str) -> str:
        text = self._query.get(name, default)
        if _DATE.fullmatch(text) and _is_calendar_day(text):
            return text
        self.refuse(name, text, "YYYY-MM-DD")
        return default


def is_version(text: str) -> bool:
    """Whether a text has the form of a version: of facts, with a ledger, with own tables.

    >>> is_version("0123456789ab"), is_version("0123456789ab-0123456789ab"), is_version("1.0")
    (True, True, False)
    >>> is_version("0123456789ab-own.012345")
    True
    """
    return re.fullmatch(VERSION, text) is not None


def _is_calendar_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
