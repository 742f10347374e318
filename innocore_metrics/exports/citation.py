"""How to cite a figure: as text, BibTeX and CSL-JSON, with data version, day and address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from innocore_metrics.dataset import Dataset
from innocore_metrics.exhibits import Labels
from innocore_metrics.model import Figure
from innocore_metrics.settings import public_address
from innocore_metrics.text import Words

PUBLISHER = "InnoCORE Metrics"
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Citation:
    """What is cited: a figure of a version of the data, seen on a day (ISO 8601).

    ``base_url`` is the public address of the dashboard without a slash.
    """

    figure: Figure
    dataset: Dataset
    words: Words
    date: str
    base_url: str

    @property
    def labels(self) -> Labels:
        """Names and values in the language of the citation."""
        return Labels(self.dataset, self.words)

    @property
    def title(self) -> str:
        """What the figure is: indicator, subject, detail, period, value."""
        indicator = self.dataset.indicator[self.figure.indicator]
        parts = (
            self.words.of(indicator, "name"),
            self.labels.entity(self.figure.entity),
            self.labels.group(self.figure.group),
            self.labels.basis(self.figure.basis),
            self.labels.period(self.figure.period),
        )
        named = ", ".join(part for part in parts if part)
        return f"{named}: {self.labels.spoken(self.figure)}"

    @property
    def url(self) -> str:
        """The address of the figure, pinned to the version; empty without a public address."""
        if not public_address(self.base_url):
            return ""
        return f"{self.base_url}/api/v1/figures?id={self.figure.id}&version={self.dataset.version}"

    @property
    def origins(self) -> str:
        """The sources that the figure rests on."""
        return "; ".join(self.labels.source(s) for s in self.labels.sources([self.figure]))


def as_text(citation: Citation) -> str:
    """One line for a footnote."""
    words, labels = citation.words, citation.labels
    line = words(
        "citation.text",
        title=citation.title,
        status=words(f"status.{citation.figure.status}"),
        version=citation.dataset.version,
        sources=citation.origins or words("status.not published"),
        publisher=words("ui.title"),
        day=labels.period(citation.date),
    )
    return ", ".join(part for part in (line, citation.url) if part)


def as_bibtex(citation: Citation) -> str:
    """A BibTeX entry; characters that TeX reads otherwise are escaped."""
    year, _, _ = citation.date.split("-")
    key = re.sub(r"[^a-z0-9]+", "-", citation.figure.id.lower()).strip("-")
    fields = {
        "author": "{" + PUBLISHER + "}",
        "title": "{" + citation.title.translate(_BIBTEX) + "}",
        "year": year,
        "version": citation.dataset.version,
        "note": citation.origins.translate(_BIBTEX),
        "url": citation.url,
        "urldate": citation.date,
    }
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join([f"@misc{{{key}-{citation.dataset.version},", *lines, "}", ""])


def as_csl(citation: Citation) -> str:
    """CSL-JSON, which reference managers import."""
    parts = [int(part) for part in citation.date.split("-")]
    item: dict[str, Any] = {
        "id": f"{citation.figure.id}@{citation.dataset.version}",
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": PUBLISHER}],
        "publisher": PUBLISHER,
        "version": citation.dataset.version,
        "issued": {"date-parts": [parts]},
        "accessed": {"date-parts": [parts]},
        **({"URL": citation.url} if citation.url else {}),
        "note": citation.origins,
        "language": citation.words.lang,
    }
    return json.dumps([item], ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Style:
    """A form of citation: file ending, media type, writer."""

    suffix: str
    media_type: str
    write: Callable[[Citation], str]


STYLES: Mapping[str, Style] = {
    "text": Style(".txt", "text/plain; charset=utf-8", as_text),
    "bibtex": Style(".bib", "application/x-bibtex; charset=utf-8", as_bibtex),
    "csl": Style(".json", "application/vnd.citationstyles.csl+json", as_csl),
}
