"""How each language writes numbers, money and dates. Counts are never abbreviated."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from innocore_metrics.text import Words

_KOREAN_STEPS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
_ENGLISH_STEPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_MONEY_UNITS = {
    "krw": ("KRW", False),
    "krw_per_year": ("KRW", True),
    "usd_per_year": ("USD", True),
    "chf_per_year": ("CHF", True),
}
# Korea has had no summer time since 1988.
_KOREA = timezone(timedelta(hours=9))
_SIGNED_UNITS = frozenset(
    {
        "net-persons",
        "percent-change",
        "percentage-points",
        "per_1000",
        "per_10000",
        "effectiveness",
    }
)


# A year or a label is a number without thousands.
_UNGROUPED = frozenset({"calendar-year", "number"})


def rounded(value: float, decimals: int) -> Decimal:
    """``value`` rounded half up, as people round by hand.

    >>> rounded(0.5, 0), rounded(2.675, 2)
    (Decimal('1'), Decimal('2.68'))
    """
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def decimal_places(value: float) -> int:
    """How many decimals ``value`` has, what floating point adds left aside.

    >>> decimal_places(1.85), decimal_places(0.375), decimal_places(3e11), decimal_places(0.1 + 0.2)
    (2, 3, 0, 1)
    """
    exponent = Decimal(f"{value:.10g}").as_tuple().exponent
    return max(0, -int(exponent))


def format_number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Digits with thousands separators and a true minus sign.

    >>> format_number(1534), format_number(-3.0151, 2), format_number(271, signed=True)
    ('1,534', '−3.02', '+271')
    """
    number = rounded(value, decimals)
    text = f"{abs(number):,.{decimals}f}"
    if number == 0:
        return text
    if number < 0:
        return f"−{text}"
    return f"+{text}" if signed else text


def format_money(value: float, currency: str, lang: str) -> str:
    """Money in 만, 억, 조 or in millions and billions.

    >>> format_money(48_000_000, "KRW", "ko"), format_money(300_000_000_000, "KRW", "ko")
    ('4,800만 원', '3,000억 원')
    >>> format_money(1_357_000_000_000, "KRW", "ko"), format_money(48_000_000, "KRW", "en")
    ('1조 3,570억 원', 'KRW 48 million')
    >>> format_money(32597.6, "USD", "ko"), format_money(80_000, "USD", "en")
    ('3만 2,598달러', 'USD 80,000')
    """
    sign = "−" if value < 0 else ""
    whole = int(rounded(abs(value), 0))
    if lang == "ko":
        name = {"KRW": "원", "USD": "달러", "CHF": "스위스프랑"}[currency]
        amount = _korean_steps(whole)
        # 4,800만 원, 8만 달러, but 1,472원 and 3만 2,598달러: no space after a digit.
        return f"{sign}{amount}{name if amount[-1].isdigit() else ' ' + name}"
    return f"{currency} {sign}{_english_steps(whole)}"


def format_money_tick(value: float, lang: str) -> str:
    """A round sum of won as it stands at an axis that names the won.

    >>> format_money_tick(120_000_000_000, "ko"), format_money_tick(120_000_000_000, "en")
    ('1,200억', '120 bn')
    """
    if lang == "ko":
        return f"{format_number(value / 10**8)}억" if value else "0"
    return f"{format_number(value / 10**9)} bn" if value else "0"


def _korean_steps(whole: int) -> str:
    parts = []
    for step, name in _KOREAN_STEPS:
        count, whole = divmod(whole, step)
        if count:
            parts.append(f"{count:,}{name}")
    if whole or not parts:
        parts.append(f"{whole:,}")
    return " ".join(parts)


def _english_steps(whole: int) -> str:
    for step, name in _ENGLISH_STEPS:
        if whole >= step:
            scaled = f"{rounded(whole / step, 3):,f}".rstrip("0").rstrip(".")
            return f"{scaled} {name}"
    return f"{whole:,}"


def format_value(value: float | None, unit: str, decimals: int, words: Words) -> str:
    """A value with its unit, as it stands in a sentence or a table.

    >>> format_value(792, "persons", 0, Words("ko"))
    '792명'
    >>> format_value(40.747, "percent", 1, Words("en"))
    '40.7 %'
    """
    if value is None:
        return words("status.not published")
    if unit in _MONEY_UNITS:
        currency, yearly = _MONEY_UNITS[unit]
        money = format_money(value, currency, words.lang)
        return words("unit.per_year", n=money) if yearly else money
    text = format_number(value, decimals, signed=unit in _SIGNED_UNITS)
    text = text.replace(",", "") if unit in _UNGROUPED else text
    return words(f"unit.{unit}", n=text)


def format_short(value: float | None, unit: str, decimals: int, words: Words) -> str:
    """A value as it stands beside a bar, where the axis names the unit.

    >>> format_short(-3.015, "per_1000", 2, Words("ko"))
    '−3.02'
    >>> format_short(792, "persons", 0, Words("en"))
    '792'
    """
    if value is None:
        return format_value(value, unit, decimals, words)
    if unit in _MONEY_UNITS:
        return format_money(value, _MONEY_UNITS[unit][0], words.lang)
    text = format_number(value, decimals, signed=unit in _SIGNED_UNITS)
    return words(f"unit_short.{unit}", n=text)


_MORE_DECIMALS = 2


def format_interval(
    lower: float | None, upper: float | None, unit: str, decimals: int, words: Words
) -> str:
    """A range with its unit; empty where there is none.

    Ends that would read alike have another decimal, two at most.

    >>> format_interval(1446.2, 1481.4, "krw_per_usd", 0, Words("ko"))
    '1,446~1,481원/달러'
    >>> format_interval(-3.67, -2.36, "percent", 2, Words("ko"))
    '−3.67 ~ −2.36%'
    >>> format_interval(1.864, 1.886, "times", 1, Words("ko"))
    '1.86~1.89배'
    """
    if lower is None or upper is None:
        return ""
    if unit in _MONEY_UNITS:
        low = format_value(lower, unit, decimals, words)
        return words("number.money_range", low=low, high=format_value(upper, unit, decimals, words))
    signed = unit in _SIGNED_UNITS
    for more in range(_MORE_DECIMALS + 1):
        low = format_number(lower, decimals + more, signed=signed)
        high = format_number(upper, decimals + more, signed=signed)
        if low != high or lower == upper:
            break
    # Between signs a bare range mark would read as one of them.
    mark = "number.range" if low[0].isdigit() and high[0].isdigit() else "number.money_range"
    return words(f"unit.{unit}", n=words(mark, low=low, high=high))


def format_date(period: str, words: Words) -> str:
    """A year, month, day or a range of them in the official style.

    >>> format_date("2025-09-29", Words("ko")), format_date("2025-09-29", Words("en"))
    ('2025. 9. 29.', '29 Sep 2025')
    >>> format_date("2016/2020", Words("ko")), format_date("2024", Words("en"))
    ('2016~2020년', '2024')
    >>> format_date("2010/2010", Words("en"))
    '2010'
    """
    if not period:
        return words("number.no_date")
    if "/" in period:
        first, last = period.split("/")
        if first == last:
            return format_date(first, words)
        if len(first) == len(last) == 4:
            return words("number.year", year=words("number.range", low=first, high=last))
        return words("number.range", low=format_date(first, words), high=format_date(last, words))
    return _format_single_date(period, words)


def format_moment(moment: str, words: Words) -> str:
    """A moment (ISO 8601 with an offset, or UTC) as Korean clocks show it.

    >>> format_moment("2026-11-27T17:55:00+00:00", Words("en"))
    '28 Nov 2026 02:55 (Korean time)'
    """
    parsed = datetime.fromisoformat(moment)
    there = (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(_KOREA)
    day = format_date(there.date().isoformat(), words)
    return words("number.moment", day=day, time=there.strftime("%H:%M"))


def _format_single_date(period: str, words: Words) -> str:
    parts = [int(part) for part in period.split("-")]
    if len(parts) == 1:
        return words("number.year", year=parts[0])
    year, month = parts[0], parts[1]
    name = date(year, month, 1).strftime("%b")
    if len(parts) == 2:
        return words("number.month", year=year, month=month, name=name)
    return words("number.day", year=year, month=month, day=parts[2], name=name)
