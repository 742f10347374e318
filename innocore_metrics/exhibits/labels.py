"""Names, values, tables and captions of figures in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from innocore_metrics.currency import Basis, RateUsed
from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import RateError
from innocore_metrics.geography import country_name, is_country
from innocore_metrics.model import STAGES, Figure, Source
from innocore_metrics.numbers import (
    decimal_places,
    format_date,
    format_interval,
    format_number,
    format_short,
    format_value,
)
from innocore_metrics.text import Words

_ALT_MAX = 8
_WITH_ARTICLE = frozenset({"AE", "BS", "CF", "CG", "CD", "DO", "GB", "GM", "MV", "NL", "PH", "US"})
_TO_COME = ("forecast-", "scenario-")
_STATED = "stated."


def _is_not_reported(figure: Figure) -> bool:
    """Whether a count of the ledger is missing because institutes have not sent it yet."""
    return figure.status == "not published" and figure.indicator.startswith("ledger-")


def _end(period: str) -> str:
    """The last day of a period, so that a whole year is later than a month of it."""
    last = period.rsplit("/", maxsplit=1)[-1]
    return last + "-12-31"[len(last) - 4 :]


@dataclass(frozen=True, slots=True)
class Table:
    """The table twin: a header and rows of worded cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Labels:
    """Wording of figures for one dataset and language."""

    dataset: Dataset
    words: Words

    def entity(self, entity: str) -> str:
        """The short name of an institution, a group's name or a country's name."""
        if entity in self.dataset.institution:
            return self.words.of(self.dataset.institution[entity], "short")
        if entity in self.dataset.group:
            return self.words.of(self.dataset.group[entity], "name")
        own = self.dataset.mobility
        if own is not None and entity in own.institutes:
            return own.institutes[entity]
        return country_name(entity, self.words.lang)

    def group(self, group: str) -> str:
        """What tells a figure apart: partner, field, class, age, vintage ..., in words."""
        return ", ".join(self._part(part) for part in group.split(".") if part)

    def in_text(self, group: str) -> str:
        """The group as it stands within a sentence: some countries take an article in English."""
        article = "the " if self.words.lang == "en" and group in _WITH_ARTICLE else ""
        return article + self.group(group)

    def listed(self, names: Sequence[str]) -> str:
        """Names as a list in a sentence: commas, and the word for 'and' before the last."""
        first, last = ", ".join(names[:-1]), "".join(names[-1:])
        return self.words("number.and").join(part for part in (first, last) if part)

    def _part(self, part: str) -> str:
        if part in self.dataset.field:
            return self.words.of(self.dataset.field[part], "name")
        if part in self.dataset.claim:
            return self.words.of(self.dataset.claim[part], "name")
        if part in self.dataset.city:
            return self.words.of(self.dataset.city[part], "city")
        if part.startswith("parameter-"):
            return self.words.of(self.dataset.indicator[part], "name")
        if re.fullmatch("[A-Z]{2}", part) and is_country(part):
            return country_name(part, self.words.lang)
        if re.fullmatch(r"\d{4}", part):
            return self.words("group.vintage", year=part)
        if re.fullmatch(r"\d{4}_\d{4}", part):
            low, high = part.split("_")
            years = self.words("number.range", low=low, high=high)
            return self.words("group.cohort", years=years)
        if match := re.fullmatch(r"rule-([a-z_]+)-(.*)", part):
            return self.rule(match[1], match[2])
        if match := re.fullmatch(r"after-(\d+)", part):
            return self.words("group.after", years=match[1])
        if match := re.fullmatch(r"cohort-(\d{4})", part):
            return self.words("group.recruitment", year=match[1])
        if match := re.fullmatch(r"interval-(\d+)", part):
            return self.words("group.interval", share=match[1])
        return self.words(f"stage.{part}" if part in STAGES else f"group.{part}")

    def rule(self, rule: str, value: str) -> str:
        """A rule of own records with its value, or its parts where it is a list."""
        keys = [f"own_value.{part}" for part in value.split(" ") if part]
        parts = [self.words(key) if key in self.words else key[10:] for key in keys]
        name = self.words(f"own_rule.{rule}")
        worded = self.words("own_rule.listed").join(parts)
        return self.words("own_rule.with", rule=name, value=worded) if worded else name

    def period(self, period: str) -> str:
        """The period as a date in the language's style."""
        return format_date(period, self.words)

    def decimals(self, figure: Figure) -> int:
        """Decimals that the figure's indicator is shown with."""
        return self.dataset.indicator[figure.indicator].decimals

    def value(self, figure: Figure) -> str:
        """The value with its unit and, if so, that it rests on few observations; or why none."""
        if figure.status == "protected":
            return self._protected(figure)
        if _is_not_reported(figure):
            return self.words("ledger.not_reported")
        value = format_value(figure.value, figure.unit, self.decimals(figure), self.words)
        return self.words("number.few", value=value) if figure.few else value

    def short(self, figure: Figure) -> str:
        """The value as it stands beside a bar, where the axis names the unit."""
        if figure.status == "protected" and figure.upper is None:
            return self.words("protected.withheld_short")
        if figure.status == "protected":
            return self._protected(figure)
        if _is_not_reported(figure):
            return self.words("ledger.not_reported")
        return format_short(figure.value, figure.unit, self.decimals(figure), self.words)

    def _protected(self, figure: Figure) -> str:
        return self.words("protected.few" if figure.upper is not None else "protected.withheld")

    def spoken(self, figure: Figure) -> str:
        """The value in full: with unit, and its range where there is one."""
        span = self.interval(figure)
        return f"{self.value(figure)} ({span})" if span else self.value(figure)

    def number(self, figure: Figure, decimals: int | None = None) -> str:
        """The bare number."""
        places = self.decimals(figure) if decimals is None else decimals
        return format_number(figure.number, places)

    def interval(self, figure: Figure) -> str:
        """The range with its unit; empty where there is none."""
        if not figure.published:
            return ""
        places = self.decimals(figure)
        if figure.group.startswith(_STATED):
            # Half a rounding step needs more digits than what is rounded: shown in full.
            ends = (figure.lower, figure.upper)
            places = max(places, *(decimal_places(end) for end in ends if end is not None), 0)
        return format_interval(figure.lower, figure.upper, figure.unit, places, self.words)

    def basis(self, basis: str) -> str:
        """The money basis in words, such as ``market-2024-12-31``.

        A market rate is named by the day and the market of the won rate that is used, which may
        be some days older than the day asked for.
        """
        if not basis:
            return ""
        kind, day = basis.split("-", 1)
        if kind != "market":
            return self.words(f"basis.{kind}", day=self.period(day))
        used = self.market_rate(day)
        if used is None:
            return self.words("basis.market_none", day=self.period(day))
        market = self.words(f"group.{used.kind}")
        return self.words("basis.market", day=self.period(used.period), market=market)

    def market_rate(self, day: str) -> RateUsed | None:
        """The market rate of the won that holds on ``day``; None where there is none."""
        try:
            return self.dataset.converter.rate("KRW", Basis("market", day))
        except RateError:
            return None

    def rate_date(self, day: str) -> str:
        """A day that can be chosen, and the day of its rate where that is another one."""
        used = self.market_rate(day)
        if used is None or used.period == day:
            return self.period(day)
        return self.words("rate_date.earlier", day=self.period(day), used=self.period(used.period))

    def sources(self, figures: Sequence[Figure]) -> tuple[Source, ...]:
        """The sources of figures, each once, in order."""
        ids = dict.fromkeys(source for figure in figures for source in figure.sources)
        return tuple(self.dataset.source[id] for id in ids)

    def publisher(self, source: Source) -> str:
        """Who published a source: in Korean where there is a settled Korean name."""
        korean = source.publisher_ko if self.words.lang == "ko" else ""
        return korean or source.publisher

    def source(self, source: Source) -> str:
        """A source as a short citation: producer, title, publisher and date."""
        producer = self.words.of(source, "producer")
        title = self.words.of(source, "title")
        parts = [producer, title]
        if source.publisher not in (producer, source.producer_en):
            parts.append(self.publisher(source))
        if source.published:
            parts.append(self.period(source.published))
        return ", ".join(parts)

    def source_line(
        self, figures: Sequence[Figure], sources: Sequence[Source], statuses: Sequence[str]
    ) -> str:
        """One caption line: source, as-of date, status, data version."""
        if not sources:
            kind = "none" if figures else "empty"
            return self.words(f"caption.{kind}", version=self.dataset.version)
        status = ", ".join(self.words(f"status.{s}") for s in statuses)
        return self.words(
            "caption.line",
            origin=self.origin(figures, sources),
            status=status,
            version=self.dataset.version,
        )

    def origin(self, figures: Sequence[Figure], sources: Sequence[Source]) -> str:
        """Source and as-of date alone; empty where there is no source."""
        if not sources:
            return ""
        producers = list(dict.fromkeys(self.words.of(s, "producer") for s in sources))
        named = ", ".join(producers[:3])
        if len(producers) > 3:
            named = self.words("caption.more", named=named, count=len(producers) - 3)
        # A forecast speaks of days to come; what it rests on has the date.
        known = [f for f in figures if f.published and not f.indicator.startswith(_TO_COME)]
        periods = [f.period for f in known]
        newest = max(periods, key=_end, default="")
        return self.words("caption.origin", sources=named, as_of=self.period(newest))

    def table(self, figures: Sequence[Figure]) -> Table:
        """Every figure a row; columns that would be empty are left out."""
        names = ("what", "who", "detail", "period", "basis", "value", "range", "status", "source")
        rows = [self._cells(figure) for figure in figures]
        kept = [i for i in range(len(names)) if any(row[i] for row in rows)]
        header = tuple(self.words(f"table.{names[i]}") for i in kept)
        return Table(header, tuple(tuple(row[i] for i in kept) for row in rows))

    def _cells(self, figure: Figure) -> tuple[str, ...]:
        indicator = self.dataset.indicator[figure.indicator]
        return (
            self.words.of(indicator, "name"),
            self.entity(figure.entity),
            self.group(figure.group),
            self.period(figure.period),
            self.basis(figure.basis),
            self.value(figure),
            self.interval(figure),
            self.words(f"status.{figure.status}"),
            "; ".join(self.source(s) for s in self.sources([figure])),
        )

    def alt(self, title: str, figures: Sequence[Figure]) -> str:
        """A text in place of the picture: the finding, then every value or the extremes."""
        shown = [figure for figure in figures if figure.published]
        if not shown:
            return self.words("alt.empty", title=title)
        if len(shown) <= _ALT_MAX:
            values = "; ".join(self._described(figure) for figure in shown)
            return self.words("alt.all", title=title, values=values)
        by_indicator: dict[str, list[Figure]] = {}
        for figure in shown:
            by_indicator.setdefault(figure.indicator, []).append(figure)
        measures = " ".join(self._measure(figures) for figures in by_indicator.values())
        return self.words("alt.extremes", title=title, measures=measures)

    def _measure(self, figures: Sequence[Figure]) -> str:
        """Extremes of one indicator: values of several units have no lowest or highest."""
        name = self.words.of(self.dataset.indicator[figures[0].indicator], "name")
        if len(figures) == 1:
            return self.words("alt.measure_single", name=name, value=self._described(figures[0]))
        return self.words(
            "alt.measure",
            name=name,
            count=format_number(len(figures)),
            low=self._described(min(figures, key=lambda figure: figure.number)),
            high=self._described(max(figures, key=lambda figure: figure.number)),
            last=self._described(figures[-1]),
        )

    def _described(self, figure: Figure) -> str:
        named = [self.entity(figure.entity), self.group(figure.group), self.period(figure.period)]
        return f"{', '.join(part for part in named if part)} {self.value(figure)}"
