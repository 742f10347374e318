"""The embedded engine against a slow, obvious implementation of the same rules."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innocore_metrics.mobility.embedded import EmbeddedEngine
from innocore_metrics.mobility.memory import TableReader
from tests.mobility import histories, reference

MANY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def agree(records, kinds, form, rules, rows=7):
    reader = TableReader(histories.table(records, kinds), rows=rows)
    assert reader.form == form
    (result,) = EmbeddedEngine().run(reader, [rules])
    expected = {name: +found for name, found in reference.tables(records, form, rules).items()}
    assert histories.counters(result) == expected
    assert result.report.read == len(records)


@MANY
@given(st.lists(histories.SPELL, min_size=1, max_size=40), histories.RULES)
def test_spells(records, rules):
    agree(records, {}, "spells", rules)


@MANY
@given(st.lists(histories.PERSON_YEAR, min_size=1, max_size=60), histories.RULES)
def test_person_years(records, rules):
    agree(records, {}, "person-years", rules)


@MANY
@given(st.lists(histories.NARROW, min_size=1, max_size=60), histories.RULES)
def test_person_years_in_one_word(records, rules):
    kinds = {"person_id": pa.int64(), "year": pa.int32()}
    agree(records, kinds, "person-years", rules)
