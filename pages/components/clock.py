"""What day it is where the server runs."""

from __future__ import annotations

from datetime import UTC, datetime


def today() -> str:
    """The day (ISO 8601) in the time zone of the server."""
    return datetime.now(UTC).astimezone().date().isoformat()
