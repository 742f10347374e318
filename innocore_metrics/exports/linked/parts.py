"""What the descriptions share: addresses, files, period and places of the data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from innocore_metrics.dataset.versions import Edition

COUNTRIES = ("KR", "US")
PUBLISHER = "InnoCORE Metrics"


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the package: its name, what it holds, where it is, and how large."""

    name: str
    title: str
    url: str
    media_type: str
    size: int
    sha256: str


def api(base_url: str) -> str:
    """The address of the interface under a public base address."""
    return f"{base_url.rstrip('/')}/api/v1"


def downloads(edition: Edition, base_url: str) -> Iterator[Download]:
    """Every table of the package as a file that can be fetched, pinned to its version."""
    for resource in edition.descriptor["resources"]:
        path = resource["path"]
        content = edition.files[path]
        yield Download(
            name=resource["name"],
            title=resource["title"],
            url=f"{api(base_url)}/data/{path}?version={edition.dataset.version}",
            media_type="text/csv",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )


def years(edition: Edition) -> tuple[str, str]:
    """First and last year that an observation or a flow speaks of."""
    periods = [row.period for row in edition.dataset.observations]
    periods += [str(row.year) for row in edition.dataset.researcher_flows]
    ends = sorted(part[:4] for period in periods for part in period.split("/"))
    return ends[0], ends[-1]
