"""Shared by the tests: the real data, a copy to spoil, and where reference files may lie."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from innocore_metrics.dataset import Dataset, load_dataset

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
