"""The engines by name."""

from __future__ import annotations

import importlib
import warnings

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.engine import Engine

ENGINES = ("embedded", "spark")


def open_engine(name: str, master: str = "local[*]") -> Engine:
    """The engine called ``name`` (one of ``ENGINES``).

    Args:
        name: ``embedded`` or ``spark``.
        master: address of the cluster; for ``spark`` only.

    Raises:
        MobilityError: there is no such engine, or PySpark is not installed.
    """
    if name == "embedded":
        return EmbeddedEngine()
    if name != "spark":
        problem = Problem(
            column="engine", code="mobility_rule", given=name, allowed=", ".join(ENGINES)
        )
        raise MobilityError([problem])
    # PySpark 4.3 warns of every pandas 3; no pandas object goes through it here.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    try:
        spark = importlib.import_module("innocore_metrics.mobility.spark")
    except ImportError as error:
        raise MobilityError([Problem(code="mobility_no_spark", given=str(error))]) from error
    engine: Engine = spark.SparkEngine(master)
    return engine
