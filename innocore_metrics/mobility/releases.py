"""Releases of the Scholarly Migration Database, and from when on each is incomplete."""

from __future__ import annotations

# Publications appear late: from these years on not all moves were known when a release was made.
# The two databases of the release of 2024 end in 2020 (Scopus) and 2018 (OpenAlex).
_CENSORED_FROM = {
    ("2024", "scopus"): 2019,
    ("2024", "openalex"): 2017,
    ("2026", "scopus"): 2023,
    ("2026", "openalex"): 2023,
}


def censored_from(release: str, database: str) -> int:
    """The first year of a release and database whose moves are not all known.

    >>> censored_from("2024", "scopus"), censored_from("2024", "openalex")
    (2019, 2017)

    Raises:
        KeyError: there is no such release or database.
    """
    return _CENSORED_FROM[release, database]
