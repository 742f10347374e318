"""The facts as one immutable, checked value with a version."""

from innocore_metrics.dataset.build import check, load_dataset
from innocore_metrics.dataset.dataset import Dataset

__all__ = ["Dataset", "check", "load_dataset"]
