"""Money between currencies: dated market rates, yearly averages, purchasing power."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from innocore_metrics.errors import Problem, RateError
from innocore_metrics.model import ExchangeRate, Parity

# A market rate may be a few days old (weekends, holidays). The Seoul close comes first.
MARKET_KINDS = ("seoul-close", "new-york-noon", "ecb-cross")
MARKET_DAYS = 5
_COUNTRY = {"KRW": "KR", "CHF": "CH", "JPY": "JP", "GBP": "GB", "CNY": "CN", "SGD": "SG"}


@dataclass(frozen=True, slots=True)
class Basis:
    """How money is made comparable: kind (market, average, ppp) and the day it refers to."""

    kind: str
    day: str

    @property
    def id(self) -> str:
        """``market-2024-12-31``, ``average-2024`` or ``ppp-2024``."""
        return f"{self.kind}-{self.day if self.kind == 'market' else self.day[:4]}"


@dataclass(frozen=True, slots=True)
class RateUsed:
    """The rate a conversion used: local currency per US (or international) dollar."""

    rate: float
    kind: str
    period: str
    source: str
    status: str


class Converter:
    """Converts to US dollars with the rates of the data package, and refuses without one."""

    def __init__(self, rates: Iterable[ExchangeRate], parities: Iterable[Parity]) -> None:
        self._rates = {(r.currency, r.kind, r.period): r for r in rates}
        self._parities = {(p.country, p.concept, p.year): p for p in parities}

    def rate(self, currency: str, basis: Basis) -> RateUsed:
        """The rate for ``currency`` on ``basis``.

        Raises:
            RateError: there is none; the message lists what there is.
        """
        if currency == "USD":
            return RateUsed(1.0, basis.kind, basis.day, "", "derived")
        find = {"market": self._market, "average": self._average, "ppp": self._parity}
        return find[basis.kind](currency, basis)

    def to_usd(self, amount: float, currency: str, basis: Basis) -> float:
        """``amount`` in dollars; raises RateError as `rate` does."""
        return amount / self.rate(currency, basis).rate

    def market_days(self, currency: str) -> tuple[str, ...]:
        """Days with a market rate, oldest first."""
        return tuple(sorted({p for c, k, p in self._rates if c == currency and k in MARKET_KINDS}))

    def _market(self, currency: str, basis: Basis) -> RateUsed:
        asked = date.fromisoformat(basis.day)
        for kind in MARKET_KINDS:
            for age in range(MARKET_DAYS + 1):
                if asked.toordinal() <= age:
                    break  # The calendar begins here.
                day = (asked - timedelta(days=age)).isoformat()
                if found := self._rates.get((currency, kind, day)):
                    return RateUsed(found.rate, kind, day, found.source, found.status)
        raise self._none(currency, basis, ", ".join(self.market_days(currency)))

    def _average(self, currency: str, basis: Basis) -> RateUsed:
        found = self._rates.get((currency, "annual-average", basis.day[:4]))
        if found is None:
            years = sorted(p for c, k, p in self._rates if c == currency and k == "annual-average")
            raise self._none(currency, basis, ", ".join(years))
        return RateUsed(found.rate, found.kind, found.period, found.source, found.status)

    def _parity(self, currency: str, basis: Basis) -> RateUsed:
        country = _COUNTRY.get(currency, "")
        found = self._parities.get((country, "gdp", int(basis.day[:4])))
        if found is None:
            years = sorted(str(y) for c, k, y in self._parities if c == country and k == "gdp")
            raise self._none(currency, basis, ", ".join(years))
        return RateUsed(found.rate, "ppp-gdp", str(found.year), found.source, found.status)

    @staticmethod
    def _none(currency: str, basis: Basis, allowed: str) -> RateError:
        code = f"no_rate_{basis.kind}"
        problem = Problem(code=code, given=f"{currency}, {basis.day}", allowed=allowed or "-")
        return RateError([problem])
