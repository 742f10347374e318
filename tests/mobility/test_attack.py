"""An attacker who solves for the withheld counts with everything that a run gives.

What is given is written as linear equations over the cells that the tables are made of: a count is
a sum of cells, a rate times its whole is its part. A functional of the cells is known to the
attacker where it lies in the span of the equations.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innocore_metrics.mobility import cohort_measures, measures
from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.folder import write_folder
from innocore_metrics.mobility.folder_view import read_folder
from innocore_metrics.mobility.memory import TableReader
from innocore_metrics.mobility.rules import Rules

COUNTRIES = ("US", "US", "US", "US", "JP", "JP", "CN", "DE")
INSTITUTES = ("KAIST", "KAIST", "GIST")
RULES = Rules(suppress=True, last_year=2014, horizons=(1, 2, 3), institutes=("KAIST", "GIST"))


def careers(seed, people=260):
    """A doctorate in Korea, then posts here and there, with years out of sight."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        year, institute = int(rng.integers(2003, 2007)), INSTITUTES[rng.integers(3)]
        rows.append((f"p{person}", year, year + 1, "KR", "doctorate", institute, "AI"))
        where, year = "KR", year + 2
        while year < 2014:
            if rng.random() < 0.5:
                where = "KR" if where != "KR" else COUNTRIES[rng.integers(len(COUNTRIES))]
            role = "postdoc" if len(rows) == 1 or rows[-1][4] == "doctorate" else "faculty"
            end, field = year + int(rng.integers(0, 3)), ("AI", "Bio")[int(rng.random() < 0.1)]
            rows.append((f"p{person}", year, end, where, role, "", field))
            year = end + (1 if rng.random() < 0.93 else 3)
            if rng.random() < 0.05:
                break
    names = ("person_id", "start_year", "end_year", "country", "role", "organisation", "field")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


class Attack:
    """Cells with their true counts, and equations that hold between them."""

    def __init__(self):
        self.cells, self.true, self.equations, self.small = {}, [], [], {}

    def cell(self, *key, true=0):
        if key not in self.cells:
            self.cells[key] = len(self.true)
            self.true.append(true)
        return {self.cells[key]: 1}

    def know(self, parts, value):
        """A sum of cells has a value, if it is given and is a claim about just these cells."""
        if value is not None and abs(self.value(parts) - value) < 1e-6:
            self.equations.append(parts)

    def rate(self, part, whole, factor, value):
        if value is not None:
            self.know(add(scaled(part, factor), scaled(whole, -value)), 0)

    def value(self, parts):
        return sum(self.true[index] * times for index, times in parts.items())

    def watch(self, name, parts):
        """A count of persons that may not come out where it is small."""
        if 0 < self.value(parts) < RULES.few_below:
            self.small[name] = parts

    def found(self):
        """The small counts that follow from the equations."""
        matrix = np.zeros((len(self.equations), len(self.true)))
        for row, parts in enumerate(self.equations):
            matrix[row, list(parts)] = list(parts.values())
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-300
        values, vectors = np.linalg.eigh(matrix.T @ matrix)
        free = vectors[:, values < 1e-9]
        return {
            name: round(self.value(parts))
            for name, parts in self.small.items()
            if np.linalg.norm(sum(free[i] * times for i, times in parts.items())) < 1e-6
        }


def add(*sums):
    found = defaultdict(float)
    for one in sums:
        for index, times in one.items():
            found[index] += times
    return dict(found)


def scaled(parts, by):
    return {index: times * by for index, times in parts.items()}


class Cells:
    """Cells of all tables of a run, from the tables as they are without suppression."""

    def __init__(self, attack, true):
        self.a, self.t = attack, true
        self.flow, self.inn, self.out = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        for r in true.flow_groups.to_pylist():
            about = tuple(v for n, v in r.items() if n != "persons")
            one = attack.cell("group", *about, true=r["persons"])
            attack.watch(("group", *about), one)
            year, origin, destination = about[:3]
            for sums, key in (
                (self.flow, (year, origin, destination)),
                (self.inn, (year, destination)),
                (self.out, (year, origin)),
            ):
                sums[key] = add(sums[key], one)
        few = defaultdict(dict)
        for (year, origin, destination), parts in self.flow.items():
            attack.watch(("flow", year, origin, destination), parts)
            if attack.value(parts) < RULES.few_below:
                for key in (("few out", year, origin), ("few in", year, destination)):
                    few[key] = add(few[key], parts)
        for key, parts in few.items():
            attack.watch(key, parts)
        self.people = {}
        for r in true.population.to_pylist():
            key = (r["year"], r["country"])
            seen = attack.cell("observed", *key, true=r["observed"])
            filled = attack.cell("filled", *key, true=r["persons"] - r["observed"])
            self.people[key] = (add(seen, filled), seen)
            for name, parts in (
                ("observed", seen),
                ("filled", filled),
                ("persons", add(seen, filled)),
            ):
                attack.watch((name, *key), parts)
        self.cohorts()

    def cohorts(self):
        """Returns by step; stays by part; postdocs; the rest of what they are parts of."""
        a = self.a
        self.returned, self.left = {}, {}
        for r in sorted(self.t.returns.to_pylist(), key=lambda r: r["k"]):
            key = (r["year"], r["country"])
            before = self.returned.get((*key, r["k"] - 1), {})
            grown = r["returned"] - a.value(before)
            step = a.cell("step", *key, r["k"], true=grown)
            a.watch(("step", *key, r["k"]), step)
            self.returned[*key, r["k"]] = add(before, step)
            if key not in self.left:
                rest = a.cell("others", *key, true=a.value(self.out[key]) - r["persons"])
                a.watch(("others", *key), rest)
                self.left[key] = add(self.out[key], scaled(rest, -1))
            stayed = add(self.left[key], scaled(self.returned[*key, r["k"]], -1))
            a.watch(("not back", *key, r["k"]), stayed)
        self.posts = defaultdict(dict)
        for r in self.t.first_postdocs.to_pylist():
            key = (r["institute"], r["year"], r["destination"])
            self.posts[key] = a.cell("post", *key, true=r["persons"])
            a.watch(("post", *key), self.posts[key])
        self.stays = {}
        for r in self.t.stays.to_pylist():
            self.stay(r)
        self.moved = {}
        for r in self.t.institute_moves.to_pylist():
            key = (r["institute"], r["direction"], r["year"], r["partner"])
            self.moved[key] = a.cell("moved", *key, true=r["persons"])
            a.watch(("moved", *key), self.moved[key])
        self.rests()

    def stay(self, r):
        a, key = self.a, (r["cohort"], r["country"], r["year"])
        parts = {n: a.cell(n, *key, r["k"], true=r[n]) for n in ("present", "elsewhere")}
        for name, one in parts.items():
            a.watch((name, *key, r["k"]), one)
        if r["cohort"] == "arrivals":
            whole = self.inn[r["year"], r["country"]]
            rest = r["persons"] - a.value(whole)
        else:
            mine = [p for (_, year, _), p in self.posts.items() if year == r["year"]]
            whole = add(*mine)
            rest = r["persons"] - a.value(whole)
        extra = a.cell("unlisted", *key, true=rest)
        a.watch(("unlisted", *key), extra)
        persons = add(whole, extra)
        unseen = add(persons, *(scaled(one, -1) for one in parts.values()))
        if not r["censored"]:
            assert a.value(unseen) == r["unobserved"]
            a.watch(("unobserved", *key, r["k"]), unseen)
        self.stays[*key, r["k"]] = {**parts, "unobserved": unseen, "persons": persons}

    def rests(self):
        """What the institutes leave of the moves of the country that they are in."""
        keys = {(way, year, partner) for _, way, year, partner in self.moved}
        for way, year, partner in keys:
            ends = ("KR", partner) if way == "out" else (partner, "KR")
            whole = self.flow.get((year, *ends))
            if whole is None:
                continue
            parts = [p for (_, *rest), p in self.moved.items() if rest == [way, year, partner]]
            left = self.a.value(whole) - self.a.value(add(*parts))
            if left >= 0:
                extra = self.a.cell("elsewhere from", way, year, partner, true=left)
                self.a.watch(("elsewhere from", way, year, partner), extra)
                # Holds by what an institute is, not by what is given.
                self.a.equations.append(add(whole, scaled(add(*parts, extra), -1)))


def given_moves(a, c, tables):
    """What the rows of moves and of the population tell."""
    for r in measures.count_rows(tables, "flows"):
        a.know(c.flow[r["year"], r["origin"], r["destination"]], r["persons"])
    for r in measures.count_rows(tables, "population"):
        for parts, name in zip(
            c.people[r["year"], r["country"]], ("persons", "observed"), strict=True
        ):
            a.know(parts, r[name])
    for r in measures.count_rows(tables, "flow_groups"):
        names = ("year", "origin", "destination", "role_before", "role_after", "field")
        a.know(a.cell("group", *(r[n] for n in names)), r["persons"])
    for r in measures.count_rows(tables, "institute_moves"):
        a.know(c.moved[r["institute"], r["direction"], r["year"], r["partner"]], r["persons"])
    for r in measures.country_rows(tables):
        given_country(a, c, r)
    for r in measures.system_rows(tables):
        people = add(*(p for (year, _), (p, _) in c.people.items() if year == r["year"]))
        moves = add(*(p for (year, *_), p in c.flow.items() if year == r["year"]))
        a.know(people, r["scholars_count"])
        a.know(moves, r["moves_count"])
        a.rate(moves, people, 100, r["intensity_percent"])
    for r in measures.balance_rows(tables, "KR"):
        out = c.flow[r["year"], "KR", r["partner"]]
        back = c.flow[r["year"], r["partner"], "KR"]
        a.know(out, r["out_count"])
        a.know(back, r["in_count"])
        a.know(add(back, scaled(out, -1)), r["balance_count"])
        a.rate(out, add(out, back), 100, r["outflow_share_percent"])


def given_country(a, c, r):
    key = (r["year"], r["country"])
    people, seen = c.people.get(key, ({}, {}))  # nobody is left there
    into, out = c.inn[key], c.out[key]
    net, both = add(into, scaled(out, -1)), add(into, out)
    for parts, name in (
        (people, "scholars"),
        (seen, "observed"),
        (into, "inflow"),
        (out, "outflow"),
        (net, "net"),
    ):
        a.know(parts, r[f"{name}_count"])
    for parts, name in ((into, "in"), (out, "out"), (net, "net")):
        a.rate(parts, people, 1000, r[f"{name}_rate_per_1000"])
    a.rate(both, people, 100, r["intensity_percent"])
    a.rate(net, both, 100, r["effectiveness_percent"])
    if r["net_rate_3y_per_1000"] is not None:
        years = [(r["year"] - back, r["country"]) for back in range(3)]
        nets = add(*(add(c.inn[y], scaled(c.out[y], -1)) for y in years))
        a.rate(nets, add(*(c.people[y][0] for y in years)), 1000, r["net_rate_3y_per_1000"])


def given_cohorts(a, c, tables):
    """What the rows of returns, stays and first postdocs tell."""
    for r in cohort_measures.return_rows(tables):
        key = (r["year"], r["country"])
        left, back = c.left[key], c.returned[*key, r["k"]]
        a.know(left, r["persons_count"])
        a.know(back, r["returned_count"])
        a.rate(back, left, 100, r["return_percent"])
    for r in cohort_measures.stay_rows(tables):
        own = c.stays[r["cohort"], r["country"], r["year"], r["k"]]
        for name, parts in own.items():
            a.know(parts, r[f"{name}_count"])
        a.rate(own["present"], add(own["present"], own["elsewhere"]), 100, r["stay_percent"])
        a.rate(own["present"], own["persons"], 100, r["bound_lower_percent"])
    for r in cohort_measures.first_postdoc_rows(tables, "KR"):
        where = {"home": [], "abroad": [], "none_seen": []}
        for (institute, year, country), parts in c.posts.items():
            if (institute, year) == (r["institute"], r["year"]):
                kind = "abroad" if country not in ("", "KR") else "home" if country else "none_seen"
                where[kind].append(parts)
        for kind, parts in where.items():
            a.know(add(*parts), r[f"{kind}_count"])
        a.know(add(*(p for parts in where.values() for p in parts)), r["persons_count"])


def given_folder(a, c, tables, folder):
    """What the folder tells, and the sums that the dashboard makes of it."""
    write_folder(tables, folder, engine="embedded 0", made="2026-01-01")
    for r in pq.read_table(folder / "first_postdocs.parquet").to_pylist():
        a.know(c.posts[r["institute"], r["year"], r["destination"]], r["persons"])
    for r in pq.read_table(folder / "returns.parquet").to_pylist():
        a.know(c.left[r["year"], r["country"]], r["persons"])
        a.know(c.returned[r["year"], r["country"], r["k"]], r["returned"])
    for r in pq.read_table(folder / "stays.parquet").to_pylist():
        for name, parts in c.stays[r["cohort"], r["country"], r["year"], r["k"]].items():
            a.know(parts, r[name])
    for r in pq.read_table(folder / "institute_moves.parquet").to_pylist():
        a.know(c.moved[r["institute"], r["direction"], r["year"], r["partner"]], r["persons"])
    report = json.loads((folder / "result.json").read_text())["report"]
    every = list(c.people.values())
    a.know(add(*(seen for _, seen in every)), report["person_years"])
    filled = add(*(add(people, scaled(seen, -1)) for people, seen in every))
    a.know(filled, report["notes"].get("filled"))
    for year in read_folder(folder, {}).years:
        key = (year.year, "KR")
        for parts, value in ((c.inn[key], year.inflow), (c.out[key], year.outflow)):
            a.know(parts, value)


def attacked(seed, folder, **rules):
    given = replace(RULES, **rules)
    hidden, true = EmbeddedEngine().run(
        TableReader(careers(seed)), [given, replace(given, suppress=False)]
    )
    attack = Attack()
    cells = Cells(attack, true)
    given_moves(attack, cells, hidden)
    given_cohorts(attack, cells, hidden)
    given_folder(attack, cells, hidden, folder)
    return attack


@pytest.mark.parametrize("seed", range(4))
def test_no_small_count_can_be_had_by_sums_and_differences(seed, tmp_path):
    attack = attacked(seed, tmp_path / "t", fill_years=(None, 1)[seed % 2])
    assert len(attack.small) > 100
    assert len(attack.equations) > 150
    assert attack.found() == {}


def test_the_attack_finds_what_is_not_withheld(tmp_path):
    attack = attacked(0, tmp_path / "t", suppress=False)
    assert attack.found().keys() == attack.small.keys()


@pytest.mark.parametrize("kind", ["arrivals", "returns", "system", "group", "k"])
def test_the_attack_finds_a_single_leak(kind, tmp_path):
    """One total beside the withheld cells is enough: the test above can fail."""
    attack = attacked(0, tmp_path / "t")
    hidden = EmbeddedEngine().run(TableReader(careers(0)), [replace(RULES, suppress=False)])[0]
    cells = Cells(Attack(), hidden)
    assert cells.a.cells == attack.cells
    sums = {
        "arrivals": list(cells.inn.values()),
        "returns": list(cells.out.values()),
        "system": [
            add(*(people for (y, _), (people, _) in cells.people.items() if y == year))
            for year in range(2003, 2015)
        ],
        "group": list(cells.flow.values()),
        "k": list(cells.returned.values()),
    }
    attack.equations += sums[kind]
    assert attack.found()
