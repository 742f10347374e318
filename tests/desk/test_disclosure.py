"""What a release may say, by hand, and attacks on random histories of releases."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest

from innocore_metrics.desk.disclosure import GroupKey, audit, protect
from innocore_metrics.errors import LedgerError
from innocore_metrics.model import LedgerCount, LedgerView
from tests.desk.attacker import Attacker

GROUPS = {
    "a": GroupKey(2025, "kaist", "f"),
    "b": GroupKey(2025, "kaist", "g"),
    "c": GroupKey(2025, "gist", "g"),
    "d": GroupKey(2025, "unist", "h"),
}
HOSTS = ("kaist", "gist", "unist")
SOURCES = ("domestic-new-phd", "returnee", "foreign")
COUNTRIES = ("US", "CN", "IN", "VN", "FR", "unreported")
STAGES = ("applied", "offered", "accepted", "started", "left")


def counts(people, left=0, months=None, more=0):
    """Exact counts from a list of (group, host, source, country), one a person who started."""
    total = len(people)
    stages = {"applied": total + 2 * more, "offered": total + more, "accepted": total}
    stages |= {"started": total, "left": left, "net": total - left}
    rows = [LedgerCount(2025, m, "total", "all", n) for m, n in stages.items()]
    tables = {
        "group": (list(GROUPS), lambda p: p[0]),
        "lead": (["kaist", "gist", "unist"], lambda p: GROUPS[p[0]].lead),
        "field": (["f", "g", "h"], lambda p: GROUPS[p[0]].field),
        "host": (list(HOSTS), lambda p: p[1]),
        "talent-source": (list(SOURCES), lambda p: p[2]),
        "country": (sorted({p[3] for p in people} | {"unreported"}), lambda p: p[3]),
    }
    for dimension, (names, of) in tables.items():
        for name in names:
            number = sum(of(p) == name for p in people)
            rows.append(LedgerCount(2025, "started", dimension, name, number))
    for month, number in (months or {}).items():
        rows.append(LedgerCount(2025, "started", "month", month, number))
    return rows


def release(exact, earlier=(), day="2026-01-31", secret="s"):
    shown = protect(exact, earlier, GROUPS, day, secret)
    return LedgerView(day, len(earlier) + 1, False, shown)


def row(view, dimension, category, measure="started"):
    (found,) = view.find(2025, measure, dimension, category)
    return found


def crowd(**sizes):
    """People by group, spread evenly over everything else."""
    people = []
    for group, size in sizes.items():
        people += [(group, HOSTS[i % 3], SOURCES[i % 3], "US") for i in range(size)]
    return people


def test_nothing_is_changed_where_nothing_needs_protection():
    exact = counts(crowd(a=30, b=30, c=30, d=30))
    view = release(exact)
    shown = {(r.measure, r.dimension, r.category): r.count for r in view.counts}
    for wanted in exact:
        assert shown[wanted.measure, wanted.dimension, wanted.category] == wanted.count
    assert {r.mark for r in view.counts} == {"exact"}


def test_one_small_cell_takes_a_second_one_with_it():
    view = release(counts(crowd(a=30, b=40, c=20, d=3)))
    assert row(view, "group", "d").mark == "fewer-than-5"
    assert (row(view, "group", "d").lower, row(view, "group", "d").upper) == (1, 4)
    marks = [row(view, "group", g).mark for g in "abc"]
    assert marks.count("withheld") == 1
    # unist leads only group d, and h is its only field: neither may give it away.
    assert row(view, "lead", "unist").mark != "exact"
    assert row(view, "field", "h").mark != "exact"


def test_two_cells_of_one_whose_sum_gives_them_away_take_a_third():
    people = crowd(a=30, b=40, c=1, d=1)
    view = release(counts(people))
    assert [row(view, "group", g).mark for g in "cd"] == ["fewer-than-5"] * 2
    assert "withheld" in [row(view, "group", g).mark for g in "ab"]


def test_zero_stays_zero():
    view = release(counts(crowd(a=30, b=30, c=30, d=0)))
    assert row(view, "group", "d").count == 0
    assert row(view, "total", "all", "left").count == 0


def test_a_total_that_hardly_changed_stays_as_it_was():
    first = release(counts(crowd(a=30, b=30, c=30, d=30)), day="2026-01-31")
    second = release(counts(crowd(a=32, b=30, c=31, d=30)), [first], "2026-02-28")
    assert second.counts == first.counts
    third = release(counts(crowd(a=36, b=30, c=31, d=30)), [first, second], "2026-03-31")
    assert row(third, "total", "all").count == 127
    assert row(third, "total", "all").as_of == "2026-03-31"
    held = row(third, "group", "c")
    assert (held.mark, held.count, held.as_of) == ("held", 30, "2026-01-31")


def test_a_first_release_of_three_people_says_only_that():
    view = release(counts(crowd(a=3)))
    assert row(view, "total", "all").mark == "fewer-than-5"
    assert {r.count for r in view.counts if r.measure == "started"} == {None}


def test_few_who_left_cannot_be_had_from_the_net():
    view = release(counts(crowd(a=30, b=30, c=30, d=30), left=2))
    assert row(view, "total", "all", "left").mark == "fewer-than-5"
    assert row(view, "total", "all", "net").mark != "exact"


def test_small_countries_are_put_together():
    people = [(g, h, s, "US") for g, h, s, _ in crowd(a=30, b=30, c=30, d=30)]
    people += [("a", "kaist", "foreign", c) for c in ("VN", "VN", "VN", "FR", "FR", "IN")]
    view = release(counts(people))
    assert row(view, "country", "other-countries").count == 6
    assert view.find(2025, "started", "country", "VN") == ()


def test_months_are_put_together():
    months = {"2025-09": 3, "2025-10": 20, "2025-11": 22, "2025-12": 40, "2026-01": 40}
    view = release(counts(crowd(a=10, b=10, c=10, d=10), months=months))
    shown = [(r.category, r.count) for r in view.find(2025, "started", "month")]
    assert shown == [("2025-10", 20), ("2025-12", 40), ("2026-01", 40)]


def _grow(chance, people, by):
    weights = (6, 3, 2, 1)
    for _ in range(by):
        people.append(
            (
                chance.choices("abcd", weights)[0],
                chance.choices(HOSTS, (5, 2, 1))[0],
                chance.choices(SOURCES, (4, 3, 1))[0],
                chance.choices(COUNTRIES, (6, 3, 1, 1, 1, 2))[0],
            )
        )


def _history(seed):
    """One to five releases, with growth, leavers and now and then a correction."""
    chance = random.Random(seed)
    people, left, views, truths = [], 0, [], []
    for number in range(chance.randint(1, 5)):
        _grow(chance, people, chance.choice((0, 2, 6, 15, 40)))
        if chance.random() < 0.2:
            people = people[chance.randint(0, 3) :]
        left = min(len(people), left + chance.choice((0, 1, 3, 8)))
        exact = counts(people, left, more=chance.choice((0, 3, 30)))
        day = f"2026-{number + 1:02d}-28"
        truths.append({(r.measure, r.dimension, r.category): r.count for r in exact})
        views.append(release(exact, views, day))
    return views, truths


def _secrets(attacker, views, truths):
    """Every sum that must not be computed, with its true value: cells, and small changes."""
    before = {}
    for t, (view, truth) in enumerate(zip(views, truths, strict=True)):
        now = {}
        for r in view.counts:
            key = (r.measure, r.dimension, r.category)
            if r.dimension == "month" or not attacker.is_new(t, r):
                continue
            terms = attacker.terms(t, r)
            now[key] = (terms, truth.get(key))
            unchanged = r.mark == "held" and r.count == truth.get(key)
            if truth.get(key) and not unchanged and (r.mark != "exact" or 1 <= truth[key] <= 4):
                yield f"{t} {key}", terms, truth[key]
            if key in before and key in truth and before[key][1] is not None:
                change = truth[key] - before[key][1]
                if 1 <= abs(change) <= 4:
                    minus = {i: -v for i, v in before[key][0].items()}
                    yield f"{t} change {key}", {**terms, **minus}, change
        before = {**before, **now}


def _recovered(views, truths, grows):
    leads = {g: k.lead for g, k in GROUPS.items()}
    fields = {g: k.field for g, k in GROUPS.items()}
    attacker = Attacker(leads, fields, views, grows)
    found = []
    for name, terms, value in _secrets(attacker, views, truths):
        ends = attacker.range(terms)
        if ends is None:
            return found
        if ends[0] == ends[1] == value:
            found.append(name)
    return found


@pytest.mark.parametrize("seed", range(14))
def test_an_attacker_with_all_releases_recovers_nothing(seed):
    views, truths = _history(seed)
    assert _recovered(views, truths, grows=True) == []
    assert _recovered(views, truths, grows=False) == []


@pytest.mark.parametrize("seed", range(14))
def test_no_two_known_totals_or_months_are_close(seed):
    views, _ = _history(seed)
    for view in views:
        shown = [r for r in view.counts if r.measure == "started" and r.mark == "exact"]
        points = {r.count for r in shown if r.dimension in ("month", "total")}
        assert all(a == b or abs(a - b) >= 5 for a in points for b in points)


def _naive(exact, day):
    """Only the small cells themselves are blanked."""
    return LedgerView(
        day,
        1,
        False,
        tuple(
            replace(r, as_of=day, count=None, lower=1, upper=4, mark="fewer-than-5")
            if r.count and r.count <= 4
            else replace(r, as_of=day)
            for r in exact
        ),
    )


def test_the_attacker_is_real():
    exact = counts(crowd(a=30, b=40, c=20, d=3))
    truth = {(r.measure, r.dimension, r.category): r.count for r in exact}
    found = _recovered([_naive(exact, "2026-01-31")], [truth], grows=True)
    assert any("'group', 'd'" in name for name in found)


def test_the_attacker_sees_single_hires_in_the_difference_of_two_releases():
    views, truths = [], []
    for number, size in enumerate((30, 31)):
        exact = counts(crowd(a=30, b=40, c=20, d=size))
        truths.append({(r.measure, r.dimension, r.category): r.count for r in exact})
        views.append(_naive(exact, f"2026-0{number + 1}-28"))
    assert any("change" in name for name in _recovered(views, truths, grows=True))


def test_most_of_a_real_table_is_still_shown():
    """400 people over the groups, then a second release 60 people later."""
    first_crowd = crowd(a=100, b=100, c=100, d=100)
    first = release(counts(first_crowd), day="2026-01-31")
    second = release(counts(first_crowd + crowd(a=20, b=20, c=20)), [first], "2026-03-31")
    assert {r.mark for r in first.counts} == {"exact"}
    # Group d has stayed as it was, and with it lead and field; one more may be withheld.
    assert {r.category for r in second.counts if r.mark == "held"} <= {"d", "unist", "h"}
    assert sum(r.count is not None for r in second.counts) >= len(second.counts) - 1


def test_that_a_count_stays_does_not_tell_that_it_changed():
    """Five more people, one in each source: nobody can say that it was one in each."""
    first = release(counts(crowd(a=30, b=30, c=30, d=30)), day="2026-01-31")
    for grown in ({"a": 38, "b": 30}, {"a": 33, "b": 35}):
        exact = counts(crowd(c=30, d=30, **grown))
        second = release(exact, [first], "2026-02-28")
        (c,) = second.find(2025, "started", "group", "c")
        assert c.mark in ("held", "withheld")


def test_tables_stay_while_nobody_more_has_started():
    first = release(counts(crowd(a=30, b=30, c=30, d=30)), day="2026-01-31")
    second = release(counts(crowd(a=30, b=36, c=24, d=30), more=40), [first], "2026-02-28")
    assert row(second, "total", "all", "applied").count == 200
    assert [row(second, "group", g).as_of for g in "abcd"] == ["2026-01-31"] * 4


def test_a_month_is_told_when_it_is_over():
    months = {"2026-01": 20, "2026-02": 40}
    exact = counts(crowd(a=10, b=10, c=10, d=10), months=months)
    assert [
        r.category for r in release(exact, day="2026-02-10").find(2025, "started", "month")
    ] == ["2026-01"]
    whole = release(exact, day="2026-02-28").find(2025, "started", "month")
    assert [r.category for r in whole] == ["2026-01", "2026-02"]


def test_without_the_solvers_answer_nothing_is_shown(monkeypatch):
    gave_up = SimpleNamespace(status=1, message="time", x=None)
    monkeypatch.setattr(audit, "milp", lambda *_args, **_kwargs: gave_up)
    with pytest.raises(LedgerError) as caught:
        release(counts(crowd(a=30, b=40, c=20, d=3)))
    assert [p.code for p in caught.value.problems] == ["ledger_solver"]


def test_a_group_that_the_package_has_lost_stops_nothing():
    first = release(counts(crowd(a=30, b=40, c=20, d=3)))
    fewer = {g: k for g, k in GROUPS.items() if g != "a"}
    exact = counts(crowd(a=30, b=60, c=20, d=9))
    assert protect(exact, [first], fewer, "2026-03-31", "s")


def test_what_all_rests_on_is_withheld_with_the_rest():
    """Six started and five left: net and left would tell of each other."""
    view = release(counts(crowd(a=6), left=5))
    assert {r.mark for r in view.counts} == {"withheld"}
    # Nothing was said, so what follows is not held against it.
    second = release(counts(crowd(a=30, b=20, c=20)), [view], "2026-03-31")
    assert row(second, "total", "all").count == 70


def test_later_stages_that_meet_leave_the_release_or_stay():
    """24 accepted and 24 started: accepted, 20 before, may not be had from that."""
    people = crowd(a=5, b=5, c=5)
    first = release(counts(people, more=0), day="2026-01-31")
    grown = counts(crowd(a=8, b=8, c=8), more=0)
    second = release(grown, [first], "2026-02-28")
    for view in (first, second):
        assert row(view, "total", "all").as_of == view.date
        hosts = [r for r in view.counts if r.dimension == "host"]
        assert {r.as_of for r in hosts} <= {"2026-01-31", view.date}
