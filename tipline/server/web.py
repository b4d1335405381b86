"""The web's process: Granian, our edge and the application."""

import asyncio
import resource
import signal
from contextlib import closing

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from tipline import logs
from tipline.app import create_app
from tipline.newsroom import open_newsroom
from tipline.server.edge import Edge
from tipline.settings import Settings

HEADERS = 30_000
"""Milliseconds in which a request's headers must have come."""

CONNECTIONS = 10_000
STOPPING = 25.0
"""Seconds that requests which are under way have to end."""


def serve(settings: Settings) -> None:
    """Serve the reader's form and the desk until SIGTERM or SIGINT, then finish what is under way."""
    logs.configure(settings)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with closing(open_newsroom(settings)) as newsroom, closing(Edge(create_app(newsroom), settings)) as edge:
        asyncio.run(answer(edge, settings))


async def answer(edge: Edge, settings: Settings) -> None:
    """Answer requests until told to stop."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopped.set)
    server = Server(
        edge,
        address=settings.web_host,
        port=settings.web_port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS),
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        log_enabled=False,
    )
    # Each process opens the port itself (SO_REUSEPORT): the kernel spreads connections over them.
    serving = loop.create_task(server.serve())
    await asyncio.wait((serving, loop.create_task(stopped.wait())), return_when=asyncio.FIRST_COMPLETED)
    server.stop()  # type: ignore[no-untyped-call]  # Granian says no types here
    await _finished(edge, serving)


async def _finished(edge: Edge, serving: "asyncio.Task[None]") -> None:
    """Granian ends when its last connection does, also one that sent half a header: that one is not waited for."""
    loop = asyncio.get_running_loop()
    last = loop.time() + STOPPING
    while edge.busy and loop.time() < last:
        await asyncio.sleep(0.02)
    await asyncio.wait((serving,), timeout=0.5)
