"""The ORCID archive: read in full or refused; archives in the real format, people made up."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innocore_metrics.cli import main
from innocore_metrics.errors import MobilityError
from innocore_metrics.mobility.readers import OrcidReader
from innocore_metrics.mobility.records import SPELL_SCHEMA, Reader
from innocore_metrics.mobility.sources import open_source
from tests.mobility_sources import (
    DECLARED,
    affiliation,
    archive,
    message,
    person_id,
    record,
    summaries,
)

ANNE, BORIS, CHUN = (person_id(number) for number in (1, 2, 3))
PHD = affiliation(
    "education",
    start="2010-03",
    end="2015-08",
    organisation="KAIST",
    id="https://ror.org/05apxxy63",
    source="ROR",
    role="Ph.D.",
)
POSTDOC = affiliation(
    "employment",
    start="2015-09",
    country="US",
    organisation="A &amp; B",
    id="1234",
    source="RINGGOLD",
    role="Postdoctoral Fellow",
)


def rows(path, **options):
    reader = OrcidReader(path, **options)
    found, rejected = [], {}
    for chunk in reader.chunks():
        found += chunk.batch.to_pylist()
        for reason, count in chunk.rejected.items():
            rejected[reason] = rejected.get(reason, 0) + count
    return found, rejected


def test_a_record_becomes_spells_with_all_that_it_says(tmp_path):
    path = archive(tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, POSTDOC, PHD)}))
    found, rejected = rows(path)
    assert not rejected
    assert found == [
        {
            "person_id": ANNE,
            "start_year": 2015,
            "end_year": None,
            "country": "US",
            "start_month": 9,
            "end_month": None,
            "ror_id": "ringgold:1234",
            "organisation": "A & B",
            "role": "postdoc",
            "field": None,
        },
        {
            "person_id": ANNE,
            "start_year": 2010,
            "end_year": 2015,
            "country": "KR",
            "start_month": 3,
            "end_month": 8,
            "ror_id": "05apxxy63",
            "organisation": "KAIST",
            "role": "doctorate",
            "field": None,
        },
    ]


def test_both_layouts_say_the_same(tmp_path):
    whole = archive(tmp_path / "s.tar.gz", summaries({ANNE: record(ANNE, POSTDOC, PHD)}))
    single = {
        f"1/{ANNE[-3:]}/{ANNE}/employments/{ANNE}_employments_7.xml": POSTDOC,
        f"1/{ANNE[-3:]}/{ANNE}/works/{ANNE}_works_9.xml": "<broken",
        f"1/{ANNE[-3:]}/{ANNE}/educations/{ANNE}_educations_8.xml": PHD,
    }
    bare = {
        name: text.replace("-summary", "")
        .replace(":employment ", f":employment {DECLARED} ", 1)
        .replace(":education ", f":education {DECLARED} ", 1)
        .encode()
        for name, text in single.items()
    }
    parts = archive(tmp_path / "p.tar.gz", bare)
    assert rows(parts) == rows(whole)


def test_the_two_layouts_together_are_refused(tmp_path):
    files = summaries({ANNE: record(ANNE, PHD)})
    files[f"2/{BORIS[-3:]}/{BORIS}/educations/{BORIS}_educations_8.xml"] = PHD.encode()
    path = archive(tmp_path / "a.tar.gz", files)
    with pytest.raises(MobilityError) as caught:
        rows(path)
    assert caught.value.problems[0].code == "mobility_orcid_both"


def test_another_archive_is_refused(tmp_path):
    path = archive(tmp_path / "a.tar.gz", {"README.txt": b"hello"})
    with pytest.raises(MobilityError) as caught:
        rows(path)
    assert caught.value.problems[0].code == "mobility_not_orcid"


def test_what_is_missing_is_left_to_the_engine_to_count(tmp_path):
    bare = affiliation("employment", country="", role="")
    odd = affiliation("employment", start="19999-99", end="x")
    found, rejected = rows(
        archive(tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, bare, odd)}))
    )
    assert not rejected
    assert (found[0]["start_year"], found[0]["country"], found[0]["role"]) == (None, "", "unknown")
    assert (found[1]["start_year"], found[1]["end_year"]) == (19999, -1)


@pytest.mark.parametrize(
    ("indices", "shown"), [((None, None), "A"), (("0", "1"), "B"), (("1", "0"), "A"), (("x",), "A")]
)
def test_of_several_summaries_of_one_post_the_one_that_is_shown_counts(tmp_path, indices, shown):
    group = "".join(
        affiliation("employment", organisation=name, **({"index": index} if index else {}))
        for name, index in zip("AB", indices, strict=False)
    )
    path = archive(tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, group, POSTDOC, PHD)}))
    found, _ = rows(path)
    assert [row["organisation"] for row in found] == [shown, "A & B", "KAIST"]


# Any declaration is refused: entities may refer to files, or to each other without end.
DOCTYPE = '<!DOCTYPE r [<!ENTITY a "a">]>'


def test_a_declaration_and_a_broken_record_are_counted_and_the_rest_is_read(tmp_path):
    whole = record(BORIS, POSTDOC)
    within = whole[: whole.index(b"<common:country>")]
    path = archive(
        tmp_path / "a.tar.gz",
        summaries({ANNE: record(ANNE, PHD, head=DOCTYPE), BORIS: within, CHUN: record(CHUN, PHD)}),
    )
    found, rejected = rows(path)
    assert [row["person_id"] for row in found] == [CHUN]
    assert rejected == {"broken_line": 2}


@pytest.mark.parametrize("mode", ["w:gz", "w"])
def test_no_way_to_cut_an_archive_short_goes_unseen(tmp_path, mode):
    many = {person_id(n): record(person_id(n), PHD, POSTDOC) for n in range(40)}
    path = archive(tmp_path / "a.tar", summaries(many), mode)
    data = path.read_bytes()
    # The end of an archive may be padded with zeros, which are nothing to miss.
    end = len(data) if mode == "w:gz" else len(data.rstrip(b"\0")) + 512
    steps = {*range(1, end - 1, max(1, end // 60)), *(512 * n for n in range(1, end // 512, 7))}
    for size in sorted(step for step in steps if step < end):
        path.write_bytes(data[:size])
        with pytest.raises(MobilityError) as caught:
            rows(path)
        assert caught.value.problems[0].code in ("mobility_truncated", "mobility_not_orcid"), size


def test_what_was_read_before_the_cut_is_told(tmp_path):
    many = {person_id(n): record(person_id(n), PHD) for n in range(40)}
    path = archive(tmp_path / "a.tar.gz", summaries(many))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(MobilityError) as caught:
        rows(path)
    assert caught.value.problems[0].code == "mobility_truncated"
    assert caught.value.problems[0].given == "40"


def test_a_changed_byte_is_noticed(tmp_path):
    path = archive(tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, PHD)}))
    data = bytearray(path.read_bytes())
    data[-6] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(MobilityError):
        rows(path)


def test_reading_goes_on_at_any_chunk(tmp_path, monkeypatch):
    monkeypatch.setattr(OrcidReader, "units_a_chunk", 3)
    many = {person_id(n): record(person_id(n), PHD, POSTDOC) for n in range(11)}
    reader = OrcidReader(archive(tmp_path / "a.tar.gz", summaries(many)))
    assert isinstance(reader, Reader)
    whole = list(reader.chunks())
    assert len(whole) == 4
    assert whole[0].batch.schema == SPELL_SCHEMA
    assert whole[-1].share == 1
    for skip in range(5):
        rest = list(reader.chunks(skip))
        assert [c.batch for c in rest] == [c.batch for c in whole[skip:]]


def test_the_fingerprint_follows_the_files(tmp_path):
    path = archive(tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, PHD)}))
    before = OrcidReader(path).fingerprint()
    assert OrcidReader(path).fingerprint() == before
    archive(path, summaries({ANNE: record(ANNE, PHD), BORIS: record(BORIS, PHD)}))
    assert OrcidReader(path).fingerprint() != before


def test_a_folder_is_read_in_order_and_an_empty_one_refused(tmp_path):
    archive(tmp_path / "b.tar.gz", summaries({BORIS: record(BORIS, PHD)}))
    archive(tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, PHD)}))
    (tmp_path / "notes.txt").write_text("not read")
    assert [row["person_id"] for row in rows(tmp_path)[0]] == [ANNE, BORIS]
    (tmp_path / "empty").mkdir()
    with pytest.raises(MobilityError) as caught:
        OrcidReader(tmp_path / "empty")
    assert caught.value.problems[0].code == "mobility_no_files"


def test_memory_does_not_grow_with_the_archive(tmp_path, monkeypatch):
    monkeypatch.setattr(OrcidReader, "units_a_chunk", 100)
    one = record(ANNE, PHD)
    peaks = []
    for count in (500, 4000):
        files = {f"summaries/00X/{person_id(n)}.xml": one for n in range(count)}
        path = archive(tmp_path / f"{count}.tar.gz", files)
        tracemalloc.start()
        assert sum(chunk.batch.num_rows for chunk in OrcidReader(path).chunks()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3


def test_a_record_that_is_too_large_is_counted(tmp_path, monkeypatch):
    from innocore_metrics.mobility.readers import orcid

    monkeypatch.setattr(orcid, "LARGEST_RECORD", 1000)
    path = archive(
        tmp_path / "a.tar.gz", summaries({ANNE: record(ANNE, PHD), BORIS: b"<record:record>"})
    )
    found, rejected = rows(path)
    assert not found
    assert rejected == {"broken_line": 2}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["employment", "education"]),
            st.sampled_from(["", "1999", "2004-12"]),
            st.sampled_from(["", "2003", "2010-01"]),
            st.sampled_from(["KR", "US", "XK", "NA"]),
            st.text(
                st.characters(
                    codec="utf-8", exclude_characters="<>&\r\0", exclude_categories=["Cc", "Cs"]
                ),
                max_size=9,
            ),
        ),
        max_size=6,
    )
)
def test_every_affiliation_comes_out_once(tmp_path_factory, told):
    texts = [
        affiliation(kind, start=start, end=end, country=country, organisation=name)
        for kind, start, end, country, name in told
    ]
    path = tmp_path_factory.mktemp("orcid") / "a.tar"
    found, rejected = rows(archive(path, summaries({ANNE: record(ANNE, *texts)}), "w"))
    assert not rejected
    assert [(r["country"], r["organisation"] or "") for r in found] == [
        (country, name.strip()) for *_, country, name in told
    ]
    assert [r["start_year"] for r in found] == [int(t[1][:4]) if t[1] else None for t in told]


def test_gzip_is_known_by_its_contents_not_its_name(tmp_path):
    path = archive(tmp_path / "a.tar", summaries({ANNE: record(ANNE, PHD)}), "w")
    path.with_name("b.tar.gz").write_bytes(path.read_bytes())
    path.with_name("c.tar").write_bytes(gzip.compress(path.read_bytes()))
    for name in ("b.tar.gz", "c.tar"):
        assert len(rows(tmp_path / name)[0]) == 1


SPELLS = (
    {"kind": "education", "start": "2010-03", "end": "2015-08", "role": "PhD", "country": "KR"},
    {
        "kind": "employment",
        "start": "2015-09",
        "role": "Postdoc",
        "country": "US",
        "organisation": "MIT",
        "id": "2167",
        "source": "RINGGOLD",
    },
)


def with_schema(schema):
    return [affiliation(schema=schema, **spell) for spell in SPELLS]


@pytest.mark.parametrize("schema", ["2.0", "2.1"])
def test_schemas_2_x_say_what_3_0_says(tmp_path, schema):
    """Role and organisation stand in the namespace of the activity there."""
    new = archive(tmp_path / "a.tar", summaries({ANNE: record(ANNE, *with_schema("3.0"))}), "w")
    old = archive(tmp_path / "b.tar", summaries({ANNE: record(ANNE, *with_schema(schema))}), "w")
    assert rows(old) == rows(new)
    assert [(row["country"], row["role"]) for row in rows(old)[0]] == [
        ("KR", "doctorate"),
        ("US", "postdoc"),
    ]


def test_an_activity_of_schema_2_0_by_itself(tmp_path):
    single = affiliation(suffix="", schema="2.0", **SPELLS[1])
    name = f"1/{ANNE[-3:]}/{ANNE}/employments/{ANNE}_employments_7.xml"
    ((row,), rejected) = rows(archive(tmp_path / "a.tar", {name: single.encode()}, "w"))
    assert (row["country"], row["role"], row["ror_id"]) == ("US", "postdoc", "ringgold:2167")
    assert not rejected


def test_messages_of_schema_1_2_say_what_3_0_says(tmp_path):
    new = archive(tmp_path / "a.tar", summaries({ANNE: record(ANNE, *with_schema("3.0"))}), "w")
    old = archive(tmp_path / "b.tar", summaries({ANNE: message(*with_schema("3.0"))}), "w")
    assert rows(old) == rows(new)


OTHER_FORMS = {
    "orcid-message 1.0.15": message(*with_schema("3.0"), version="1.0.15").replace(
        b"type>", b"affiliation-type>"
    ),
    "html": b"<html><body>Not found</body></html>",
    "project": b'<project xmlns="http://maven.apache.org/POM/4.0.0"/>',
}


@pytest.mark.parametrize(("form", "data"), OTHER_FORMS.items())
def test_another_form_is_named_and_is_no_success(tmp_path, capsys, form, data):
    path = archive(tmp_path / "a.tar", summaries({ANNE: data}), "w")
    assert main(["mobility", "flows", str(path), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert f"{ANNE}.xml: {form}" in said
    assert "1.2, 2.0, 2.1, 3.0" in said


CLOSED = (
    b'<e:error xmlns:e="http://www.orcid.org/ns/error"><e:error-code>9044</e:error-code></e:error>'
)


def test_records_that_orcid_has_closed_and_odd_ones_among_others_stop_nothing(tmp_path):
    records = {ANNE: CLOSED, BORIS: record(BORIS, PHD), CHUN: b"<html/>"}
    path = archive(tmp_path / "a.tar", summaries(records), "w")
    reader = OrcidReader(path)
    (chunk,) = reader.chunks()
    assert (chunk.batch.num_rows, chunk.rejected) == (1, {"broken_line": 1})
    assert reader.skipped == {"closed_record": 1}


def test_a_qualification_that_is_a_doctorate_is_read_once(tmp_path):
    elsewhere = affiliation("qualification", end="2015-02", role="Ph.D.", organisation="UNIST")
    again = affiliation("qualification", start="2015", role="PhD (Physics)", organisation="KAIST")
    licence = affiliation("qualification", start="2016", role="Certified engineer")
    path = archive(
        tmp_path / "a.tar", summaries({ANNE: record(ANNE, PHD, elsewhere, again, licence)}), "w"
    )
    reader = OrcidReader(path)
    (chunk,) = reader.chunks()
    found = chunk.batch.to_pylist()
    assert [(row["organisation"], row["role"]) for row in found] == [
        ("KAIST", "doctorate"),
        ("UNIST", "doctorate"),
    ]
    # Given on a day, it is no study that goes on.
    assert [found[1][name] for name in ("start_year", "end_year", "start_month", "end_month")] == [
        2015,
        2015,
        2,
        2,
    ]
    assert reader.skipped == {"doctorate_again": 1, "qualification": 1}


@pytest.mark.parametrize(
    "address",
    [
        "grid.37172.30",
        "https://www.grid.ac/institutes/grid.37172.30",
        "http://grid.ac/grid.37172.30/",
    ],
)
def test_a_grid_id_is_the_same_as_its_address(tmp_path, address):
    one = affiliation("employment", start="2001", id=address, source="GRID")
    found, _ = rows(archive(tmp_path / "a.tar", summaries({ANNE: record(ANNE, one)}), "w"))
    assert found[0]["ror_id"] == "grid.37172.30"


def unpacked(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_an_archive_that_was_unpacked_says_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(OrcidReader, "units_a_chunk", 3)
    files = summaries({person_id(n): record(person_id(n), PHD, POSTDOC) for n in range(8)})
    packed = archive(tmp_path / "a.tar.gz", dict(sorted(files.items())))
    folder = unpacked(tmp_path / "loose", files)
    (folder / "README.md").write_text("not read")
    assert rows(folder) == rows(packed)
    reader = open_source(folder)
    assert isinstance(reader, OrcidReader)
    whole = list(reader.chunks())
    assert whole[-1].share == 1
    assert [c.batch for c in reader.chunks(1)] == [c.batch for c in whole[1:]]
    before = reader.fingerprint()
    (folder / next(iter(files))).write_bytes(b"<changed")
    assert OrcidReader(folder).fingerprint() != before


def test_a_record_by_itself_is_known_by_what_it_says(tmp_path):
    path = tmp_path / "record.xml"
    path.write_bytes(record(ANNE, PHD))
    reader = open_source(path)
    (chunk,) = reader.chunks()
    assert [row["person_id"] for row in chunk.batch.to_pylist()] == [ANNE]


def test_an_archive_beside_what_was_unpacked_from_it_is_refused(tmp_path):
    files = summaries({ANNE: record(ANNE, PHD)})
    archive(tmp_path / "a.tar.gz", files)
    unpacked(tmp_path, files)
    with pytest.raises(MobilityError) as caught:
        open_source(tmp_path)
    assert caught.value.problems[0].code == "mobility_orcid_both"


def test_a_result_with_nobody_in_it_is_no_success(tmp_path, capsys):
    nowhere = affiliation("employment", start="2001", country="")
    path = str(archive(tmp_path / "a.tar", summaries({ANNE: record(ANNE, nowhere)}), "w"))
    empty = str(archive(tmp_path / "b.tar", summaries({ANNE: record(ANNE)}), "w"))
    out = str(tmp_path / "out")
    for command in (
        ["flows"],
        ["rates"],
        ["sensitivity", "--country", "KR"],
        ["tables", "--out", out],
    ):
        assert main(["mobility", *command, path, "--lang", "en"]) == 1
        said = capsys.readouterr()
        assert "1 refused: no country" in said.err
        assert "not one of 1 record counts" in said.err
        assert not said.out
    assert main(["mobility", "flows", empty, "--lang", "ko"]) == 1
    assert "기록이 한 건도 없어" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
