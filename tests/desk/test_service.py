"""The desk over SQLite and PostgreSQL: files in, rules, roles, audit, roll back, releases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from innocore_metrics.desk import reading
from innocore_metrics.desk.roles import ACTIONS, ROLES, Actor, read_mapping, role_of
from innocore_metrics.desk.service import Desk
from innocore_metrics.errors import IntakeError, LedgerError, Problem, RefusedError
from innocore_metrics.storage.ledger import Database, LedgerStore
from tests import recruitment_rows

EDITOR, ADMIN, VIEWER = Actor("e", "editor"), Actor("a", "admin"), Actor("", "viewer")
HEADER = "날짜,단계,연구단,소속기관,인재출처,이전근무국가,인원,비고\n"


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(url, dataset, clock):
    database = Database(url, wait_seconds=20)
    yield Desk(LedgerStore(database), dataset, clock=clock)
    database.close()


@pytest.fixture
def put(desk, tmp_path: Path):
    """Reads a text as an uploaded file."""

    def read(text: str | bytes, name: str = "a.csv", actor: Actor = EDITOR):
        path = tmp_path / "upload"
        path.write_bytes(text if isinstance(text, bytes) else (HEADER + text).encode())
        return desk.read(actor, path, name)

    return read


def funnel(day: str = "2025-09-29", count: int = 10, group: str = "ai-llm", host: str = "KAIST"):
    stages = ("지원", "제안", "수락", "시작")
    return "".join(f"{day},{stage},{group},{host},외국 국적,US,{count},\n" for stage in stages)


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


def total(view, measure="started", cohort=2025):
    (found,) = view.find(cohort, measure, "total")
    return found.count


def test_a_sound_file_is_committed_and_counted(desk, put):
    upload = put(funnel())
    preview = desk.preview(EDITOR, upload)
    assert (total(preview.before), total(preview.after)) == (0, 10)
    assert desk.history(EDITOR) == ()
    revision = desk.commit(EDITOR, upload, "first")
    assert (revision.number, revision.actor, revision.reason) == (1, "e", "first")
    assert total(desk.exact(EDITOR)) == 10
    assert desk.verify(EDITOR) == ()


def test_one_wrong_row_stores_nothing_and_every_problem_is_named(desk, put):
    upload = put(funnel() + "2027-01-01,시작,none,MIT,?,XX,-1,\n2025-09-29,,ai-llm,KAIST,,,3,\n")
    found = desk.preview(EDITOR, upload).findings
    assert {(p.row, p.column, p.code) for p in found.problems()} == {
        (6, "날짜", "ledger_future"),
        (6, "연구단", "not_in_list"),
        (6, "소속기관", "not_in_list"),
        (6, "인재출처", "not_in_list"),
        (6, "이전근무국가", "unknown_country_name"),
        (6, "인원", "ledger_count"),
        (7, "단계", "required"),
    }
    with pytest.raises(IntakeError):
        desk.commit(EDITOR, upload, "no")
    assert desk.history(EDITOR) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-09-29,시작,ai-llm,KAIST,,,5,\n", "ledger_order_started"),
        (
            "2025-09-29,지원,ai-llm,KAIST,,,5,\n2025-09-30,제안,ai-llm,KAIST,,,6,\n",
            "ledger_order_offered",
        ),
        (funnel() + "2026-01-01,퇴직,ai-llm,KAIST,,,11,\n", "ledger_order_left"),
        (funnel() + funnel(), "ledger_twice"),
    ],
)  # fmt: skip
def test_rules_between_rows(desk, put, text, code):
    found = desk.preview(EDITOR, put(text)).findings
    assert code in {problem.code for problem in found.problems()}


def test_what_was_imported_before_is_not_imported_again(desk, put):
    desk.commit(EDITOR, put(funnel()), "first")
    assert [p.code for p in desk.preview(EDITOR, put(funnel())).findings.problems()] == [
        "ledger_same_file"
    ]
    again = put(funnel() + funnel("2025-10-02"))
    found = desk.preview(EDITOR, again).findings.problems()
    assert {p.code for p in found} == {"ledger_imported"}
    assert len(found) == 4
    # As a replacement the same file is right.
    assert not desk.preview(EDITOR, again, replaces=1).findings.errors
    revision = desk.commit(EDITOR, again, "corrected", replaces=1)
    assert total(desk.exact(EDITOR)) == 20
    assert [r.number for r in desk.active(EDITOR)] == [revision.number]


def test_a_quota_passed_has_to_be_confirmed(desk, put):
    text = "".join(funnel(f"2025-09-{day:02d}", 41) for day in range(1, 11))
    upload = put(text)
    assert [p.code for p in desk.preview(EDITOR, upload).findings.cautions()][:1] == [
        "ledger_quota"
    ]
    with pytest.raises(LedgerError) as caught:
        desk.commit(EDITOR, upload, "no")
    assert codes(caught)[0] == "ledger_unconfirmed"
    assert desk.commit(EDITOR, upload, "yes", confirmed=True).number == 1


def test_a_reason_is_needed(desk, put):
    with pytest.raises(LedgerError) as caught:
        desk.commit(EDITOR, put(funnel()), "  ")
    assert codes(caught) == ["ledger_reason"]


def test_any_state_can_be_brought_back(desk, put):
    desk.commit(EDITOR, put(funnel()), "first")
    desk.commit(EDITOR, put(funnel("2025-10-02")), "second")
    desk.rollback(EDITOR, 1, "wrong file")
    assert total(desk.exact(EDITOR)) == 10
    assert total(desk.exact(EDITOR, 2)) == 20
    desk.rollback(EDITOR, 0, "empty")
    assert total(desk.exact(EDITOR)) == 0
    desk.rollback(EDITOR, 2, "all back")
    assert total(desk.exact(EDITOR)) == 20
    changed = desk.diff(EDITOR, 1, 2)
    assert list(changed["after_count"] - changed["before_count"]) == [10] * 4
    with pytest.raises(LedgerError) as caught:
        desk.rollback(EDITOR, 99, "no")
    assert codes(caught) == ["ledger_no_revision"]


def test_people_of_a_group_that_the_facts_lost_are_not_left_out_silently(desk, put):
    desk.commit(EDITOR, put(funnel()), "first")
    groups = tuple(group for group in desk.dataset.research_groups if group.id != "ai-llm")
    without = Desk(desk.store, replace(desk.dataset, research_groups=groups), clock=desk.clock)
    with pytest.raises(LedgerError) as caught:
        without.exact(ADMIN)
    (problem,) = caught.value.problems
    assert (problem.code, problem.column, problem.given) == (
        "ledger_unknown",
        "research_group",
        "ai-llm",
    )


def test_viewers_see_what_was_released_and_not_before(desk, put, clock):
    desk.commit(EDITOR, put(recruitment_rows.as_csv()), "all", confirmed=True)
    before = desk.releasable(ADMIN)
    released = desk.release(ADMIN, "first")
    assert desk.store.latest_release() == released.number
    assert all(row.count is None or not 1 <= row.count <= 4 for row in before.counts)
    desk.commit(EDITOR, put(funnel("2026-10-30", 12)), "more", confirmed=True)
    with pytest.raises(LedgerError) as caught:
        desk.release(ADMIN, "too soon")
    assert codes(caught) == ["ledger_release_soon"]
    clock.now += timedelta(28)
    assert desk.release(ADMIN, "second").number > released.number
    assert desk.verify(EDITOR) == ()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_tries_are_recorded(desk, put, role):
    actor = Actor("someone", role)
    calls = {
        "preview": lambda: put(funnel("2025-11-03"), actor=actor),
        "import": lambda: desk.commit(actor, put(funnel("2025-11-03")), "x"),
        "history": lambda: desk.history(actor),
        "rollback": lambda: desk.rollback(actor, 0, "x"),
        "diff": lambda: desk.diff(actor, 0, 0),
        "export": lambda: desk.rows(actor),
        "verify": lambda: desk.verify(actor),
        "read-exact": lambda: desk.exact(actor),
        "release": lambda: desk.release(actor, "x"),
        "audit": lambda: desk.audit(actor),
    }
    assert set(calls) == set(ACTIONS) - {"read-release"}
    refused = set()
    for action, call in calls.items():
        try:
            call()
        except RefusedError:
            refused.add(action)
    assert refused == {a for a in calls if not actor.may(a)}
    logged = {line.action for line in desk.audit(ADMIN) if line.outcome == "refused"}
    assert logged == refused
    if role == "viewer":
        assert [r.kind for r in desk.history(EDITOR)] == []


def test_failed_tries_are_recorded_too(desk, put):
    with pytest.raises(LedgerError):
        desk.rollback(EDITOR, 7, "no")
    with pytest.raises(IntakeError):
        put(b"%PDF-1.7", "list.xlsx")
    lines = [(line.action, line.outcome, line.actor) for line in desk.audit(ADMIN)]
    assert lines == [("preview", "failed", "e"), ("rollback", "failed", "e")]


def test_two_editors_with_the_same_rows_end_with_one_import(desk, put, url, dataset):
    """The second one's rules are asked again after the first has committed."""
    one, two = put(funnel()), put(funnel() + funnel("2025-12-01"))
    other = Desk(LedgerStore(Database(url, wait_seconds=20)), dataset, clock=desk.clock)
    ends = []

    def commit(own: Desk, upload) -> None:
        try:
            ends.append(own.commit(EDITOR, upload, "x").number)
        except (IntakeError, LedgerError) as error:
            ends.append({problem.code for problem in error.problems})

    threads = [threading.Thread(target=commit, args=pair) for pair in ((desk, one), (other, two))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    other.store.database.close()
    assert 1 in ends
    # All rows of the shorter file, or some rows of the longer one, came with the first.
    assert {"ledger_imported"} in ends or {"ledger_imported_whole"} in ends
    assert len(desk.history(EDITOR)) == 1


@pytest.mark.parametrize(
    ("claims", "mapping", "role"),
    [
        ({}, {}, "viewer"),
        ({"roles": ["editor", "other"]}, {}, "editor"),
        ({"roles": "admin"}, {}, "admin"),
        ({"roles": {"editor": 1}}, {}, "viewer"),
        ({"roles": [["admin"]]}, {}, "viewer"),
        ({"email": "A@B.kr"}, {"a@b.kr": "editor"}, "editor"),
        ({"email": "a@b.kr", "email_verified": False}, {"a@b.kr": "admin"}, "viewer"),
        ({"email": "a@b.kr", "email_verified": "true"}, {"a@b.kr": "admin"}, "viewer"),
        ({"roles": ["viewer"], "email": "a@b.kr"}, {"a@b.kr": "admin"}, "admin"),
    ],
)
def test_roles_come_from_claims_or_the_mapping(claims, mapping, role):
    assert role_of(claims, "roles", mapping) == role


def test_a_mapping_with_mistakes_names_all_of_them(tmp_path):
    path = tmp_path / "roles.toml"
    path.write_text('[roles]\n"a@b.kr" = "king"\n"c@d.kr" = "editor"\n"e@f.kr" = 3\n', "utf-8")
    with pytest.raises(RefusedError) as caught:
        read_mapping(path)
    assert [p.column for p in caught.value.problems] == ["a@b.kr", "e@f.kr"]
    path.write_text("[roles", "utf-8")
    with pytest.raises(RefusedError) as caught:
        read_mapping(path)
    assert codes(caught) == ["roles_file"]
    with pytest.raises(RefusedError) as caught:
        read_mapping(tmp_path / "not-there.toml")
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("raised", [RuntimeError, KeyboardInterrupt])
def test_a_commit_that_breaks_is_recorded_as_failed_and_raised(desk, put, raised):
    upload = put(funnel())

    def told(_rows: int) -> None:
        raise raised("with words that may hold anything")

    with pytest.raises(raised):
        desk.commit(EDITOR, upload, "x", progress=told)
    (line,) = desk.audit(ADMIN)
    assert (line.action, line.outcome, line.detail) == (
        "import",
        "failed",
        f"a.csv {raised.__name__}",
    )
    assert desk.history(EDITOR) == ()


def test_an_interruption_is_raised_even_where_nothing_can_be_recorded(desk, put, monkeypatch):
    upload = put(funnel())

    def told(_rows: int) -> None:
        monkeypatch.setattr(LedgerStore, "record", gone)
        raise KeyboardInterrupt

    def gone(_store, _attempt) -> None:
        raise LedgerError([Problem(code="ledger_unreachable")])

    with pytest.raises(KeyboardInterrupt) as caught:
        desk.commit(EDITOR, upload, "x", progress=told)
    assert "ledger_unreachable" in caught.value.__notes__[0]


def test_reading_exact_data_is_recorded_once_an_hour(desk, put, clock):
    desk.commit(EDITOR, put(funnel()), "x")
    for _ in range(3):
        desk.exact(EDITOR)
        desk.history(EDITOR)
        desk.active(EDITOR)
        desk.diff(EDITOR, 0, 1)
        desk.preview(EDITOR, put(funnel("2025-12-01")))
        desk.verify(EDITOR)
        desk.audit(ADMIN)
    read = [(line.action, line.detail) for line in reversed(desk.store.attempts())][1:]
    assert read == [
        ("read-exact", "1"),
        ("history", "1"),
        ("diff", "0 - 1"),
        ("preview", "a.csv (1)"),
        ("verify", "1: 0"),
        ("audit", ""),
    ]
    desk.exact(EDITOR, 0)
    desk.exact(Actor("another", "editor"))
    clock.now += timedelta(hours=1)
    desk.exact(EDITOR)
    newest = [(line.actor, line.detail) for line in desk.store.attempts()][:3]
    assert newest == [("e", "1"), ("another", "1"), ("e", "0")]
    desk.rows(EDITOR)
    desk.rows(EDITOR)
    assert [line.action for line in desk.store.attempts()][:2] == ["export", "export"]
    assert desk.verify(EDITOR) == ()


def test_what_viewers_read_leaves_no_line(desk, put):
    desk.commit(EDITOR, put(funnel()), "x")
    desk.release(ADMIN, "x")
    before = desk.store.audit_head()
    assert reading.public_view(desk.store, desk.store.latest_release()) is not None
    assert desk.store.audit_head() == before


@pytest.mark.parametrize("call", ["history", "exact", "audit", "heads"])
def test_a_role_that_does_not_exist_is_refused_and_recorded(desk, call):
    king = Actor("someone", "king")
    with pytest.raises(RefusedError) as caught:
        getattr(desk, call)(king)
    (problem,) = caught.value.problems
    assert (problem.code, problem.given) == ("role_unknown", "king")
    assert problem.allowed == "viewer, editor, admin"
    assert not king.may("read-release")
    assert [(line.role, line.outcome) for line in desk.audit(ADMIN)] == [("king", "refused")]
