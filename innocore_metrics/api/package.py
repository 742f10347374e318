"""The data package: its files, its descriptions for machines, its versions."""

from __future__ import annotations

from dataclasses import asdict

from innocore_metrics.api.answers import CSV, Call, Reply, as_json, download
from innocore_metrics.api.problems import Refusal
from innocore_metrics.dataset.changes import compare
from innocore_metrics.dataset.versions import Edition
from innocore_metrics.errors import Problem
from innocore_metrics.exports.archive import zipped
from innocore_metrics.exports.linked import csvw, dcat, schema_org

LD = "application/ld+json"
CSVW = "application/csvm+json"
DESCRIPTION = "csv-metadata.json"


def jsonld(call: Call) -> Reply:
    """schema.org Dataset."""
    made = as_json(schema_org(call.edition, call.words, call.base_url))
    return Reply(made.content, LD)


def catalogue(call: Call) -> Reply:
    """DCAT 3."""
    return Reply(as_json(dcat(call.edition, call.base_url)).content, LD)


def tables(call: Call) -> Reply:
    """CSV on the Web."""
    return Reply(as_json(csvw(call.edition, "data/")).content, CSVW)


def file(call: Call) -> Reply:
    """One file of the package, as it stands."""
    name = call.path["file"]
    content = call.edition.files.get(name)
    if content is None:
        allowed = ", ".join(call.edition.files)
        raise Refusal(404, [Problem(code="no_such_file", given=name[:80], allowed=allowed)])
    media_type = "application/json" if name.endswith(".json") else CSV
    return Reply(content, media_type)


def whole(call: Call) -> Reply:
    """All files in a zip, with their description as CSV on the Web."""
    edition = call.edition
    files = {**edition.files, DESCRIPTION: as_json(csvw(edition)).content}
    version = edition.dataset.version
    content = zipped(files, edition.descriptor["created"][:10])
    return download(content, "application/zip", f"innocore-metrics_{version}.zip")


def versions(call: Call) -> Reply:
    """The versions that can be asked for, and the present one."""
    kept = [asdict(one) for one in call.source.versions()]
    return as_json({"present": call.source.dataset().version, "kept": kept})


def _kept(call: Call, version: str) -> Edition:
    """The facts of a version; VersionError also where it names a release that there is not."""
    if "-" in version:
        call.source.dataset(version)
    return call.source.edition(version)


def changes(call: Call) -> Reply:
    """What was added, corrected and withdrawn between two versions."""
    before, after = (_kept(call, call.given.get(name, "")) for name in ("before", "after"))
    found = [asdict(change) for change in compare(before, after)]
    return as_json(
        {
            "before": before.dataset.version,
            "after": after.dataset.version,
            "changes": found,
        }
    )
