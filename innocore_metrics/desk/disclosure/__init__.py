"""Statistical disclosure control: what a release may say without telling on single people."""

from innocore_metrics.desk.disclosure.families import GroupKey
from innocore_metrics.desk.disclosure.protect import protect

__all__ = ["GroupKey", "protect"]
