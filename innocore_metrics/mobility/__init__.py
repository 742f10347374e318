"""Researcher mobility: career records in, counts and standard measures out.

``records`` and ``sources`` say what comes in, ``rules`` what is decided, ``engines`` who
counts, ``results`` what comes out, ``measures`` and ``cohort_measures`` what is made of it.
"""

from innocore_metrics.mobility.rates import (
    count_rate_interval,
    effectiveness,
    in_rate,
    net_rate,
    net_rate_interval,
    out_rate,
    share,
    share_interval,
)

__all__ = [
    "count_rate_interval",
    "effectiveness",
    "in_rate",
    "net_rate",
    "net_rate_interval",
    "out_rate",
    "share",
    "share_interval",
]
