"""Readers of large public sources: careers into the engine, published counts as they are."""

from innocore_metrics.mobility.readers.ncses import NcsesValue, read_ncses
from innocore_metrics.mobility.readers.openalex import OpenAlexReader
from innocore_metrics.mobility.readers.orcid import OrcidReader
from innocore_metrics.mobility.readers.smd import Published, read_smd
from innocore_metrics.mobility.readers.tables import Kept

__all__ = [
    "Kept",
    "NcsesValue",
    "OpenAlexReader",
    "OrcidReader",
    "Published",
    "read_ncses",
    "read_smd",
]
