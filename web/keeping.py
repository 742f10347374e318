"""Keeps the version of the data that a server shows, so that links can be pinned to it."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from innocore_metrics.dataset import versions
from innocore_metrics.errors import DataError, VersionError
from innocore_metrics.settings import DATA_DIR
from pages.components import clock, source

_log = logging.getLogger(__name__)


def keep_present() -> None:
    """Put the present facts into the archive, once for each version.

    A server whose archive cannot be written runs all the same: the log says why.
    """
    try:
        versions.keep(Path(DATA_DIR.of(os.environ)), source.archive(), clock.today())
    except VersionError as error:
        _log.warning("this version of the data is not kept: %s", error)
    except DataError:
        # The pages tell readers what is wrong with the data.
        return
