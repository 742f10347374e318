"""Every setting of the project: environment variables, declared once."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable, what holds without it, and the word key that explains it."""

    name: str
    default: str
    secret: bool = False

    @property
    def word(self) -> str:
        """The key of the explanation, ``setting.<name without the prefix>``."""
        return f"setting.{self.name.removeprefix('INNOCORE_').lower()}"

    def of(self, environment: Mapping[str, str]) -> str:
        """The value in ``environment``, or the default where it is missing or empty."""
        return environment.get(self.name) or self.default


DATA_DIR = Setting("INNOCORE_DATA_DIR", str(ROOT / "data"))
# ``secret``: may hold a password, which is never shown.
DATABASE_URL = Setting(
    "INNOCORE_DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'ledger.sqlite'}", secret=True
)
UPLOAD_MB = Setting("INNOCORE_UPLOAD_MB", "128")
UPLOAD_SECONDS = Setting("INNOCORE_UPLOAD_SECONDS", "60")
UPLOAD_MEMORY_MB = Setting("INNOCORE_UPLOAD_MEMORY_MB", "2048")
RELEASE_DAYS = Setting("INNOCORE_RELEASE_DAYS", "28")
ROLE_CLAIM = Setting("INNOCORE_ROLE_CLAIM", "roles")
ROLES_FILE = Setting("INNOCORE_ROLES_FILE", "")
MOBILITY_DIR = Setting("INNOCORE_MOBILITY_DIR", "")
BASE_URL = Setting("INNOCORE_BASE_URL", "http://localhost:8501")
CHROMIUM = Setting("INNOCORE_CHROMIUM", "")

ARCHIVE_DIR = Setting("INNOCORE_ARCHIVE_DIR", str(ROOT / "var" / "versions"))
API_ORIGINS = Setting("INNOCORE_API_ORIGINS", "")
API_PER_MINUTE = Setting("INNOCORE_API_PER_MINUTE", "240")

SETTINGS = (
    DATA_DIR,
    DATABASE_URL,
    UPLOAD_MB,
    UPLOAD_SECONDS,
    UPLOAD_MEMORY_MB,
    RELEASE_DAYS,
    ROLE_CLAIM,
    ROLES_FILE,
    MOBILITY_DIR,
    BASE_URL,
    CHROMIUM,
    ARCHIVE_DIR,
    API_ORIGINS,
    API_PER_MINUTE,
)


def public_address(base_url: str) -> str:
    """A base address without its last slash; empty where nobody else could open it.

    A document is handed on: a link to the machine that it was made on leads nowhere.

    >>> public_address("https://metrics.example/"), public_address("http://localhost:8501")
    ('https://metrics.example', '')
    >>> public_address("http://127.0.0.1:80"), public_address("http://[::1]"), public_address("")
    ('', '', '')
    """
    host = urlsplit(base_url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
        own = address.is_loopback or address.is_unspecified
    except ValueError:
        own = not host or host == "localhost" or host.endswith(".localhost")
    return "" if own else base_url.rstrip("/")
