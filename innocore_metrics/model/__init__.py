"""Records: facts from the data package, and the figures that are shown."""

from innocore_metrics.model.facts import (
    BilateralFlow,
    Briefing,
    Claim,
    CountryYear,
    DoctorateStay,
    ExchangeRate,
    Field,
    GroupPartner,
    Indicator,
    Institution,
    KnownIssue,
    Observation,
    Parity,
    RecruitmentCount,
    ResearchGroup,
    Source,
    Unit,
)
from innocore_metrics.model.figure import STATUSES, Figure
from innocore_metrics.model.ledger import STAGES, TALENT_SOURCES, LedgerCount, LedgerView
from innocore_metrics.model.scenario import ScenarioParameter

__all__ = [
    "STAGES",
    "STATUSES",
    "TALENT_SOURCES",
    "BilateralFlow",
    "Briefing",
    "Claim",
    "CountryYear",
    "DoctorateStay",
    "ExchangeRate",
    "Field",
    "Figure",
    "GroupPartner",
    "Indicator",
    "Institution",
    "KnownIssue",
    "LedgerCount",
    "LedgerView",
    "Observation",
    "Parity",
    "RecruitmentCount",
    "ResearchGroup",
    "ScenarioParameter",
    "Source",
    "Unit",
]
