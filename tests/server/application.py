"""A WSGI application of a test's own behind our edge: `python -m tests.server.application FOLDER PORT`."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tipline import logs
from tipline.server.edge import Edge
from tipline.server.web import answer
from tipline.settings import Settings

KB, MB = 1_000, 1_000_000
SILENCE = 1.0


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what came, or misbehaves, by the path."""
    body = environ["wsgi.input"].read()
    match environ["PATH_INFO"]:
        case "/boom":
            raise ValueError("the mayor's words")
        case "/slow":
            time.sleep(1)
        case "/late":
            start_response("200 OK", [("Content-Length", "900000")])
            return late()
        case "/long":
            start_response("200 OK", [])
            return (b"x" * KB for _ in range(5_000))
    asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {environ['CONTENT_LENGTH']} {len(body)}"
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Forwarded", environ.get("HTTP_X_FORWARDED_FOR", ""))])
    return [asked.encode()]


def late() -> Iterator[bytes]:
    yield b"x" * 300 * KB
    raise ValueError("the mayor's words")


def serve(folder: Path, port: int) -> None:
    """Answer until told to stop."""
    settings = replace(Settings(instance=folder), web_port=port, limits_tip_bytes=5 * MB, web_threads=2)
    logs.configure(settings)
    with closing(Edge(application, settings, silence=SILENCE)) as edge:
        asyncio.run(answer(edge, settings))


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
