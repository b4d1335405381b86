"""What this machine can do at all: synced writes and commits of one row, a second each."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from pysqlite3 import dbapi2

SECONDS = 1.0


def fdatasync(folder: Path) -> float:
    """4 kB appended and synced, per second."""
    file = os.open(folder / "synced", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def once() -> None:
        os.write(file, b"x" * 4096)
        os.fdatasync(file)

    try:
        return _rate(once)
    finally:
        os.close(file)


def commits(folder: Path) -> float:
    """Rows committed one by one on SQLite in WAL mode with synchronous=FULL, per second."""
    connection = dbapi2.connect(str(folder / "rows.sqlite"), isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE IF NOT EXISTS t (a TEXT)"):
        connection.execute(statement)
    try:
        return _rate(lambda: connection.execute("INSERT INTO t VALUES ('a row of some length')"))
    finally:
        connection.close()


def _rate(act: Callable[[], object]) -> float:
    """How often in a second; the middle of five goes."""
    rates = []
    for _ in range(5):
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < SECONDS / 5:
            act()
            done += 1
        rates.append(done / (time.perf_counter() - began))
    return sorted(rates)[2]
