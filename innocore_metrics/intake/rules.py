"""Rules between the rows of an import and what the ledger holds already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from innocore_metrics.dataset import Dataset
from innocore_metrics.intake.checks import encoded
from innocore_metrics.intake.findings import Finding, Rows
from innocore_metrics.model import STAGES

KEY = ("date", "stage", "research_group", "host", "talent_source", "country")
# Each stage and the one that has to come before it.
_BEFORE = (
    ("offered", "applied"),
    ("accepted", "offered"),
    ("started", "accepted"),
    ("left", "started"),
)


def duplicates(rows: pa.Table, earlier: pa.Table) -> list[Finding]:
    """Rows that say what another row of the file, or an earlier import, has said already.

    Two rows are the same where date, stage, group, host, source and country are.
    """
    own, old = _packed(rows, earlier)
    numbers = rows.column("line").to_numpy()
    findings = []
    order = np.argsort(own, kind="stable")
    again = np.zeros(len(own), bool)
    same = own[order][1:] == own[order][:-1]
    again[order[1:][same]] = True
    if again.any():
        findings.append(_twice(numbers, own, order, again))
    if len(old):
        findings += _imported(numbers, own, old, earlier)
    return findings


def _twice(numbers: Rows, own: Rows, order: Rows, again: Rows) -> Finding:
    first = numbers[order[np.searchsorted(own[order], own[again])]]
    values, which = np.unique(first, return_inverse=True)
    rows = numbers[again].astype(np.int64)
    return Finding("", "ledger_twice", rows, [str(v) for v in values], which)


def _imported(numbers: Rows, own: Rows, old: Rows, earlier: pa.Table) -> list[Finding]:
    order = np.argsort(old, kind="stable")
    places = np.minimum(np.searchsorted(old[order], own), len(old) - 1)
    known = old[order][places] == own
    if not known.any():
        return []
    found = order[places[known]]
    if known.all() and len(set(earlier.column("revision").to_numpy()[found].tolist())) == 1:
        # The whole file is there already: said once, not for every row.
        return [_whole_file(str(earlier.column("revision").to_numpy()[found][0]), len(own))]
    revision = earlier.column("revision").to_numpy()[found]
    line = earlier.column("line").to_numpy()[found]
    pairs, which = np.unique(np.stack([revision, line]), axis=1, return_inverse=True)
    values = [f"{r}:{n}" for r, n in pairs.T]
    rows = numbers[known].astype(np.int64)
    return [Finding("", "ledger_imported", rows, values, np.ravel(which))]


def _whole_file(revision: str, rows: int) -> Finding:
    place = np.zeros(1, np.int64)
    return Finding("", "ledger_imported_whole", place, (revision,), allowed=f"{rows:,}")


def _packed(rows: pa.Table, earlier: pa.Table) -> tuple[Rows, Rows]:
    """The keys of both tables as one whole number a row, equal where the keys are."""
    own = np.zeros(rows.num_rows, np.int64)
    old = np.zeros(earlier.num_rows, np.int64)
    for name in KEY:
        mine, theirs = encoded(rows.column(name)), encoded(earlier.column(name))
        names = sorted({*mine.dictionary.to_pylist(), *theirs.dictionary.to_pylist()})
        code = {value: place for place, value in enumerate(names)}
        own = own * len(names) + _codes(mine, code)
        old = old * len(names) + _codes(theirs, code)
    return own, old


def _codes(column: pa.DictionaryArray, code: dict[str, int]) -> Rows:
    lookup = np.array([code[value] for value in column.dictionary.to_pylist()], np.int64)
    indices = column.indices.to_numpy(zero_copy_only=False)
    return lookup[indices] if len(lookup) else np.zeros(0, np.int64)


def stage_order(
    rows: pa.Table, daily: pd.DataFrame, names: Mapping[str, str] | None = None
) -> list[Finding]:
    """Nobody starts who did not accept, on no day and in no group.

    ``daily`` holds people by date, stage and research_group: the ledger with the file added.
    ``names`` are those of the groups, by id, in the language of the file.
    """
    names = names or {}
    table = daily.pivot_table(
        index=["research_group", "date"], columns="stage", values="count", aggfunc="sum"
    )
    table = table.reindex(columns=list(STAGES)).fillna(0).groupby(level=0).cumsum()
    findings = []
    for later, before in _BEFORE:
        wrong = table[table[later] > table[before]]
        # The first day of each group is where the mistake is; the days after only follow.
        for group, days in wrong.groupby(level=0):
            first = days.iloc[0]
            day = str(days.index[0][1])
            name = names.get(str(group), str(group))
            given = f"{name}, {day}: {first[later]:,.0f} > {first[before]:,.0f}"
            number = _row_of(rows, str(group), later, day)
            found = np.array([number], np.int64)
            findings.append(Finding("", f"ledger_order_{later}", found, (given,)))
    return findings


def _row_of(rows: pa.Table, group: str, stage: str, day: str) -> int:
    """The row of the file that a breach is best shown at; 0 where the file has none."""
    wanted = {"research_group": group, "stage": stage, "date": day}
    fits = np.ones(rows.num_rows, bool)
    for name, value in wanted.items():
        column = encoded(rows.column(name))
        hits = np.array([v == value for v in column.dictionary.to_pylist()], bool)
        if not hits.any():
            return 0
        fits &= hits[column.indices.to_numpy(zero_copy_only=False)]
    found = np.flatnonzero(fits)
    return int(rows.column("line")[int(found[0])].as_py()) if len(found) else 0


def quotas(dataset: Dataset, daily: pd.DataFrame) -> list[Finding]:
    """Warnings: more people working than the plan has posts, by cohort and by host.

    Host limits are those that institutes named for the cohort of 2025.
    """
    cohort = {group.id: group.cohort for group in dataset.research_groups}
    people = daily[daily["stage"].isin(["started", "left"])].copy()
    people["net"] = people["count"].where(people["stage"] == "started", -people["count"])
    people["cohort"] = people["research_group"].map(cohort)
    findings: list[Finding] = []
    for row in dataset.observed("recruitment-target", "innocore"):
        net = people.loc[people["cohort"] == int(row.period[:4]), "net"].sum()
        findings += _passed(row.period[:4], int(net), row.value)
    first = people[people["cohort"] == min(cohort.values())]
    for row in dataset.observed("recruitment-target-max"):
        net = first.loc[first["host"] == row.entity, "net"].sum()
        host = dataset.institution[row.entity].short_en
        findings += _passed(f"{host} {row.period[:4]}", int(net), row.value)
    return findings


def _passed(what: str, people: int, quota: float | None) -> Sequence[Finding]:
    if quota is None or people <= quota:
        return ()
    place = np.zeros(1, np.int64)
    given = f"{what}: {people:,}"
    return (Finding("", "ledger_quota", place, (given,), allowed=f"{quota:,.0f}"),)
