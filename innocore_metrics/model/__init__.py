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

__all__ = [
    "STATUSES",
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
    "Observation",
    "Parity",
    "RecruitmentCount",
    "ResearchGroup",
    "Source",
    "Unit",
]
