"""Tips by the form: a reader's browser gets the form, takes its token and sends, until told that it is kept."""

import asyncio
import re
import tempfile
import time
from collections import deque
from pathlib import Path
from urllib.parse import urlencode

from bench.figures import Figure, middle, percentiles
from bench.filled import Instance
from bench.generate import Generator
from bench.line import Line
from bench.served import Served, free_port, tipline

TOKEN = re.compile(rb'name="token" value="([^"]+)"')
CLIENTS = (1, 8, 32)
ROUNDS, SECONDS, OLD = 5, 2.0, 2.2
"""A form that comes back within two seconds is taken for a machine's, so tokens wait that long."""


class Readers:
    """Several readers at once at one server."""

    def __init__(self, server: Served, bodies: list[str]) -> None:
        self._server = server
        self._bodies = bodies
        self._tokens: deque[str] = deque()
        self._sent = 0

    async def wait(self, clients: int) -> None:
        """Open forms without sending any, until the first are old enough."""
        await asyncio.gather(*(self._go(time.perf_counter() + OLD, []) for _ in range(clients)))

    async def send(self, clients: int) -> dict[str, float]:
        """Send for some seconds: rate, CPU of the server for form and sending together, waiting for the answer."""
        waits: list[float] = []
        cpu, began = self._server.cpu(), time.perf_counter()
        await asyncio.gather(*(self._go(began + SECONDS, waits, sending=True) for _ in range(clients)))
        taken = time.perf_counter() - began
        used = (self._server.cpu() - cpu) / len(waits) * 1000
        return {"rate": len(waits) / taken, "cpu": used, **percentiles(waits)}

    async def _go(self, until: float, waits: list[float], *, sending: bool = False) -> None:
        line = Line(self._server.port)
        while time.perf_counter() < until:
            found = TOKEN.search((await line.ask("GET", "/tips")).body)
            if found is None:
                raise RuntimeError("the form holds no token")
            self._tokens.append(found[1].decode())
            if sending:
                await self._send(line, waits)
        line.close()

    async def _send(self, line: Line, waits: list[float]) -> None:
        self._sent += 1
        body = self._bodies[self._sent % len(self._bodies)] + "&" + urlencode({"token": self._tokens.popleft()})
        began = time.perf_counter()
        reply = await line.ask("POST", "/tips", body.encode())
        waits.append(time.perf_counter() - began)
        if reply.status != 303:
            raise RuntimeError(f"a tip was answered with {reply.status}")


def measure(instance: Instance) -> list[Figure]:
    """The product's form and the bare one in turn, at 1, 8 and 32 readers."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        ours = tipline(instance.folder, "serve", "web", environ=instance.environ())
        port = free_port()
        bare = Served(["-m", "bench.bare", str(port), str(Path(folder) / "bare.sqlite")], port=port)
        try:
            for clients in CLIENTS:
                figures += asyncio.run(_in_turn(instance.size, clients, ours, bare))
        finally:
            bare.stop()
            ours.stop()
    return figures


async def _in_turn(size: int, clients: int, ours: Served, bare: Served) -> list[Figure]:
    bodies = _bodies()
    readers, others = Readers(ours, bodies), Readers(bare, bodies)
    await readers.wait(clients)
    await others.wait(clients)
    rounds = [(await readers.send(clients), await others.send(clients)) for _ in range(ROUNDS)]
    found, limit = middle([one for one, _ in rounds]), middle([other for _, other in rounds])
    share = middle([{"share": one["rate"] / other["rate"] * 100} for one, other in rounds])
    named = f"{clients} reader{'s' if clients > 1 else ''}"
    return [
        Figure(f"form, {named}", size, {**found, **share}),
        Figure(f"bare form of one row, {named}", size, limit),
    ]


def _bodies() -> list[str]:
    generator, fields = Generator(1000), {"contact": "code", "knows": "saw", "place": "Long Quay", "happened": "today"}
    told = (" ".join(sentence.text for sentence in generator.said()) for _ in range(500))
    return [urlencode({**fields, "words": words, "ask_first": "y", "wish": "y"}) for words in told]
