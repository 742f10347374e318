"""The declared shape of the data package, and the check of cells and references against it."""

from innocore_metrics.schema.descriptor import Column, Descriptor, TableSchema, read_descriptor
from innocore_metrics.schema.table import Row, Table, check_references, parse_table

__all__ = [
    "Column",
    "Descriptor",
    "Row",
    "Table",
    "TableSchema",
    "check_references",
    "parse_table",
    "read_descriptor",
]
