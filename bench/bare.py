"""The least that could serve: the product's own server and Flask with next to nothing in them.

`python -m bench.bare PORT FILE`: a page, and a form whose one row is committed and synced.
"""

import asyncio
import sys
import threading
from pathlib import Path

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from pysqlite3 import dbapi2

from tipline.server.edge import Edge
from tipline.server.web import answer
from tipline.settings import Settings


def app(file: Path) -> Flask:
    """A page, a form, and its row."""
    bare, lock = Flask("bare"), threading.Lock()
    connection = dbapi2.connect(str(file), isolation_level=None, check_same_thread=False)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE IF NOT EXISTS t (words TEXT)",
    ):
        connection.execute(statement)

    @bare.get("/")
    def hello() -> str:
        return "hello"

    @bare.get("/tips")
    def form() -> str:
        return '<form method=post><input type=hidden name="token" value="no.secret"><textarea name=words></textarea>'

    @bare.post("/tips")
    def send() -> ResponseReturnValue:
        with lock:
            connection.execute("INSERT INTO t VALUES (?)", (request.form["words"],))
        return redirect("/", 303)

    return bare


if __name__ == "__main__":
    settings = Settings(instance=Path(sys.argv[2]).parent, web_port=int(sys.argv[1]))
    asyncio.run(answer(Edge(app(Path(sys.argv[2])), settings), settings))
