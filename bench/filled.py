"""Newsrooms with a thousand to a million tips, made once by bulk and copied for each run."""

import json
import shutil
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, event, insert, text

from bench.generate import DESKS, EDITORS, VERSION, Generator, Rows
from bench.postgres import Postgres
from tipline import newsroom as newsrooms
from tipline.domain import terms
from tipline.domain.editor import Role
from tipline.newsroom import Newsroom, accounts, team
from tipline.settings import Settings
from tipline.store import migrations, schema

CACHE = Path(tempfile.gettempdir()) / "tipline-bench"
BATCH = 5000
TABLES = ("tips", "details", "messages", "attachments", "events", "sources")
PASSWORD = "nine wooden boats upon the quay"


class Instance:
    """A newsroom of a size, in a folder of its own that goes when it is closed."""

    def __init__(self, size: int, *, postgres: Postgres | None = None) -> None:
        self.size = size
        name = f"{'postgres' if postgres else 'sqlite'}-{size}-{_schema()}-{VERSION}"
        cached = _cached(CACHE / name, size, postgres)
        self.made: dict[str, Any] = json.loads((cached / "made.json").read_text())
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=CACHE))
        shutil.copytree(cached, self.folder, dirs_exist_ok=True)
        self._postgres = postgres
        self._database = postgres.copy(name) if postgres else ""
        self.settings = _settings(self.folder, self._database)

    def open(self) -> Newsroom:
        """The newsroom, in this process."""
        return newsrooms.open_newsroom(self.settings)

    def environ(self) -> dict[str, str]:
        """What a process needs to serve it, beside its ports."""
        return {"TIPLINE_DATABASE_URL": self._database} if self._database else {}

    def close(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self.folder)
        if self._postgres:
            self._postgres.drop(self._database)


def sign_in(newsroom: Newsroom) -> str:
    """A session token of an admin made for the run."""
    token = accounts.invite(newsroom, role=Role.ADMIN, by=None)
    accounts.join(newsroom, token, name="Bench", email="bench@ledger.example", password=PASSWORD)
    return accounts.sign_in(newsroom, "bench@ledger.example", PASSWORD, visitor="127.0.0.1")


def _schema() -> str:
    """Another name for every schema, also for one that was changed before it was ever released."""
    steps = sorted(Path(migrations.__file__).parent.glob("versions/*.py"))
    sources = [Path(schema.__file__), Path(terms.__file__), *steps]
    return f"{zlib.crc32(b''.join(source.read_bytes() for source in sources)):08x}"


def _settings(folder: Path, database: str) -> Settings:
    return Settings(instance=folder, database_url=database)


def _cached(place: Path, size: int, postgres: Postgres | None) -> Path:
    """The folder of a filled newsroom; unfinished ones have no made.json and are made again."""
    if not (place / "made.json").exists() or (postgres and not postgres.has(place.name)):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        database = postgres.create(place.name) if postgres else ""
        began = time.monotonic()
        made = _fill(_settings(place, database), size)
        (place / "made.json").write_text(json.dumps({**made, "seconds": time.monotonic() - began}))
    return place


def _fill(settings: Settings, size: int) -> dict[str, Any]:
    newsrooms.upgrade(settings)
    newsroom = newsrooms.open_newsroom(settings)
    _people(newsroom)
    generator, said = Generator(size), 0
    engine = newsroom.store.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hasty)
        engine.dispose()
    for start in range(0, size, BATCH):
        rows = generator.rows(min(BATCH, size - start))
        said += rows.bytes_said
        with engine.begin() as connection:
            _insert(connection, newsroom, rows)
    _settle(newsroom)
    newsroom.close()
    return {"bytes_said": said, "common": generator.words.common, "phrase": generator.words.phrase}


def _people(newsroom: Newsroom) -> None:
    for number in range(DESKS):
        team.add_desk(newsroom, name=f"Desk {number + 1}", slug=f"desk-{number + 1}", by=None)
    with newsroom.store.writing() as tx:
        for number in range(EDITORS):
            email, name = f"editor{number + 1}@ledger.example", f"Editor {number + 1}"
            tx.people.add(email=email, name=name, role=Role.EDITOR, password_hash="", at=newsroom.clock.now())


def _insert(connection: Connection, newsroom: Newsroom, rows: Rows) -> None:
    for name in ("sources", *TABLES[:-1]):
        found: list[dict[str, Any]] = getattr(rows, name)
        table: Table = schema.metadata.tables[name]
        if found:
            connection.execute(insert(table), found)
    for tip_id, found_by in rows.terms:
        newsroom.store.search.write(connection, tip_id, found_by)


def _settle(newsroom: Newsroom) -> None:
    """As a database is after some weeks: counted by the planner, sequences past the rows, nothing left in the log."""
    with newsroom.store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("ANALYZE"))
            connection.execute(text("COMMIT"))
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for name in TABLES:
            if "id" in schema.metadata.tables[name].c:
                connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) + 1 FROM {name}))"))
        connection.commit()
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _hasty(connection: Any, _record: object) -> None:
    """What is made again when it is lost need not be synced."""
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
