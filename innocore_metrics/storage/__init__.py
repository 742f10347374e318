"""Where facts are kept: files in a folder."""

from innocore_metrics.storage.files import Package, read_package

__all__ = ["Package", "read_package"]
