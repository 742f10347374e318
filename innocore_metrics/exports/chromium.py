"""Whether there is a Chromium to draw pictures with, and where."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import lru_cache

from innocore_metrics.settings import CHROMIUM

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def path(environment: Mapping[str, str]) -> str | None:
    """The Chromium that ``INNOCORE_CHROMIUM`` names, else the first one on the path; or None."""
    named = CHROMIUM.of(environment)
    return _found(named, environment.get("PATH", ""))


@lru_cache(maxsize=8)
def _found(named: str, folders: str) -> str | None:
    if named:
        return shutil.which(named, path=folders)
    return next(filter(None, (shutil.which(name, path=folders) for name in NAMES)), None)
