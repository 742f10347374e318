"""Connections: SQLite beside the server or PostgreSQL, and their errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event, exc

from innocore_metrics.errors import LedgerError, Problem

WAIT_SECONDS = 30
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_ID = 4_107_400
# How long a line about reading waits for the database; the reader waits with it.
_SHORT_WAIT_MS = 200
# What a database says -> the code of our sentence. The first that fits counts.
_SAYINGS = (
    ("database or disk is full", "ledger_disk_full"),
    ("no space left", "ledger_disk_full"),
    ("could not extend file", "ledger_disk_full"),
    ("file too large", "ledger_disk_full"),
    ("disk i/o error", "ledger_disk_full"),
    ("readonly", "ledger_read_only"),
    ("read-only", "ledger_read_only"),
    ("permission denied", "ledger_read_only"),
    ("must be owner", "ledger_read_only"),
    ("unable to open database file", "ledger_unreachable"),
    ("database is locked", "ledger_busy"),
    ("lock timeout", "ledger_busy"),
    ("append-only", "ledger_append_only"),
    ("file is not a database", "ledger_not_a_ledger"),
    ("malformed", "ledger_not_a_ledger"),
    ("connection", "ledger_unreachable"),
)


class Database:
    """A database by its URL: ``sqlite:///path`` or ``postgresql://...``.

    Raises:
        LedgerError: the URL is of no kind that is known.
    """

    def __init__(self, url: str, wait_seconds: int = WAIT_SECONDS) -> None:
        self.wait_seconds = wait_seconds
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = self._connect_sqlite() if self.is_sqlite else self._connect_postgresql()

    def __repr__(self) -> str:
        return f"Database({self.url.render_as_string(hide_password=True)!r})"

    @property
    def exists(self) -> bool:
        """Whether there is anything to read; reading never creates a file."""
        return not self.is_sqlite or Path(str(self.url.database)).is_file()

    def _connect_postgresql(self) -> sa.Engine:
        milliseconds = self.wait_seconds * 1000
        options = {"connect_timeout": 10, "options": f"-c lock_timeout={milliseconds}"}
        return sa.create_engine(self.url, pool_pre_ping=True, pool_size=3, connect_args=options)

    def _connect_sqlite(self) -> sa.Engine:
        options = {"timeout": self.wait_seconds, "check_same_thread": False}
        engine = sa.create_engine(self.url, connect_args=options)

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: object) -> None:
            # The driver's own BEGIN comes too late for a lock; ours is sent on "begin".
            connection.isolation_level = None
            connection.execute("PRAGMA synchronous = FULL")

        @event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            options = connection.get_execution_options()
            wait = options.get("wait_ms", self.wait_seconds * 1000)
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")
            connection.exec_driver_sql(
                "BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN"
            )

        return engine

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state throughout."""
        with translated(), self._engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, locked: bool = True, patient: bool = True) -> Iterator[sa.Connection]:
        """A transaction; ``locked``: the only one that may add revisions until it ends.

        ``patient``: waits its turn for ``wait_seconds``, otherwise for a fifth of a second.
        """
        wait_ms = self.wait_seconds * 1000 if patient else _SHORT_WAIT_MS
        with translated(), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True, wait_ms=wait_ms)
            with connection.begin():
                if not self.is_sqlite and not patient:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")
                if locked and not self.is_sqlite:
                    connection.exec_driver_sql("LOCK TABLE revision IN EXCLUSIVE MODE")
                yield connection

    def upgrade(self, to: str = "head", *, patient: bool = True) -> None:
        """Create the tables, or bring them to the form of this version of the library.

        ``to`` names an earlier form instead; ``patient`` is that of `writing`.
        """
        if self.is_sqlite:
            self._prepare_file()
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.writing(locked=False, patient=patient) as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_ID})")
            config.attributes["connection"] = connection
            command.upgrade(config, to)

    def _prepare_file(self) -> None:
        path = Path(str(self.url.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError([_problem("ledger_unreachable", error.strerror or "")]) from error
        # Write-ahead logging lets readers go on while an import is written.
        with translated(), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("ROLLBACK") if raw.in_transaction else None
            raw.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError) as error:
        raise LedgerError([_problem("ledger_url", "?")]) from error
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql") or (backend == "sqlite" and not parsed.database):
        raise LedgerError([_problem("ledger_url", parsed.render_as_string(hide_password=True))])
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    return parsed.set(drivername="sqlite+pysqlite")


def without_password(url: str) -> str:
    """A database URL as it may be shown."""
    return _parsed(url).render_as_string(hide_password=True)


@contextmanager
def translated() -> Iterator[None]:
    """Turns what a database says into a LedgerError; the state in the database is untouched."""
    try:
        yield
    except (exc.SQLAlchemyError, psycopg.Error) as error:
        said = str(getattr(error, "orig", None) or error).strip()
        raise LedgerError([_said(said)]) from error
    except OSError as error:
        raise LedgerError([_said(error.strerror or str(error))]) from error


def _said(said: str) -> Problem:
    lower = said.lower()
    code = next((code for words, code in _SAYINGS if words in lower), "ledger_database")
    return _problem(code, said.splitlines()[0][:200] if said else "")


def _problem(code: str, given: str) -> Problem:
    return Problem(file="INNOCORE_DATABASE_URL", code=code, given=given)
