"""Versions: kept by their hash, opened as they were, and what changed between two."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from innocore_metrics.dataset import changes, versions
from innocore_metrics.errors import VersionError
from innocore_metrics.indicators import all_figures
from innocore_metrics.storage import archive

DATA = Path(__file__).resolve().parents[2] / "data"

DAY = "2026-11-24"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "versions"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_version_comes_back_as_it_was(folder, dataset):
    assert versions.keep(DATA, folder, DAY) == (dataset.version, True)
    assert versions.keep(DATA, folder, "2030-01-01") == (dataset.version, False)
    assert [(one.version, one.date) for one in archive.kept(folder)] == [(dataset.version, DAY)]
    opened = versions.open_edition(folder, dataset.version).dataset
    assert all_figures(opened) == all_figures(dataset)


def test_equal_contents_make_equal_files(folder, tmp_path, dataset):
    versions.keep(DATA, folder, DAY)
    versions.keep(DATA, tmp_path / "other", DAY)
    name = f"{dataset.version}.zip"
    assert (folder / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    assert [path.name for path in folder.iterdir()] == [name]


def test_an_unknown_version_is_refused_with_those_there_are(folder, dataset):
    versions.keep(DATA, folder, DAY)
    with pytest.raises(VersionError) as caught:
        versions.open_edition(folder, "0" * 12)
    (problem,) = caught.value.problems
    assert (problem.code, problem.given, problem.allowed) == (
        "no_such_version",
        "0" * 12,
        dataset.version,
    )


def rewrite(path: Path, change) -> None:
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)


def _spoil_a_table(files):
    files["observations.csv"] = files["observations.csv"].replace(b",792,", b",793,")


def _spoil_a_table_and_its_hash(files):
    import hashlib

    _spoil_a_table(files)
    note = json.loads(files["version.json"])
    note["sha256"]["observations.csv"] = hashlib.sha256(files["observations.csv"]).hexdigest()
    files["version.json"] = json.dumps(note).encode()


def _lead_out_of_the_folder(files):
    note = json.loads(files["version.json"])
    note["sha256"]["../out.csv"] = "0" * 64
    files["version.json"] = json.dumps(note).encode()


def _lose_a_table(files):
    del files["units.csv"]


@pytest.mark.parametrize(
    "change",
    [_spoil_a_table, _spoil_a_table_and_its_hash, _lead_out_of_the_folder, _lose_a_table],
)
def test_what_was_changed_is_refused(folder, dataset, change):
    versions.keep(DATA, folder, DAY)
    rewrite(folder / f"{dataset.version}.zip", change)
    with pytest.raises(VersionError) as caught:
        versions.open_edition(folder, dataset.version)
    assert caught.value.problems[0].code == "version_damaged"
    assert not (folder.parent / "out.csv").exists()


def test_a_file_that_is_no_zip_is_refused_and_not_listed(folder, dataset):
    folder.mkdir()
    (folder / f"{dataset.version}.zip").write_bytes(b"nothing")
    assert archive.kept(folder) == ()
    with pytest.raises(VersionError):
        versions.open_edition(folder, dataset.version)


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VersionError) as caught:
        versions.keep(DATA, tmp_path / "file", DAY)
    assert caught.value.problems[0].code == "archive_write"


def test_changes_are_added_corrected_and_withdrawn_with_their_reasons(spoiled):
    before = versions.load_edition(DATA)
    issue = (
        "mit-recount,observations,mit.postdocs.2024,value,1534,1536,다시 셈,Counted again,"
        "gist-2025-06\n"
    )
    with (spoiled / "known_issues.csv").open("a", encoding="utf-8") as out:
        out.write(issue)
    table = spoiled / "bilateral_flows.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    row = next(line for line in lines if line.startswith("KR,AE,2010"))
    lines.remove(row)
    lines.append(row.replace("2010", "1990"))
    table.write_text("".join(lines), encoding="utf-8")
    found = changes.compare(before, versions.load_edition(spoiled))
    kinds = {(change.kind, change.table): change for change in found}
    corrected = kinds["corrected", "observations"]
    assert (corrected.row, corrected.before, corrected.after) == (
        "mit.postdocs.2024",
        "1534",
        "1536",
    )
    assert (corrected.reason_en, corrected.reason_ko) == ("Counted again", "다시 셈")
    assert corrected.source == "gist-2025-06"
    assert kinds["added", "bilateral_flows"].row == "KR;AE;1990"
    assert kinds["withdrawn", "bilateral_flows"].before == "2"
    assert ("added", "known_issues") in kinds
    # Besides, what scenarios take from that observation and what points at the changed rows.
    assert len([change for change in found if change.table != "scenario_parameters"]) == 4
    assert changes.compare(before, versions.load_edition(DATA)) == ()


def test_a_version_from_before_the_korean_names_of_publishers_still_opens(folder, spoiled):
    described = json.loads((spoiled / "datapackage.json").read_text(encoding="utf-8"))
    (sources,) = (one for one in described["resources"] if one["name"] == "sources")
    fields = sources["schema"]["fields"]
    sources["schema"]["fields"] = [f for f in fields if f["name"] != "publisher_ko"]
    (spoiled / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    with (spoiled / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {k: v for k, v in row.items() if k != "publisher_ko"} for row in csv.DictReader(file)
        ]
    with (spoiled / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        kept = [name for name in rows[0] if name != "publisher_ko"]
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    version, new = versions.keep(spoiled, folder, DAY)
    assert new
    opened = versions.open_edition(folder, version).dataset
    assert {source.publisher_ko for source in opened.sources} == {""}
