"""Shared by the tests: the real data, a copy to spoil, reference files, databases."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from innocore_metrics.dataset import Dataset, load_dataset
from tests.postgres import server

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset(DATA)


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A copy of the data package that a test may break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of large public files; tests that compare with them skip where it is absent."""
    folder = Path(os.environ.get("INNOCORE_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip("the public reference files are not here (set INNOCORE_REFERENCE)")
    return folder


_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a fresh PostgreSQL server."""
    with server() as url:
        yield url


def new_database(url: str) -> str:
    """An empty database on the server; its URL."""
    name = f"ledger_{next(_NUMBERS)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty ledger's URL, once on each kind of database; whoever opens it gives it back."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.sqlite'}"
        return
    made = new_database(request.getfixturevalue("postgresql"))
    yield made
    assert not left_open(made), "connections that were never closed"


def left_open(url: str) -> int:
    """Connections to a database that are still there after a while."""
    place, name = url.rsplit("/", 1)
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
        # A server notices only after a moment that a killed client is gone.
        for _ in range(600):
            row = connection.execute(asked, [name]).fetchone()
            if row == (0,):
                return 0
            time.sleep(0.1)
    return row[0] if row else 0
