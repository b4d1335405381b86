"""Bringing a database to the newest schema, killed half-way without harm: each step is one transaction."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from tipline.store.schema import metadata


class Newer(Exception):
    """The database was made by a newer tipline than this one."""


def upgrade(engine: Engine, instance: Path) -> bool:
    """Run what is missing; true if there was anything. Several processes may call it at once. Raises Newer."""
    script = ScriptDirectory(str(Path(__file__).parent))
    with _alone(instance), engine.connect() as connection:
        now, head = current(connection), script.get_current_head()
        if now == head:
            return False
        if now is not None and now not in {one.revision for one in script.walk_revisions()}:
            raise Newer(f"the database has the schema {now}, which this version does not know; use a newer tipline")
        _run(connection, script)
    return True


def current(connection: Connection) -> str | None:
    """The schema that a database has."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The schema that this version wants."""
    return ScriptDirectory(str(Path(__file__).parent)).get_current_head()


def _run(connection: Connection, script: ScriptDirectory) -> None:
    def steps(now: Any, _context: object) -> list[Any]:
        return script._upgrade_revs("head", now)

    with EnvironmentContext(Config(), script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
        with environment.begin_transaction():
            environment.run_migrations()
    connection.commit()


@contextmanager
def _alone(instance: Path) -> Iterator[None]:
    """One process of this machine at a time."""
    with (instance / "upgrade.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
