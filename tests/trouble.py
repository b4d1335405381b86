"""Trouble made on purpose: a disk without room, a database that somebody holds, a table that is gone."""

import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pysqlite3 import dbapi2

from tests.server.site import Site


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """No process of the site can make any file longer, which is what a full disk comes to."""
    children = site.children()
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in children}
    for pid, (_, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
    assert site.children() == children


@contextmanager
def held_database(instance: Path) -> Iterator[None]:
    """Somebody has the database open in a tool, in the middle of a change."""
    with closing(dbapi2.connect(instance / "tipline.sqlite", isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        yield
        somebody.execute("ROLLBACK")


@contextmanager
def missing_table(instance: Path, name: str) -> Iterator[None]:
    """A table that our code takes for granted is not there: a bug, as far as our code can tell."""
    with closing(dbapi2.connect(instance / "tipline.sqlite", isolation_level=None)) as somebody:
        somebody.execute("PRAGMA legacy_alter_table=ON")
        somebody.execute(f"ALTER TABLE {name} RENAME TO gone")
        yield
        somebody.execute(f"ALTER TABLE gone RENAME TO {name}")
