"""The Dataset: every table as a tuple of records, with look-ups. It never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from innocore_metrics import model
from innocore_metrics.currency import Converter
from innocore_metrics.errors import Problem, SelectionError
from innocore_metrics.levers import Lever
from innocore_metrics.selection import Vocabulary


@dataclass(frozen=True, eq=False)
class Dataset:
    """All facts, checked. ``version`` is a hash of the contents: equal facts, equal version.

    Two datasets are the same only where they are the same object; compare versions for contents.
    """

    version: str
    title: str
    sources: tuple[model.Source, ...]
    units: tuple[model.Unit, ...]
    institutions: tuple[model.Institution, ...]
    fields: tuple[model.Field, ...]
    indicators: tuple[model.Indicator, ...]
    observations: tuple[model.Observation, ...]
    research_groups: tuple[model.ResearchGroup, ...]
    group_partners: tuple[model.GroupPartner, ...]
    recruitment: tuple[model.RecruitmentCount, ...]
    briefings: tuple[model.Briefing, ...]
    exchange_rates: tuple[model.ExchangeRate, ...]
    ppp: tuple[model.Parity, ...]
    researcher_flows: tuple[model.CountryYear, ...]
    bilateral_flows: tuple[model.BilateralFlow, ...]
    doctorate_stays: tuple[model.DoctorateStay, ...]
    claims: tuple[model.Claim, ...]
    known_issues: tuple[model.KnownIssue, ...]
    scenario_parameters: tuple[model.ScenarioParameter, ...]
    ledger: model.LedgerView | None = None
    mobility: model.MobilityView | None = None

    @cached_property
    def source(self) -> Mapping[str, model.Source]:
        """Sources by id."""
        return {row.id: row for row in self.sources}

    @cached_property
    def institution(self) -> Mapping[str, model.Institution]:
        """Institutions by id."""
        return {row.id: row for row in self.institutions}

    @cached_property
    def field(self) -> Mapping[str, model.Field]:
        """Research fields by id."""
        return {row.id: row for row in self.fields}

    @cached_property
    def group(self) -> Mapping[str, model.ResearchGroup]:
        """Research groups by id."""
        return {row.id: row for row in self.research_groups}

    @cached_property
    def claim(self) -> Mapping[str, model.Claim]:
        """Claims by id."""
        return {row.id: row for row in self.claims}

    @cached_property
    def city(self) -> Mapping[str, model.Briefing]:
        """The first briefing of each city, by the id of the city."""
        named = [row for row in self.briefings if row.city_en]
        return {row.city_en.lower().replace(" ", "-"): row for row in reversed(named)}

    @cached_property
    def indicator(self) -> Mapping[str, model.Indicator]:
        """Indicators by id, the parameters of scenarios among them as ``parameter-ID``."""
        named = {row.id: row for row in self.indicators}
        return named | {
            f"parameter-{row.id}": _as_indicator(row) for row in self.scenario_parameters
        }

    @cached_property
    def parameter(self) -> Mapping[str, model.ScenarioParameter]:
        """Parameters of scenarios by id."""
        return {row.id: row for row in self.scenario_parameters}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What can be chosen: listed institutions, research fields, levers of scenarios."""
        institutes = tuple(row.id for row in self.institutions if row.listed)
        whole = {unit.id for unit in self.units if unit.whole}
        levers = tuple(
            Lever(row.id, row.central, row.minimum, row.maximum, row.unit in whole)
            for row in self.scenario_parameters
        )
        return Vocabulary(institutes, tuple(row.id for row in self.fields), levers)

    def members(self, aggregate: str) -> tuple[str, ...]:
        """Ids of the institutions that an aggregate is made of."""
        return tuple(self.institution[aggregate].members.split(";"))

    @cached_property
    def converter(self) -> Converter:
        """Conversions with the rates of this data."""
        return Converter(self.exchange_rates, self.ppp)

    @cached_property
    def country_year(self) -> Mapping[tuple[str, str, int], model.CountryYear]:
        """Country rows by (database, country, year)."""
        return {(r.database, r.country, r.year): r for r in self.researcher_flows}

    def observed(
        self, indicator: str, entity: str = "", period: str = ""
    ) -> tuple[model.Observation, ...]:
        """Observations of an indicator, narrowed to an entity and a period where given."""
        return tuple(
            row
            for row in self.observations
            if row.indicator == indicator
            and (not entity or row.entity == entity)
            and (not period or row.period == period)
        )

    def one(self, indicator: str, entity: str, period: str) -> model.Observation:
        """The one observation asked for.

        Raises:
            SelectionError: there is none, or more than one.
        """
        found = self.observed(indicator, entity, period)
        if len(found) != 1:
            given = f"{entity}.{indicator}.{period}"
            raise SelectionError([Problem(code="no_such_figure", given=given)])
        return found[0]


def _as_indicator(row: model.ScenarioParameter) -> model.Indicator:
    decimals = len(f"{row.step:.4f}".rstrip("0").split(".")[1])
    return model.Indicator(
        id=f"parameter-{row.id}",
        name_ko=row.name_ko,
        name_en=row.name_en,
        unit=row.unit,
        definition_ko=row.note_ko or row.name_ko,
        definition_en=row.note_en or row.name_en,
        denominator="",
        direction="neutral",
        decimals=decimals,
        evidence="",
    )
