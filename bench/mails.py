"""Mails: to the yes that they are kept, beside aiosmtpd that keeps nothing; and from kept to finished tip."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing

from bench.figures import Figure, middle, percentiles
from bench.filled import Instance
from bench.generate import Generator
from bench.served import Served, free_port, tipline
from tipline.mail import filing

CONNECTIONS, ROUNDS, SECONDS = 32, 5, 2.0
READING = 10.0
"""Seconds of reading kept mails, at most."""


def measure(instance: Instance) -> list[Figure]:
    """Keeping in turn with not keeping, then reading what was kept."""
    ours = tipline(instance.folder, "serve", "mail", environ=instance.environ())
    port = free_port()
    deaf = Served(["-m", "bench.deaf", str(port)], port=port)
    letters = _letters()
    try:
        rounds = [(_send(ours, letters), _send(deaf, letters)) for _ in range(ROUNDS)]
    finally:
        deaf.stop()
        ours.stop()
    found, limit = middle([one for one, _ in rounds]), middle([other for _, other in rounds])
    share = middle([{"share": one["rate"] / other["rate"] * 100} for one, other in rounds])
    return [
        Figure("mail to 250, 32 connections", instance.size, {**found, **share}),
        Figure("aiosmtpd that keeps nothing", instance.size, limit),
        _read(instance),
    ]


def _send(server: Served, letters: Iterator[bytes]) -> dict[str, float]:
    return asyncio.run(_storm(server, letters))


async def _storm(server: Served, letters: Iterator[bytes]) -> dict[str, float]:
    waits: list[float] = []
    cpu, began = server.cpu(), time.perf_counter()
    await asyncio.gather(*(_talk(server.port, letters, began + SECONDS, waits) for _ in range(CONNECTIONS)))
    taken = time.perf_counter() - began
    used = (server.cpu() - cpu) / len(waits) * 1000
    return {"rate": len(waits) / taken, "cpu": used, **percentiles(waits)}


async def _talk(port: int, letters: Iterator[bytes], until: float, waits: list[float]) -> None:
    """One connection of a mail server that has much to say; the wait is for the answer to the final dot."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _heard(reader, b"220")
    await _said(reader, writer, b"EHLO bench.example\r\n", b"250")
    while time.perf_counter() < until:
        await _said(reader, writer, b"MAIL FROM:<reader@mail.example>\r\n", b"250")
        await _said(reader, writer, b"RCPT TO:<tips@localhost>\r\n", b"250")
        await _said(reader, writer, b"DATA\r\n", b"354")
        began = time.perf_counter()
        await _said(reader, writer, next(letters) + b"\r\n.\r\n", b"250")
        waits.append(time.perf_counter() - began)
    await _said(reader, writer, b"QUIT\r\n", b"221")
    writer.close()


async def _said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, words: bytes, wanted: bytes) -> None:
    writer.write(words)
    await _heard(reader, wanted)


async def _heard(reader: asyncio.StreamReader, wanted: bytes) -> None:
    line = await reader.readline()
    while line[3:4] == b"-":
        line = await reader.readline()
    if not line.startswith(wanted):
        raise RuntimeError(f"{line!r} came where {wanted!r} belongs")


def _read(instance: Instance) -> Figure:
    """The reading side of the worker, alone in this process: so CPU is one core's."""
    with closing(instance.open()) as newsroom:
        cpu, began, done = time.process_time(), time.perf_counter(), 0
        while time.perf_counter() - began < READING:
            read = filing.read_waiting(newsroom)
            if not read:
                break
            done += read
        used, taken = time.process_time() - cpu, time.perf_counter() - began
    numbers = {"rate": done / taken, "cpu": used / max(done, 1) * 1000}
    return Figure("mail to finished tip, one core", instance.size, numbers)


def _letters() -> Iterator[bytes]:
    generator, number = Generator(1000), 0
    while True:
        number += 1
        words = "\r\n".join(sentence.text for sentence in generator.said())
        yield (
            f"From: Reader {number} <reader{number}@mail.example>\r\nTo: tips@localhost\r\n"
            f"Subject: About something number {number}\r\nMessage-ID: <{number}.{id(generator)}@mail.example>\r\n"
            "Date: Wed, 25 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
        ).encode()
