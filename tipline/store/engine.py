"""How the two engines are opened: what differs between SQLite and PostgreSQL is here, in gate.py and in search/."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from tipline.domain.refusals import Busy

SAFE_SQLITE = (3, 51, 3)
"""Older ones can lose committed pages when two processes checkpoint at once (sqlite.org/wal.html#walresetbug)."""
BUSY_MS = 5000
WORLD = (
    "disk is full",
    "database or disk is full",
    "locked",
    "disk i/o error",
    "readonly",
    "unable to open",
    "malformed",
)

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")


class Unsafe(Exception):
    """A database that could lose what it has acknowledged."""


def sqlite_engine(path: Path) -> Engine:
    """An engine on a SQLite file in WAL mode with every commit synced. Raises Unsafe."""
    from pysqlite3 import dbapi2  # only where SQLite is used: a PostgreSQL site need not load it

    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise Unsafe(f"SQLite {dbapi2.sqlite_version} can lose committed pages; 3.51.3 or newer is needed")
    engine = create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        hide_parameters=True,
        pool_size=16,
        max_overflow=48,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000, "cached_statements": 256},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-8000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":  # the gate begins for itself
            connection.exec_driver_sql("BEGIN")

    return engine


def postgres_engine(url: str) -> Engine:
    """An engine on PostgreSQL, whose commits are synced before they return. Raises Unsafe on first connect if not."""
    engine = create_engine(url, hide_parameters=True, pool_size=16, max_overflow=48, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] not in ("on", "remote_write", "remote_apply"):
                raise Unsafe("PostgreSQL runs with synchronous_commit off: it could lose what we acknowledge")
        connection.commit()

    return engine


def alone(connection: Connection, what: str) -> None:
    """Nobody else passes here for the same thing until this transaction ends; on SQLite writers are alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(ALONE, {"what": what})


@contextmanager
def world() -> Iterator[None]:
    """Turn a full disk, a lock or a lost database into Busy; a fault of ours stays what it is."""
    try:
        yield
    except (OperationalError, InterfaceError) as fault:
        if _is_world(fault):
            raise Busy from fault
        raise


def _is_world(fault: DBAPIError) -> bool:
    said = str(fault.orig).lower()
    return type(fault.orig).__module__.startswith("psycopg") or any(word in said for word in WORLD)
