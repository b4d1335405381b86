"""Where it rests: `Store.writing()` to change, `Store.reading()` to look. Only `newsroom/` opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from tipline.store.engine import postgres_engine, sqlite_engine, world
from tipline.store.events import Events
from tipline.store.gate import Gate
from tipline.store.limits import Limits
from tipline.store.mails import Mails
from tipline.store.messages import Messages
from tipline.store.outbox import Outbox
from tipline.store.people import People
from tipline.store.schema import metadata
from tipline.store.search import Search
from tipline.store.search.postgres import PostgresSearch
from tipline.store.search.sqlite import SqliteSearch
from tipline.store.sources import Sources
from tipline.store.tips import Tips


class Transaction:
    """The rooms of the store, seen by one transaction."""

    def __init__(self, connection: Connection, search: Search, *, locking: bool) -> None:
        self.connection = connection
        self.search = search
        self.tips = Tips(connection, search=search, locking=locking)
        self.messages = Messages(connection)
        self.events = Events(connection)
        self.people = People(connection)
        self.sources = Sources(connection)
        self.mails = Mails(connection)
        self.outbox = Outbox(connection)
        self.limits = Limits(connection)

    def find_by(self, tip_id: int, terms: list[str]) -> None:
        """Make a tip findable by these terms, in place of those that it had."""
        self.search.write(self.connection, tip_id, terms)

    def dump(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Every row of every table but search, in the order of their keys."""
        for table in metadata.sorted_tables:
            if "engine" not in table.info:
                query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=500)
                for row in self.connection.execute(query).mappings():
                    yield table.name, dict(row)


class Store:
    """A database of ours."""

    def __init__(self, engine: Engine, *, search: Search, gate: Gate | None) -> None:
        self.engine = engine
        self.search = search
        self._gate = gate

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that is committed and synced when this ends without an error. Raises Busy."""
        with world(), self._gate.writing() if self._gate else self.engine.begin() as connection:
            yield Transaction(connection, self.search, locking=True)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that sees one state throughout and is never committed. Raises Busy."""
        with world(), self.engine.connect() as connection:
            yield Transaction(connection, self.search, locking=False)

    def close(self) -> None:
        """Let go of every connection."""
        if self._gate:
            self._gate.close()
        self.engine.dispose()


def open_engine(url: str, instance: Path) -> Engine:
    """The engine of a database address; an empty one is SQLite in the instance folder. Raises Unsafe."""
    return postgres_engine(url) if url else sqlite_engine(instance / "tipline.sqlite")


def open_store(url: str, instance: Path) -> Store:
    """The store of a database address. Raises Unsafe, OSError."""
    engine = open_engine(url, instance)
    if url:
        return Store(engine, search=PostgresSearch(), gate=None)
    return Store(engine, search=SqliteSearch(), gate=Gate(engine, instance / "tipline.sqlite.gate"))
