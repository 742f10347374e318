"""schema.org Dataset as JSON-LD, which search engines for data sets read."""

from __future__ import annotations

from typing import Any

from innocore_metrics.dataset.versions import Edition
from innocore_metrics.exports.linked.parts import COUNTRIES, PUBLISHER, api, downloads, years
from innocore_metrics.text import Words


def schema_org(edition: Edition, words: Words, base_url: str, *, full: bool = True) -> Any:
    """The description in the language of ``words``.

    ``base_url`` is the public address of the dashboard; ``full``: with every indicator,
    download and source, else short enough for the head of a page.
    """
    package, dataset = edition.descriptor, edition.dataset
    korean = words.lang == "ko"
    first, last = years(edition)
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{api(base_url)}/jsonld",
        "name": package["title_ko" if korean else "title"],
        "alternateName": package["title" if korean else "title_ko"],
        "description": package["description_ko" if korean else "description"],
        "url": f"{base_url.rstrip('/')}/data",
        "version": dataset.version,
        "dateCreated": package["created"][:10],
        "license": package["licenses"][0]["path"],
        "keywords": list(package["keywords"]),
        "inLanguage": ["ko", "en"],
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": PUBLISHER},
        "publisher": {"@type": "Organization", "name": PUBLISHER},
        "temporalCoverage": f"{first}/{last}",
        "spatialCoverage": [{"@type": "Country", "identifier": code} for code in COUNTRIES],
        "distribution": _whole(dataset.version, base_url),
    }
    if full:
        described["distribution"] += _tables(edition, base_url)
        described["variableMeasured"] = _indicators(edition, words)
        described["isBasedOn"] = [source.url for source in dataset.sources if source.url]
    return described


def _whole(version: str, base_url: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DataDownload",
            "name": name,
            "encodingFormat": media_type,
            "contentUrl": f"{api(base_url)}/{path}{'&' if '?' in path else '?'}version={version}",
        }
        for name, path, media_type in (
            ("data package", "data.zip", "application/zip"),
            ("figures", "figures?format=csv", "text/csv"),
        )
    ]


def _tables(edition: Edition, base_url: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DataDownload",
            "name": file.title,
            "encodingFormat": file.media_type,
            "contentUrl": file.url,
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
        }
        for file in downloads(edition, base_url)
    ]


def _indicators(edition: Edition, words: Words) -> list[dict[str, Any]]:
    units = {unit.id: words.of(unit, "name") for unit in edition.dataset.units}
    return [
        {
            "@type": "PropertyValue",
            "propertyID": indicator.id,
            "name": words.of(indicator, "name"),
            "description": words.of(indicator, "definition"),
            "unitText": units[indicator.unit],
        }
        for indicator in edition.dataset.indicators
    ]
