"""Readers of large public sources: careers out of archives, straight into the engine."""

from innocore_metrics.mobility.readers.openalex import OpenAlexReader
from innocore_metrics.mobility.readers.orcid import OrcidReader

__all__ = ["OpenAlexReader", "OrcidReader"]
