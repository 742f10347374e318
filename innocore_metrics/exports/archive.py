"""A zip: a CSV for each exhibit, a metadata file beside it (CSVW), and a README."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from innocore_metrics.exhibits import Exhibit
from innocore_metrics.exports.about import notes
from innocore_metrics.exports.base import Document, Export
from innocore_metrics.exports.comma import COLUMNS, TYPES, as_csv, rows

# Files in a zip carry the day of the export, not the moment, so that equal contents are equal.
_NOON = (12, 0, 0)


def zipped(files: Mapping[str, bytes], date: str) -> bytes:
    """Files by name as a zip; the same files on the same ISO ``date`` give the same bytes."""
    year, month, day = (int(part) for part in date.split("-"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (year, month, day, *_NOON))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # Readable to everybody once unpacked.
            archive.writestr(entry, content)
    return out.getvalue()


def write(document: Document) -> bytes:
    """The CSV files with their metadata and a README in the language of the document."""
    files = {"README.txt": readme(document).encode("utf-8-sig")}
    for key, exhibit in document.keyed:
        name = f"{key}.csv"
        files[name] = as_csv(rows(document, exhibit))
        described = metadata(document, exhibit, name)
        text = json.dumps(described, ensure_ascii=False, indent=1)
        files[f"{name}-metadata.json"] = text.encode()
    return zipped(files, document.date)


def readme(document: Document) -> str:
    """Title, then for each exhibit its notes, then what the columns are."""
    words = document.words
    parts = [document.title, words("export.readme"), ""]
    for key, exhibit in document.keyed:
        parts += [f"{key}.csv", exhibit.title]
        for heading, lines in notes(document, exhibit):
            parts += [f"  {heading}", *(f"    {line}" for line in lines)]
        parts.append("")
    parts.append(words("export.columns"))
    parts += [f"  {name}: {words(f'column.{name}')}" for name in COLUMNS]
    return "\r\n".join(parts) + "\r\n"


def metadata(document: Document, exhibit: Exhibit, file: str) -> dict[str, Any]:
    """The file described as the W3C's CSV on the Web has it."""
    words = document.words
    columns = [
        {
            "name": name,
            "titles": name,
            "dc:description": words(f"column.{name}"),
            "datatype": TYPES[name],
        }
        for name in COLUMNS
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": document.lang}],
        "url": file,
        "dc:title": exhibit.title,
        "dc:description": exhibit.subtitle,
        "dc:source": [source.url or source.id for source in exhibit.sources],
        "dc:modified": document.date,
        **({"dc:identifier": link} if (link := document.link(exhibit)) else {}),
        "schema:version": document.version,
        "rdfs:comment": [
            f"{heading}: {line}" for heading, ls in notes(document, exhibit) for line in ls
        ],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns, "primaryKey": "id"},
    }


EXPORT = Export("zip", ".zip", "application/zip", write)
