"""Small archives in the real formats of ORCID and OpenAlex, with people who are made up."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_NAMES = (
    "common",
    "record",
    "activities",
    "employment",
    "education",
    "qualification",
    "person",
    "work",
)
DECLARED = " ".join(f'xmlns:{name}="http://www.orcid.org/ns/{name}"' for name in _NAMES)
WORKS = (
    "<activities:works><activities:group><work:work-summary><work:title><common:title>"
    "On employment-summary and education</common:title></work:title></work:work-summary>"
    "</activities:group></activities:works>"
)


def _date(name: str, date: str) -> str:
    """``2001`` or ``2001-03`` or nothing, as ORCID writes it."""
    if not date:
        return ""
    year, _, month = date.partition("-")
    month = f"<common:month>{month}</common:month>" if month else ""
    return f"<common:{name}><common:year>{year}</common:year>{month}</common:{name}>"


def affiliation(kind: str, suffix: str = "-summary", **given: str) -> str:
    """An employment or education.

    ``given``: start, end (``2001`` or ``2001-03``), country, organisation, id, source, role,
    index (the display-index), schema (3.0 where none is given: in 2.x role and organisation stand
    in the namespace of the activity).
    """
    own = kind if given.get("schema", "3.0") < "3" else "common"
    identifier = ""
    if given.get("id"):
        identifier = (
            "<common:disambiguated-organization><common:disambiguated-organization-identifier>"
            f"{given['id']}</common:disambiguated-organization-identifier>"
            f"<common:disambiguation-source>{given['source']}</common:disambiguation-source>"
            "</common:disambiguated-organization>"
        )
    role = f"<{own}:role-title>{given['role']}</{own}:role-title>" if given.get("role") else ""
    dates = _date("start-date", given.get("start", "")) + _date("end-date", given.get("end", ""))
    declared = "" if suffix else f" {DECLARED}"
    index = f' display-index="{given["index"]}"' if "index" in given else ""
    return (
        f'<{kind}:{kind}{suffix}{declared} put-code="7" visibility="public"{index}>'
        "<common:source><common:source-name>A. Person</common:source-name></common:source>"
        f"<{own}:department-name>Physics</{own}:department-name>{role}{dates}"
        f"<{own}:organization><common:name>{given.get('organisation', 'A &amp; B')}</common:name>"
        "<common:address><common:city>X</common:city>"
        f"<common:country>{given.get('country', 'KR')}</common:country></common:address>"
        f"{identifier}</{own}:organization></{kind}:{kind}{suffix}>"
    )


def record(person: str, *affiliations: str, head: str = "") -> bytes:
    """A summary record with affiliations made by `affiliation`."""
    groups = "".join(
        f"<activities:affiliation-group>{one}</activities:affiliation-group>"
        for one in affiliations
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{head}'
        f'<record:record {DECLARED} path="/{person}">'
        "<person:person><person:biography>Unemployment &lt;b&gt;</person:biography></person:person>"
        f"<activities:activities-summary><activities:employments>{groups}"
        f"</activities:employments>{WORKS}</activities:activities-summary></record:record>\n"
    ).encode()


def message(*affiliations: str, version: str = "1.2") -> bytes:
    """A record of schema 1.2, of the affiliations of schema 3.0 that are given."""
    texts = "".join(
        re.sub(
            r"<(employment|education):\S+-summary[^>]*>(.*)</\1:\S+-summary>",
            r'<affiliation put-code="7"><type>\1</type>\2</affiliation>',
            one,
        ).replace("common:", "")
        for one in affiliations
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><orcid-message xmlns="http://www.orcid.org/ns/orcid">'
        f"<message-version>{version}</message-version><orcid-profile><orcid-activities>"
        f"<affiliations>{texts}</affiliations></orcid-activities></orcid-profile></orcid-message>"
    ).encode()


def person_id(number: int) -> str:
    """An iD of the right form that is nobody's."""
    digits = f"{number:015d}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    text = digits + ("X" if check == 10 else str(check))
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


def summaries(records: Mapping[str, bytes]) -> dict[str, bytes]:
    """Records by person as files of a summaries archive."""
    return {f"ORCID_2024_10_summaries/{p[-3:]}/{p}.xml": data for p, data in records.items()}


def archive(path: Path, files: Mapping[str, bytes], mode: str = "w:gz") -> Path:
    """A tar archive with these files."""
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


def author(number: int, *affiliations: tuple[str, str | None, Iterable[int]]) -> dict[str, Any]:
    """An author with (ROR id, country, years) of each institution."""
    return {
        "id": f"https://openalex.org/A{number}",
        "display_name": "A. Person",
        "affiliations": [
            {
                "institution": {
                    "id": "https://openalex.org/I1",
                    "ror": f"https://ror.org/{ror}",
                    "display_name": "A university",
                    "country_code": country,
                },
                "years": sorted(years, reverse=True),
            }
            for ror, country, years in affiliations
        ],
    }


def json_lines(path: Path, lines: Iterable[Any]) -> Path:
    """Values as gzip-compressed JSON lines; text is written as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for line in lines:
            file.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
    return path
