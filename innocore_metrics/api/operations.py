"""Every operation of the interface, in one table: routes and OpenAPI are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from innocore_metrics import exports
from innocore_metrics.api import exhibits, figures, package
from innocore_metrics.api.answers import CSV, JSON, Handler
from innocore_metrics.api.package import CSVW, LD
from innocore_metrics.api.parameters import (
    AFTER,
    ASSUMED,
    BEFORE,
    CHOSEN,
    FIGURE,
    FIGURE_FORMAT,
    FILTERS,
    LANG,
    PAGED,
    PERIOD,
    RATE_DATE,
    SCENARIOS,
    VERSION_PINNED,
    Parameter,
)
from innocore_metrics.dataset import Dataset
from innocore_metrics.dataset.build import RECORDS
from innocore_metrics.exports.citation import STYLES
from innocore_metrics.schema.descriptor import DESCRIPTOR


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for.

    ``path`` has its parts in braces; ``values`` lists what each may be, for the data shown.
    ``media_types`` are what may come back; ``schema`` names the form of a JSON answer.
    ``heavy``: takes long, so that only a few run at once.
    """

    id: str
    path: str
    handler: Handler
    parameters: tuple[Parameter, ...]
    media_types: tuple[str, ...] = (JSON,)
    schema: str = ""
    values: tuple[tuple[str, Callable[[Dataset], tuple[str, ...]]], ...] = ()
    heavy: bool = False

    @property
    def word(self) -> str:
        """The key of the sentence that explains it."""
        return f"api_operation.{self.id}"


def _export_types() -> tuple[str, ...]:
    # Several exhibits in a format that holds one come as a zip.
    return tuple(dict.fromkeys((*(e.media_type for e in exports.EXPORTS), "application/zip")))


def _files(_dataset: Dataset) -> tuple[str, ...]:
    return (DESCRIPTOR, *(f"{name}.csv" for name in RECORDS))


_VIEW = (LANG, *CHOSEN, *ASSUMED, *PERIOD, *SCENARIOS, VERSION_PINNED)
_PLAIN = (LANG, VERSION_PINNED)
OPERATIONS: tuple[Operation, ...] = (
    Operation("exhibits", "/exhibits", exhibits.listing, _VIEW, schema="Exhibits"),
    Operation(
        "exhibit",
        "/exhibits/{id}.{format}",
        exhibits.exhibit,
        _VIEW,
        media_types=_export_types(),
        values=(
            ("id", lambda _: exhibits.names()),
            ("format", lambda _: tuple(export.id for export in exports.EXPORTS)),
        ),
        heavy=True,
    ),
    Operation(
        "figures",
        "/figures",
        figures.listing,
        (LANG, *FILTERS, RATE_DATE, *PAGED, FIGURE_FORMAT, VERSION_PINNED),
        media_types=(JSON, CSV),
        schema="Figures",
    ),
    Operation("indicators", "/indicators", figures.indicators, _PLAIN, schema="Indicators"),
    Operation(
        "indicator",
        "/indicators/{id}",
        figures.indicator,
        _PLAIN,
        schema="Indicator",
        values=(("id", lambda dataset: tuple(dataset.indicator)),),
    ),
    Operation("sources", "/sources", figures.sources, _PLAIN, schema="Sources"),
    Operation(
        "source",
        "/sources/{id}",
        figures.source,
        _PLAIN,
        schema="Source",
        values=(("id", lambda dataset: tuple(dataset.source)),),
    ),
    Operation(
        "claims", "/claims", exhibits.claims, (LANG, *ASSUMED, VERSION_PINNED), schema="Claims"
    ),
    Operation(
        "citation",
        "/citations/{style}",
        figures.citation,
        (LANG, FIGURE, RATE_DATE, VERSION_PINNED),
        media_types=tuple(style.media_type for style in STYLES.values()),
        values=(("style", lambda _: tuple(STYLES)),),
    ),
    Operation("versions", "/versions", package.versions, (LANG,), schema="Versions"),
    Operation("changes", "/changes", package.changes, (LANG, BEFORE, AFTER), schema="Changes"),
    Operation("jsonld", "/jsonld", package.jsonld, _PLAIN, media_types=(LD,)),
    Operation("dcat", "/dcat", package.catalogue, _PLAIN, media_types=(LD,)),
    Operation("csvw", "/csvw", package.tables, _PLAIN, media_types=(CSVW,)),
    Operation(
        "file",
        "/data/{file}",
        package.file,
        _PLAIN,
        media_types=(JSON, CSV),
        values=(("file", _files),),
    ),
    Operation(
        "whole", "/data.zip", package.whole, _PLAIN, media_types=("application/zip",), heavy=True
    ),
)
