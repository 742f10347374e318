"""What a process shows for an address: the present data, a kept version, a release with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from innocore_metrics.dataset import OWN_MARK, Dataset, versions
from innocore_metrics.desk import opening
from innocore_metrics.desk.roles import Actor
from innocore_metrics.errors import LedgerError, Problem, VersionError
from innocore_metrics.selection import is_version
from innocore_metrics.storage.ledger import StoredRelease
from innocore_metrics.text import Words, render
from pages.components import source, storybook
from tests.mobility_folder import tables
from tests.recruitment_rows import as_csv

DAY = "2026-11-20"


@pytest.fixture
def moved(spoiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A server whose data went on since a version that is kept; that version."""
    monkeypatch.setenv("INNOCORE_DATA_DIR", str(spoiled))
    monkeypatch.setenv("INNOCORE_ARCHIVE_DIR", str(tmp_path / "versions"))
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    version, _ = versions.keep(spoiled, tmp_path / "versions", DAY)
    table = spoiled / "observations.csv"
    text = table.read_text(encoding="utf-8").replace("2024,1534,", "2024,1536,", 1)
    table.write_text(text, encoding="utf-8")
    return version


def postdocs(dataset: Dataset) -> float | None:
    return dataset.one("postdocs", "mit", "2024").value


def test_a_pinned_address_shows_what_was(moved):
    present, none = source.shown("")
    kept, also_none = source.shown(moved)
    assert (postdocs(present), postdocs(kept)) == (1536, 1534)
    assert (none, also_none) == ((), ())
    assert source.stored_on(moved) == DAY
    selection, problems = source.selection({"version": moved}, kept)
    assert (selection.version, problems) == (moved, ())


def test_an_unknown_version_is_named_and_the_present_data_shown(moved):
    present, problems = source.shown("0" * 12)
    assert postdocs(present) == 1536
    assert problems[0].allowed == moved
    selection, named = source.selection({"version": "0" * 12, "basis": "ppp"}, present)
    assert (selection.version, selection.basis) == ("", "ppp")
    assert named[0].code == "no_such_version"


def test_a_malformed_version_is_refused_once(moved):
    present, problems = source.shown("../../etc")
    assert not problems
    _, named = source.selection({"version": "../../etc"}, present)
    assert [problem.code for problem in named] == ["url_value"]


def test_what_is_frozen_stands_while_the_present_data_are_broken(moved, spoiled):
    (spoiled / "units.csv").write_text("id\n")
    assert postdocs(source.dataset(moved)) == 1534


def test_a_release_that_never_was_is_refused(moved):
    with pytest.raises(VersionError) as caught:
        source.dataset(f"{moved}-{'0' * 12}")
    assert caught.value.problems[0].code == "no_such_release"


def test_a_version_with_a_ledger_is_the_release_of_that_day(moved, spoiled, tmp_path, monkeypatch):
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("INNOCORE_RELEASE_DAYS", "0")
    desk = opening.desk(dict(os.environ), source.facts())
    actor = Actor("tester", "admin")
    seen = []
    for seed, replaces in ((1, None), (2, 1)):
        file = tmp_path / f"rows{seed}.csv"
        file.write_bytes(as_csv(seed))
        upload = desk.read(actor, file, file.name)
        desk.commit(actor, upload, "test", confirmed=True, replaces=replaces)
        desk.release(actor, "test")
        source.look_again()
        seen.append(source.dataset().version)
    facts = source.facts().version
    assert [version.split("-")[0] for version in seen] == [facts, facts]
    first, second = (source.dataset(version).ledger for version in seen)
    assert first.revision < second.revision
    assert first.counts != second.counts
    old = source.dataset(f"{moved}-{seen[0].split('-')[1]}")
    assert (postdocs(old), old.ledger.counts) == (1534, first.counts)
    assert source.dataset(facts).ledger is None


def test_a_version_with_own_tables_is_there_while_it_is_the_present_one(
    moved, tmp_path, monkeypatch
):
    monkeypatch.setenv("INNOCORE_MOBILITY_DIR", str(tables(tmp_path / "own", people=300)))
    present = source.dataset()
    assert is_version(present.version)
    assert OWN_MARK in present.version
    assert source.dataset(present.version) is present
    assert storybook.pinned({"version": present.version}) is present
    selection, problems = source.selection({"version": present.version}, present)
    assert (selection.version, problems) == (present.version, ())
    other = present.version[:-6] + "0" * 6
    with pytest.raises(VersionError) as caught:
        source.dataset(other)
    (problem,) = caught.value.problems
    assert (problem.code, problem.allowed) == ("version_own", present.version)


def test_a_release_that_cannot_be_read_takes_nothing_from_the_facts(moved, monkeypatch):
    class Damaged:
        def latest_release(self) -> int:
            return 1

        def releases(self):
            return (StoredRelease(1, 1, DAY, "[[1, 2]]"),)

    url = "sqlite:///damaged.sqlite"
    monkeypatch.setenv("INNOCORE_DATABASE_URL", url)
    monkeypatch.setattr(source.reading, "store", lambda url: Damaged())
    source.look_again()
    assert postdocs(source.dataset()) == 1536
    assert source.dataset().ledger is None
    assert [problem.code for problem in source.ledger_problems()] == ["ledger_release_unreadable"]
    source.look_again()


def test_what_a_database_says_is_in_the_log_alone(moved, monkeypatch, caplog):
    said = 'connection to server at "db.secret.kr", user "head" failed'

    class Away:
        def latest_release(self) -> int:
            raise LedgerError(
                [Problem("INNOCORE_DATABASE_URL", code="ledger_unreachable", given=said)]
            )

        def releases(self):
            return self.latest_release()

    monkeypatch.setenv("INNOCORE_DATABASE_URL", "sqlite:///away.sqlite")
    monkeypatch.setattr(source.reading, "store", lambda url: Away())
    source.look_again()
    assert [problem.code for problem in source.ledger_problems()] == ["ledger_away"]
    assert "db.secret.kr" in caplog.text
    with pytest.raises(LedgerError) as caught:
        source.dataset(f"{moved}-{'1' * 12}")
    assert "secret" not in str(caught.value)
    for lang in ("ko", "en"):
        assert "secret" not in render(source.ledger_problems()[0], Words(lang))
    source.look_again()


def test_own_tables_that_cannot_be_read_tell_no_path(moved, tmp_path, monkeypatch):
    monkeypatch.setenv("INNOCORE_MOBILITY_DIR", str(tmp_path / "not-there"))
    assert source.own_problems()
    assert str(tmp_path) not in str(source.own_problems())
