"""Numbers: intervals that rounding leaves, and the way each language writes values."""

from innocore_metrics.numbers.formats import (
    decimal_places,
    format_date,
    format_interval,
    format_moment,
    format_money,
    format_money_tick,
    format_number,
    format_short,
    format_value,
)
from innocore_metrics.numbers.intervals import (
    Interval,
    poisson,
    quotient,
    rounding_interval,
    skellam,
    wilson,
)

__all__ = [
    "Interval",
    "decimal_places",
    "format_date",
    "format_interval",
    "format_moment",
    "format_money",
    "format_money_tick",
    "format_number",
    "format_short",
    "format_value",
    "poisson",
    "quotient",
    "rounding_interval",
    "skellam",
    "wilson",
]
