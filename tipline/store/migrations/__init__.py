"""Bringing a database to the newest schema, killed half-way without harm: all steps are one transaction."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from tipline.store.engine import world

HEAD = "0001"
"""The schema that this version wants: the newest in versions/, which a test holds to it."""


class Newer(Exception):
    """The database was made by a newer tipline than this one."""


def upgrade(engine: Engine, instance: Path) -> bool:
    """Run what is missing; true if there was anything. Several processes may call it at once. Raises Newer, Busy."""
    with world(), _alone(instance), engine.connect() as connection:
        now = current(connection)
        if now == HEAD:
            return False
        # What looked may have begun a transaction, and Alembic begins its own.
        connection.rollback()
        from tipline.store.migrations import steps  # loads Alembic, which a database that is up to date does not need

        if now is not None and not steps.known(now):
            raise Newer(f"the database has the schema {now}, which this version does not know; use a newer tipline")
        steps.run(connection)
    return True


def current(connection: Connection) -> str | None:
    """The schema that a database has."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


@contextmanager
def _alone(instance: Path) -> Iterator[None]:
    """One process of this machine at a time."""
    with (instance / "upgrade.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
