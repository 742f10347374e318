"""Exact counts of a state: every table that the exhibits draw, from one tally."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pandas as pd
import pyarrow as pa

from innocore_metrics.dataset import Dataset
from innocore_metrics.desk.disclosure import GroupKey
from innocore_metrics.errors import LedgerError, Problem
from innocore_metrics.model import STAGES, TALENT_SOURCES, LedgerCount
from innocore_metrics.model.ledger import ALL, NO_COUNTRY


def group_keys(dataset: Dataset) -> dict[str, GroupKey]:
    """Cohort, lead and field of each research group."""
    return {g.id: GroupKey(g.cohort, g.lead, g.field or "") for g in dataset.research_groups}


def exact_counts(tally: pa.Table, dataset: Dataset, day: str) -> tuple[LedgerCount, ...]:
    """The counts of a state as of ``day``: totals by stage and net, started by each dimension.

    ``tally`` has the columns month, stage, research_group, host, talent_source, country, count.
    Categories of the vocabulary without anybody are there with 0.

    Raises:
        LedgerError: people stand under a group or host that the facts do not know.
    """
    frame = tally.to_pandas()
    keys = group_keys(dataset)
    _check_known(frame, keys, dataset)
    frame["cohort"] = frame["research_group"].map({id: key.cohort for id, key in keys.items()})
    frame["lead"] = frame["research_group"].map({id: key.lead for id, key in keys.items()})
    frame["field"] = frame["research_group"].map({id: key.field for id, key in keys.items()})
    frame["country"] = frame["country"].replace("", NO_COUNTRY)
    counts: list[LedgerCount] = []
    for cohort in sorted({key.cohort for key in keys.values()}):
        own = frame[frame["cohort"] == cohort]
        counts += _totals(own, cohort, day)
        counts += _started(own[own["stage"] == "started"], cohort, dataset, day)
        counts += _months(own[own["stage"] == "started"], cohort, day)
    return tuple(counts)


def _check_known(frame: pd.DataFrame, keys: Collection[str], dataset: Dataset) -> None:
    """Refuse people that would be left out of every count without a word."""
    known = {"research_group": keys, "host": dataset.members("four-institutes")}
    problems = [
        Problem(column=column, code="ledger_unknown", given=id, allowed=", ".join(allowed))
        for column, allowed in known.items()
        for id in sorted(set(frame[column]) - set(allowed))
    ]
    if problems:
        raise LedgerError(problems)


def _totals(frame: pd.DataFrame, cohort: int, day: str) -> Iterator[LedgerCount]:
    people = {stage: int(frame.loc[frame["stage"] == stage, "count"].sum()) for stage in STAGES}
    people["net"] = people["started"] - people["left"]
    for measure, number in people.items():
        yield LedgerCount(cohort, measure, "total", ALL, number, as_of=day)


def _started(frame: pd.DataFrame, cohort: int, dataset: Dataset, day: str) -> Iterator[LedgerCount]:
    for dimension, (column, categories) in _dimensions(frame, cohort, dataset).items():
        sums: dict[Any, Any] = frame.groupby(column)["count"].sum().to_dict()
        for category in categories:
            number = int(sums.get(category, 0))
            yield LedgerCount(cohort, "started", dimension, category, number, as_of=day)


def _dimensions(
    frame: pd.DataFrame, cohort: int, dataset: Dataset
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each dimension its column and the categories shown, in order."""
    groups = [group for group in dataset.research_groups if group.cohort == cohort]
    hosts = dataset.members("four-institutes")
    leads = {group.lead for group in groups}
    fields = [field.id for field in dataset.fields if field.id in {g.field for g in groups}]
    no_field = [""] if any(not group.field for group in groups) else []
    countries = sorted(set(frame["country"]) - {NO_COUNTRY})
    return {
        "group": ("research_group", tuple(group.id for group in groups)),
        "lead": ("lead", tuple(id for id in hosts if id in leads)),
        "field": ("field", (*fields, *no_field)),
        "host": ("host", hosts),
        "talent-source": ("talent_source", TALENT_SOURCES),
        "country": ("country", (*countries, NO_COUNTRY)),
    }


def _months(frame: pd.DataFrame, cohort: int, day: str) -> Iterator[LedgerCount]:
    """Cumulative starts at the end of each month, from the first start to the month of ``day``."""
    sums = frame.groupby("month")["count"].sum()
    total = 0
    for month in _from_to(str(sums.index.min()), day[:7]) if len(sums) else ():
        total += int(sums.get(month, 0))
        yield LedgerCount(cohort, "started", "month", month, total, as_of=day)


def _from_to(first: str, last: str) -> Iterable[str]:
    return (str(period) for period in pd.period_range(first, last, freq="M"))
