"""Pages of the desk by HTTP, one at a time: time, CPU, queries; and what the server weighs then."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient
from sqlalchemy import event, text

from bench.figures import Figure, percentiles
from bench.filled import Instance, sign_in
from bench.line import Line
from bench.served import Served, tipline
from bench.vocabulary import FEW, RARE, TWICE
from tipline.app import create_app
from tipline.newsroom import Newsroom

TIMES, WARM, SECONDS = 200, 10, 6.0
PAGE = 50
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
COOKIE = "tipline-session"


@dataclass(frozen=True, slots=True)
class Page:
    """What to ask for again and again; a `body` makes it an act."""

    name: str
    paths: Iterator[str]
    body: Callable[[], dict[str, str]] | None = None


def measure(instance: Instance) -> list[Figure]:
    """Every page and act in turn, then weights."""
    with closing(instance.open()) as newsroom:
        token = sign_in(newsroom)
        queries = _queries(newsroom, token, instance)
        found = _pages(newsroom, instance, csrf=_csrf(newsroom, token))
    server = tipline(instance.folder, "serve", "web", environ=instance.environ())
    try:
        figures = [asyncio.run(_asked(server, page, token, instance.size, queries)) for page in found]
        figures.append(Figure("web process, after all this", instance.size, {"megabytes": server.memory()}))
    finally:
        server.stop()
    return [*figures, Figure("start to first answer", instance.size, {"p50": server.started_in * 1000})]


def _pages(newsroom: Newsroom, instance: Instance, *, csrf: str) -> list[Page]:
    refs = cycle(_refs(newsroom))
    numbers, levels = count(1), cycle("1234")
    second, thousandth = (_cursor(newsroom, page) for page in (1, 999))

    def search(words: str) -> Iterator[str]:
        return cycle(["/desk?q=" + quote(words)])

    def act(name: str) -> Iterator[str]:
        return (f"/desk/tips/{ref}/{name}" for ref in refs)

    return [
        Page("queue", cycle(["/desk"])),
        Page("queue, next page", cycle([f"/desk?after={second}"])),
        Page("queue, page 1,000 or the last", cycle([f"/desk?after={thousandth}"])),
        Page("closed ones", search("status:closed")),
        Page("desk's closed ones", search("status:closed desk:desk-3")),
        Page("tip", (f"/desk/tips/{ref}" for ref in refs)),
        Page("search, rare word", search(RARE)),
        Page("search, common word", search(instance.made["common"])),
        Page("search, two words", search(f"{TWICE} {FEW}")),
        Page("search, phrase", search(f'"{instance.made["phrase"]}"')),
        Page("search, prefix", search("salt*")),
        Page("search, no hit", search("nobodywrotethis")),
        Page("search, common word in the queue", search(f"status:new,open {instance.made['common']}")),
        Page("act: level", act("level"), lambda: {"csrf_token": csrf, "level": next(levels)}),
        Page("act: take", act("take"), lambda: {"csrf_token": csrf}),
        Page("act: note", act("note"), lambda: {"csrf_token": csrf, "words": "A call.", "key": str(next(numbers))}),
    ]


async def _asked(server: Served, page: Page, token: str, size: int, queries: dict[str, int]) -> Figure:
    line = Line(server.port, f"{COOKIE}={token}")
    for _ in range(WARM):
        await _once(line, page)
    waits: list[float] = []
    cpu, until = server.cpu(), time.perf_counter() + SECONDS
    while len(waits) < TIMES and time.perf_counter() < until:
        waits.append(await _once(line, page))
    used = (server.cpu() - cpu) / len(waits) * 1000
    line.close()
    counted = {"queries": float(queries[page.name])} if page.name in queries else {}
    return Figure(page.name, size, {"cpu": used, **percentiles(waits), **counted})


async def _once(line: Line, page: Page) -> float:
    path = next(page.paths)
    body = urlencode(page.body()).encode() if page.body else b""
    began = time.perf_counter()
    reply = await line.ask("POST" if page.body else "GET", path, body)
    taken = time.perf_counter() - began
    if reply.status != (303 if page.body else 200):
        raise RuntimeError(f"{page.name}: {path} was answered with {reply.status}")
    return taken


def _client(newsroom: Newsroom, token: str) -> FlaskClient:
    client = create_app(newsroom).test_client()
    client.set_cookie(COOKIE, token)
    return client


def _csrf(newsroom: Newsroom, token: str) -> str:
    found = CSRF.search(_client(newsroom, token).get("/desk").text)
    if found is None:
        raise RuntimeError("the desk's page holds no form")
    return found[1]


def _queries(newsroom: Newsroom, token: str, instance: Instance) -> dict[str, int]:
    """How many statements a page takes, once it was asked for before."""
    client, said = _client(newsroom, token), list[str]()

    @event.listens_for(newsroom.store.engine, "before_cursor_execute")
    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    counted = {}
    for page in _pages(newsroom, instance, csrf=_csrf(newsroom, token)):
        for _ in range(2):
            said.clear()
            path = next(page.paths)
            reply = client.post(path, data=page.body()) if page.body else client.get(path)
            reply.close()
        counted[page.name] = sum(statement.lstrip().split(None, 1)[0] in KINDS for statement in said)
    event.remove(newsroom.store.engine, "before_cursor_execute", heard)
    return counted


KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def _refs(newsroom: Newsroom) -> list[str]:
    """Open tips from all over the queue."""
    query = "SELECT ref FROM tips WHERE status IN ('new', 'open') ORDER BY key LIMIT 400"
    with newsroom.store.engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def _cursor(newsroom: Newsroom, pages: int) -> str:
    """Where the queue goes on after so many pages, or before its last."""
    query = "SELECT level, due_at, id FROM tips WHERE status IN ('new', 'open') ORDER BY level, due_at, id"
    with newsroom.store.engine.connect() as connection:
        total = connection.execute(text("SELECT count(*) FROM tips WHERE status IN ('new', 'open')")).scalar_one()
        place = max(0, min(pages * PAGE, total - PAGE) - 1)
        row = connection.execute(text(f"{query} LIMIT 1 OFFSET {place}")).one()
    return "-".join(map(str, row))
