"""Facts as they stand in the data package: one record a row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Who produced a figure and where it was seen; dates are ISO 8601 or empty if not recorded.

    ``publisher_ko`` is empty where the publisher has no settled Korean name, and in older data.
    """

    id: str
    producer_ko: str
    producer_en: str
    title_ko: str
    title_en: str
    publisher: str
    url: str
    published: str
    seen: str
    licence: str
    grade: str
    publisher_ko: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with the values it allows."""

    id: str
    name_ko: str
    name_en: str
    minimum: float | None
    maximum: float | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Institution:
    """A university, scale or programme; an aggregate lists its members (``a;b``).

    ``listed`` institutions can be chosen in the filter.
    """

    id: str
    name_ko: str
    name_en: str
    short_ko: str
    short_en: str
    country: str
    kind: str
    members: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A research field of the programme."""

    id: str
    name_ko: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured: unit, definition, denominator, which direction is better."""

    id: str
    name_ko: str
    name_en: str
    unit: str
    definition_ko: str
    definition_en: str
    denominator: str
    direction: str
    decimals: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure as a source gives it; ``lower`` and ``upper`` bound a rounded or estimated one."""

    id: str
    entity: str
    indicator: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    status: str
    source: str
    locator: str
    partner: str
    breakdown: str
    note_ko: str
    note_en: str


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Units of ``currency`` for one ``base`` (USD)."""

    currency: str
    base: str
    kind: str
    period: str
    rate: float
    unit: str
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Parity:
    """Local currency for one international dollar."""

    country: str
    concept: str
    year: int
    rate: float
    unit: str
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class ResearchGroup:
    """A research group of the programme, its field, lead institute and cohort."""

    id: str
    name_ko: str
    name_en: str
    field: str
    lead: str
    cohort: int
    status: str
    source: str
    locator: str
    note_ko: str
    note_en: str


@dataclass(frozen=True, slots=True)
class GroupPartner:
    """An organisation taking part in a group, beside the four institutes."""

    group: str
    partner_ko: str
    partner_en: str
    country: str
    kind: str
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class RecruitmentCount:
    """People confirmed or appointed at a date, by one dimension and category."""

    date: str
    date_precision: str
    dimension: str
    category: str
    count: int
    unit: str
    status: str
    source: str
    locator: str
    note_ko: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing, roadshow stop or job fair; attendance is None where it was not published."""

    date: str
    kind: str
    city_ko: str
    city_en: str
    country: str
    latitude: float | None
    longitude: float | None
    organiser: str
    attendance_count: int | None
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class CountryYear:
    """Scholars resident, moving in and moving out, in one country and year."""

    database: str
    country: str
    year: int
    scholars_count: int
    inflow_count: int
    outflow_count: int
    unit: str
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class BilateralFlow:
    """Scholars moving from ``origin`` to ``destination`` in a year."""

    origin: str
    destination: str
    year: int
    moves_count: int
    unit: str
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class DoctorateStay:
    """US doctorates of one citizenship: numbers, intention, commitment, stay rates."""

    citizenship: str
    measure: str
    population: str
    field: str
    cohort: str
    observed: str
    value: float
    lower: float | None
    upper: float | None
    unit: str
    vintage: int | None
    status: str
    source: str
    locator: str
    note_ko: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What an announcement asserts, and the figure that recomputes it.

    ``step`` is what the stated value is rounded to, None where it is given exactly;
    ``assumption`` names the choice that moves the recomputed value (count, basis, baseline).
    """

    id: str
    name_ko: str
    name_en: str
    statement_ko: str
    statement_en: str
    stated_value: float
    step: float | None
    unit: str
    figure: str
    assumption: str
    verdict: str
    depends_ko: str
    depends_en: str
    status: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """A doubt or correction about one cell; ``expect`` guards the value it was written for."""

    id: str
    table: str
    row: str
    column: str
    expect: str
    correct: str
    reason_ko: str
    reason_en: str
    source: str
