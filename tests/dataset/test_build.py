"""A dataset is versioned by its contents and corrected only where the guard holds."""

from __future__ import annotations

import dataclasses

import pytest

from innocore_metrics.dataset import check, load_dataset
from innocore_metrics.errors import DataError, SelectionError


def _append(path, line):
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def test_equal_facts_equal_version(dataset, spoiled):
    assert load_dataset(spoiled).version == dataset.version
    path = spoiled / "fields.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_dataset(spoiled).version == dataset.version


def test_a_changed_fact_changes_the_version(dataset, spoiled):
    path = spoiled / "observations.csv"
    path.write_text(path.read_text().replace(",1534,", ",1535,"))
    assert load_dataset(spoiled).version != dataset.version


def test_a_correction_is_applied_and_the_file_stays_as_it_was(spoiled):
    row = "fix-1,observations,mit.postdocs.2024,value,1534,1554,정정,corrected,gist-2025-06\n"
    _append(spoiled / "known_issues.csv", row)
    before = (spoiled / "observations.csv").read_bytes()
    assert check(spoiled) == ()
    assert load_dataset(spoiled).one("postdocs", "mit", "2024").value == 1554
    assert (spoiled / "observations.csv").read_bytes() == before


def test_a_correction_whose_guard_fails_stops_the_load(spoiled):
    row = "fix-1,observations,mit.postdocs.2024,value,1500,1554,정정,corrected,gist-2025-06\n"
    _append(spoiled / "known_issues.csv", row)
    with pytest.raises(DataError) as caught:
        load_dataset(spoiled)
    assert caught.value.problems[0].code == "guard_value"


def test_a_dataset_never_changes(dataset):
    with pytest.raises(dataclasses.FrozenInstanceError):
        dataset.version = "x"


def test_asking_for_what_is_not_there_is_an_error(dataset):
    with pytest.raises(SelectionError):
        dataset.one("postdocs", "kaist", "2024")


def test_the_data_has_what_the_pages_need(dataset):
    countries = {row.country for row in dataset.researcher_flows}
    assert "KR" in countries
    assert len(countries) >= 16
    korea = [r for r in dataset.researcher_flows if (r.database, r.country) == ("scopus", "KR")]
    assert [r.year for r in korea] == list(range(1998, 2021))
    assert sum(g.cohort == 2025 for g in dataset.research_groups) == 8
    assert {p.country for p in dataset.group_partners} >= {"KR", "US", "DE", "NL", "GB"}
