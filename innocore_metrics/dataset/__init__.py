"""The facts as one immutable, checked value with a version."""

from innocore_metrics.dataset.build import check, load_dataset
from innocore_metrics.dataset.dataset import Dataset
from innocore_metrics.dataset.ledger import LEDGER_SOURCE, with_ledger
from innocore_metrics.dataset.mobility import OWN_MARK, OWN_SOURCE, with_mobility

__all__ = [
    "LEDGER_SOURCE",
    "OWN_MARK",
    "OWN_SOURCE",
    "Dataset",
    "check",
    "load_dataset",
    "with_ledger",
    "with_mobility",
]
