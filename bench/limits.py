"""What this machine can do at all: synced writes, commits of one row, the least page by our server."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

from pysqlite3 import dbapi2

from bench.figures import Figure, percentiles
from bench.line import Line
from bench.served import Served, free_port

SECONDS = 1.0
PAGES = 500


def measure(folder: Path) -> list[Figure]:
    """Three limits; `folder` is on the disk where newsrooms are."""
    return [
        Figure("fdatasync of 4 kB", 0, {"rate": fdatasync(folder)}),
        Figure("SQLite commit of one row", 0, {"rate": commits(folder)}),
        Figure("page that says hello", 0, hello(folder)),
    ]


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


def hello(folder: Path) -> dict[str, float]:
    """A page of one word by the product's own server, edge and Flask, asked for one at a time."""
    port = free_port()
    server = Served(["-m", "bench.bare", str(port), str(folder / "hello.sqlite")], port=port)
    try:
        return asyncio.run(_asked(server))
    finally:
        server.stop()


async def _asked(server: Served) -> dict[str, float]:
    line, waits = Line(server.port), list[float]()
    await line.ask("GET", "/")
    cpu = server.cpu()
    for _ in range(PAGES):
        began = time.perf_counter()
        await line.ask("GET", "/")
        waits.append(time.perf_counter() - began)
    used = server.cpu() - cpu
    line.close()
    return {"rate": len(waits) / sum(waits), "cpu": used / len(waits) * 1000, **percentiles(waits)}


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
