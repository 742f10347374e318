"""Cells of an uploaded file, read in a process of its own: the file may be hostile."""

from innocore_metrics.intake.reading.parent import read_upload
from innocore_metrics.intake.reading.sheet import Limits, Sheet

__all__ = ["Limits", "Sheet", "read_upload"]
