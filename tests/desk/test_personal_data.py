"""The desk lets no personal data in: file names, reasons, notes; nor notes out to viewers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from innocore_metrics import exports
from innocore_metrics.dataset import with_ledger
from innocore_metrics.desk.reading import public_view
from innocore_metrics.desk.roles import Actor
from innocore_metrics.desk.service import Desk
from innocore_metrics.errors import IntakeError, LedgerError
from innocore_metrics.exhibits import EXHIBITS
from innocore_metrics.intake import tables
from innocore_metrics.selection import Selection
from innocore_metrics.storage.ledger import Database, LedgerStore
from innocore_metrics.text import LANGUAGES, Words, render

ADMIN = Actor("a", "admin")
HEADER = "date,stage,research_group,host,talent_source,country,count,note\n"
NOTE = "zebra crossing"


@pytest.fixture
def desk(tmp_path, dataset):
    database = Database(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    clock = datetime(2026, 11, 1, 9, tzinfo=UTC)
    yield Desk(LedgerStore(database), dataset, clock=lambda: clock)
    database.close()


@pytest.fixture
def put(desk, tmp_path):
    def read(note: str = "", name: str = "a.csv"):
        stages = ("applied", "offered", "accepted", "started")
        rows = "".join(f"2025-09-29,{s},ai-llm,kaist,foreign,US,10,{note}\n" for s in stages)
        path = tmp_path / "upload"
        path.write_text(HEADER + rows, encoding="utf-8")
        return desk.read(ADMIN, path, name)

    return read


@pytest.mark.parametrize(
    "name", ["Hong hong@kaist.ac.kr.csv", "홍길동_박사.csv", "010-1234-5678.csv"]
)
def test_a_file_name_with_a_person_is_refused_and_not_recorded(desk, put, name):
    with pytest.raises(IntakeError) as caught:
        put(name=name)
    assert {p.code for p in caught.value.problems} == {"ledger_personal_file"}
    for lang in LANGUAGES:
        said = render(caught.value.problems[0], Words(lang))
        assert "kaist-2025-09.csv" in said
        assert name not in said
    assert name not in str(desk.audit(ADMIN))


def test_a_file_name_is_looked_at_again_when_committed(desk, put):
    upload = put()
    named = replace(upload, checked=replace(upload.checked, file="hong@kaist.ac.kr.csv"))
    with pytest.raises(IntakeError):
        desk.commit(ADMIN, named, "x")
    assert desk.history(ADMIN) == ()
    assert "hong" not in str(desk.audit(ADMIN))


def test_reasons_with_persons_are_refused_in_every_change(desk, put):
    reason = "hong@kaist.ac.kr 900101-1234567"
    calls = (
        lambda: desk.commit(ADMIN, put(), reason),
        lambda: desk.rollback(ADMIN, 0, reason),
        lambda: desk.release(ADMIN, reason),
    )
    for call in calls:
        with pytest.raises(LedgerError) as caught:
            call()
        found = [(p.code, p.detail) for p in caught.value.problems]
        assert found == [("ledger_personal_reason", k) for k in ("email", "resident")]
    assert desk.history(ADMIN) == ()
    assert "hong" not in str(desk.audit(ADMIN))


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("홍길동 박사", "ledger_personal_name"),
        ("Dr. Smith", "ledger_personal_name"),
        ("02-123-4567", "ledger_personal_cell"),
        ("hong＠kaist．ac．kr", "ledger_personal_cell"),
        ("가" * 201, "ledger_note"),
    ],
)
def test_notes_about_persons_are_refused_row_by_row(desk, put, note, code):
    upload = put(note)
    problems = desk.preview(ADMIN, upload).findings.problems()
    assert [(p.row, p.column, p.code) for p in problems] == [(r, "note", code) for r in range(2, 6)]
    with pytest.raises(IntakeError):
        desk.commit(ADMIN, upload, "x")
    assert desk.history(ADMIN) == ()


def test_notes_go_to_editors_alone(desk, put):
    desk.commit(ADMIN, put(NOTE), "first")
    released = desk.release(ADMIN, "first")
    assert NOTE in tables.as_csv(desk.rows(ADMIN)).decode()
    assert NOTE not in str(desk.store.releases())
    view = public_view(desk.store, released.number)
    assert NOTE not in str(view)
    data = with_ledger(desk.dataset, view)
    for spec in EXHIBITS:
        if spec.id.startswith("ledger"):
            chosen = Selection(data.vocabulary, lang="en")
            document = exports.build(data, chosen, spec.id, "2026-11-01", "http://x")
            written = exports.file(document, exports.find("json")).content.decode()
            assert NOTE not in written
