"""The interface in this process, without limits and without a Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from innocore_metrics import api
from innocore_metrics.dataset import versions
from pages.components import source

DATA = Path(__file__).resolve().parents[2] / "data"
TODAY = "2026-11-24"


class Clock:
    """Seconds that go on only when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def make(environment: dict[str, str], clock: Clock | None = None) -> Starlette:
    """The interface over the data of this process, with these settings."""
    settings = {"INNOCORE_API_PER_MINUTE": "0", "INNOCORE_CHROMIUM": "none"} | environment
    context = api.Context(source, settings, lambda: TODAY, clock or Clock())
    routes = [*api.routes(context), *api.health_routes(source, context.metrics)]
    return Starlette(routes=routes)


@pytest.fixture(scope="package")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive with the present version and no ledger; the version."""
    folder = tmp_path_factory.mktemp("api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INNOCORE_ARCHIVE_DIR", str(folder / "versions"))
        patch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{folder / 'none.sqlite'}")
        patch.setenv("INNOCORE_CHROMIUM", "none")
        version, _ = versions.keep(DATA, folder / "versions", "2026-11-20")
        yield version


@pytest.fixture
def client(kept: str) -> TestClient:
    return TestClient(make({}))
