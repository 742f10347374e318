"""Researcher mobility: counts in, standard measures out."""

from innocore_metrics.mobility.rates import (
    effectiveness,
    in_rate,
    net_rate,
    net_rate_interval,
    out_rate,
    rate_interval,
)

__all__ = ["effectiveness", "in_rate", "net_rate", "net_rate_interval", "out_rate", "rate_interval"]
