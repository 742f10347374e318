"""Generated requests, right and wrong ones: no server error, no answer that is not documented.

``INNOCORE_API_REQUESTS`` sets how many; the number that was made is printed with ``-s``.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks

from .conftest import make

load_all_checks()
REQUESTS = int(os.environ.get("INNOCORE_API_REQUESTS", "500"))
# Whether valid values are refused is left out: an unknown version or a period that runs
# backwards has the right form and is refused all the same, with a documented answer.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
LISTS = ("institutes", "fields")


def apart(case) -> bool:
    """Whether wrong values can be told from right ones.

    A list of one empty text and an empty list, which is allowed, are the same in an address.
    """
    return not any((case.query or {}).get(name) in ([""], "") for name in LISTS)


pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestWarning")


def test_no_server_error_and_no_undocumented_answer(kept):
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", make({}))
    operations = [found.ok() for found in schema.get_all_operations()]
    # The document that describes the others is not asked for again.
    assert len(operations) == 2 * 17 - 1
    seen: Counter[str] = Counter()
    cases = st.tuples(st.sampled_from(operations), st.sampled_from(GenerationMode)).flatmap(
        lambda chosen: chosen[0].as_strategy(chosen[1])
    )

    @given(cases)
    @settings(
        max_examples=REQUESTS,
        deadline=None,
        database=None,
        derandomize="INNOCORE_API_REQUESTS" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        answer = case.call_and_validate(checks=CHECKS if apart(case) else CHECKS[:-1])
        seen[f"{answer.status_code // 100}xx"] += 1

    ask()
    print(f"{sum(seen.values())} generated requests: {dict(seen)}")
    assert sum(seen.values()) >= REQUESTS
    assert seen["2xx"] > REQUESTS / 20
    assert seen["4xx"] > REQUESTS / 20
