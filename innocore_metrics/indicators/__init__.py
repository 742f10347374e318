"""Indicators: pure functions from facts to figures. They know no pictures and no surfaces."""

from innocore_metrics.indicators.catalogue import all_figures, as_record, as_records

__all__ = ["all_figures", "as_record", "as_records"]
