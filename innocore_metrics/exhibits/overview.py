"""The overview: how the four institutes stand against MIT, in one look."""

from __future__ import annotations

from innocore_metrics.charts import Mark, bars
from innocore_metrics.exhibits.base import Exhibit, Spec, View
from innocore_metrics.indicators import pay, staffing
from innocore_metrics.indicators.derive import derived

PAGE = "overview"
# What the overview shows, of its own and of other pages, in order.
ON_OVERVIEW = ("at-a-glance", "postdocs-per-faculty", "salary-share", "net-rate", "progress")


def at_a_glance(view: View) -> Exhibit:
    """The ratio and the salary of the four institutes as shares of MIT's."""
    data = view.dataset
    mit, four = staffing.ratios(data, ("mit", staffing.FOUR))
    share = derived(
        "ratio-percent-of-mit",
        staffing.FOUR,
        staffing.YEAR,
        "percent-of-reference",
        100 * four.number / mit.number,
        (mit, four),
        formula="100 x four / MIT",
    )
    salary, programme = pay.shares(data, view.basis)
    marks = [
        view.mark(share, view.words("glance.ratio")),
        view.mark(salary, view.words("glance.salary")),
        view.mark(programme, view.words("glance.programme")),
    ]
    hundred = Mark("MIT", 100, view.words("unit.percent", n="100"))
    chart = bars(marks, view.words("unit_axis.share_of_mit"), view.theme, reference=hundred)
    labels = view.labels
    return view.exhibit(
        "at-a-glance",
        (share, salary, programme),
        chart,
        ratio=labels.value(share),
        salary=labels.value(salary),
        basis=labels.basis(view.basis.id),
        programme=labels.value(programme),
    )


SPECS = (Spec("at-a-glance", PAGE, ("basis",), at_a_glance),)
