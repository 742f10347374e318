"""DCAT 3 as JSON-LD with its terms written out, for catalogues of public data."""

from __future__ import annotations

from typing import Any

from innocore_metrics.dataset.versions import Edition
from innocore_metrics.exports.linked.parts import PUBLISHER, Download, api, downloads, years

_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"


def dcat(edition: Edition, base_url: str) -> dict[str, Any]:
    """The data set, its files and the interface, titles in both languages."""
    package, dataset = edition.descriptor, edition.dataset
    first, last = years(edition)
    service = f"{api(base_url)}/dcat#service"
    described = {
        "@id": f"{api(base_url)}/dcat#dataset",
        "@type": "dcat:Dataset",
        "dct:title": _both(package["title_ko"], package["title"]),
        "dct:description": _both(package["description_ko"], package["description"]),
        "dct:identifier": package["name"],
        "dcat:version": dataset.version,
        "adms:versionNotes": _text(package["version"]),
        "dct:issued": _typed(package["created"][:10], "xsd:date"),
        "dct:license": {"@id": package["licenses"][0]["path"]},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:language": [{"@id": f"{_LANGUAGE}{code}"} for code in ("KOR", "ENG")],
        "dct:spatial": [{"@id": f"{_COUNTRY}{code}"} for code in ("KOR", "USA")],
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(first, "xsd:gYear"),
            "dcat:endDate": _typed(last, "xsd:gYear"),
        },
        "dcat:keyword": [_text(word) for word in package["keywords"]],
        "dcat:landingPage": {"@id": f"{base_url.rstrip('/')}/data"},
        "dct:source": [{"@id": url} for url in _source_urls(edition)],
        "dcat:distribution": [
            _distribution(file, edition, service) for file in downloads(edition, base_url)
        ],
    }
    return {"@context": _CONTEXT, "@graph": [described, _service(base_url)]}


def _source_urls(edition: Edition) -> list[str]:
    return list(dict.fromkeys(source.url for source in edition.dataset.sources if source.url))


def _distribution(file: Download, edition: Edition, service: str) -> dict[str, Any]:
    return {
        "@id": file.url,
        "@type": "dcat:Distribution",
        "dct:title": _text(file.title),
        "dcat:downloadURL": {"@id": file.url},
        "dcat:accessURL": {"@id": file.url},
        "dcat:accessService": {"@id": service},
        "dcat:mediaType": {"@id": f"{_MEDIA}{file.media_type}"},
        "dcat:byteSize": _typed(str(file.size), "xsd:nonNegativeInteger"),
        "dct:license": {"@id": edition.descriptor["licenses"][0]["path"]},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(file.sha256, "xsd:hexBinary"),
        },
    }


def _service(base_url: str) -> dict[str, Any]:
    return {
        "@id": f"{api(base_url)}/dcat#service",
        "@type": "dcat:DataService",
        "dct:title": _text(f"{PUBLISHER} REST API"),
        "dcat:endpointURL": {"@id": api(base_url)},
        "dcat:endpointDescription": {"@id": f"{api(base_url)}/openapi.json"},
        "dcat:servesDataset": {"@id": f"{api(base_url)}/dcat#dataset"},
    }


def _both(korean: str, english: str) -> list[dict[str, str]]:
    return [{"@value": korean, "@language": "ko"}, _text(english)]


def _text(english: str) -> dict[str, str]:
    return {"@value": english, "@language": "en"}


def _typed(value: str, type_: str) -> dict[str, str]:
    return {"@value": value, "@type": type_}
