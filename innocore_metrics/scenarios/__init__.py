"""What if, and what would it take: a stock-and-flow model of postdocs, money and pay."""

from innocore_metrics.scenarios.needed import Needed, needed
from innocore_metrics.scenarios.paths import FIRST, LAST, LATER, START, YEARS, Paths, simulate
from innocore_metrics.scenarios.run import MEASURES, NEEDS, RUNS, Outcome, Swing, run

__all__ = [
    "FIRST",
    "LAST",
    "LATER",
    "MEASURES",
    "NEEDS",
    "RUNS",
    "START",
    "YEARS",
    "Needed",
    "Outcome",
    "Paths",
    "Swing",
    "needed",
    "run",
    "simulate",
]
