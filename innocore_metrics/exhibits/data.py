"""The data itself: how sure its figures are, and which rates stand behind the money."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from innocore_metrics.charts import bars, lines
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.exhibits.trends import trend, year
from innocore_metrics.model import STATUSES, Figure

PAGE = "data"


def by_status(view: View) -> Exhibit:
    """How many figures of the data have which status."""
    data = view.dataset
    tables = (
        data.observations,
        data.recruitment,
        data.exchange_rates,
        data.ppp,
        data.researcher_flows,
        data.bilateral_flows,
        data.doctorate_stays,
    )
    counted = Counter(row.status for table in tables for row in table)
    year = max(o.period[:4] for o in data.observations)
    figures = [
        Figure("innocore", "figures-by-status", year, counted[s], "figures", "derived", (), group=s)
        for s in STATUSES
        if counted[s]
    ]
    chart = bars(view.marks(figures, "group"), view.words("unit_axis.figures"), view.theme)
    total = sum(counted.values())
    share = 100 * counted["published"] / total
    return view.exhibit(
        "by-status",
        figures,
        chart,
        total=f"{total:,}",
        share=f"{share:.0f}",
        sources=len(data.sources),
    )


def exchange_rate(view: View) -> Exhibit:
    """Won per dollar: the yearly averages behind the money bases."""
    figures = [
        Figure(
            "KR",
            "exchange-rate",
            r.period,
            r.rate,
            "krw_per_usd",
            r.status,
            (r.source,),
            group=r.kind,
        )
        for r in view.dataset.exchange_rates
        if r.currency == "KRW" and view.selection.covers(r.period)
    ]
    yearly = [f for f in figures if f.group == "annual-average"]
    monthly = [f for f in figures if f.group == "monthly-average"]
    closes = [f for f in figures if f.group == "seoul-close"]
    series = [
        view.line(yearly, view.words("group.annual-average"), "KR"),
        view.line(monthly, view.words("group.monthly-average"), "other"),
        view.line(closes, view.words("group.seoul-close"), "loss", joined=False),
    ]
    chart = lines(series, view.words("unit_axis.krw_per_usd"), view.theme, zero=False)
    finding = _rates_told(view, yearly, monthly, closes)
    return view.exhibit("exchange-rate", figures, chart, finding=finding)


def _rates_told(
    view: View, yearly: list[Figure], monthly: list[Figure], closes: list[Figure]
) -> str:
    """The last close against the average of its year, where both are shown."""
    averages = {f.period: f for f in yearly}
    for close in reversed(closes):
        average = averages.get(close.period[:4])
        if average is not None:
            gap = close.number - average.number
            return view.words(
                "finding.rate_close",
                year=year(view, average),
                close=view.labels.short(close),
                average=view.labels.short(average),
                gap=view.labels.short(replace(average, value=abs(gap))),
                side=view.words("finding.rate_higher" if gap > 0 else "finding.rate_lower"),
            )
    if yearly:
        return view.words("finding.rate_average", trend=trend(view, yearly))
    return view.words("finding.rate_monthly", trend=trend(view, monthly)) if monthly else ""


SPECS = (
    Spec("by-status", PAGE, (), by_status),
    Spec("exchange-rate", PAGE, ("period",), exchange_rate),
)
