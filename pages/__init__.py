"""The pages: one module each, every one with ``render()``, in the order of the menu."""

from __future__ import annotations

from collections.abc import Callable

from pages import (
    brain_drain,
    claims,
    data,
    groups,
    overview,
    present,
    ratio,
    recruitment,
    salary,
    scenarios,
)

# Address -> what draws it. The first one also answers at the root.
PAGES: dict[str, Callable[[], None]] = {
    "overview": overview.render,
    "ratio": ratio.render,
    "salary": salary.render,
    "brain-drain": brain_drain.render,
    "recruitment": recruitment.render,
    "groups": groups.render,
    "scenarios": scenarios.render,
    "claims": claims.render,
    "data": data.render,
    "present": present.render,
}
