"""The steps themselves, run by Alembic: loading it takes a tenth of a second, so only who has steps to run does."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tipline.store.schema import metadata


def script() -> ScriptDirectory:
    """Our steps, in their order."""
    return ScriptDirectory(str(Path(__file__).parent))


def known(revision: str) -> bool:
    """Whether a schema is one of ours."""
    return revision in {one.revision for one in script().walk_revisions()}


def run(connection: Connection) -> None:
    """Run what is missing, in one transaction."""
    ours = script()

    def missing(now: Any, _context: object) -> list[Any]:
        return ours._upgrade_revs("head", now)

    with EnvironmentContext(Config(), ours, fn=missing, destination_rev="head") as environment:
        environment.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
        with environment.begin_transaction():
            environment.run_migrations()
    connection.commit()
