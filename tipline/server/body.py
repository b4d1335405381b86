"""A request's whole body, taken off the client before a thread is: in memory while small, then in a nameless file."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from io import BytesIO
from pathlib import Path
from typing import IO, Any

SMALL = 64 * 1024
GATHERED = 256 * 1024
"""Bytes that are written at once, in a thread: a disk that is busy must not hold up the others."""

Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class TooMuch(Exception):
    """More bytes than the route takes."""


class TooSlow(Exception):
    """The client was silent for too long."""


class Gone(Exception):
    """The client left before its request was whole."""


class NoRoom(Exception):
    """The disk does not take it."""


async def whole(
    receive: Receive, *, most: int, silence: float, folder: Path, writers: Executor
) -> tuple[IO[bytes], int]:
    """The body, at its start, and its size. Raises TooMuch, TooSlow, Gone or NoRoom, with nothing left behind."""
    spool = _Spool(folder, writers)
    try:
        while True:
            chunk, more = await _next(receive, silence)
            await spool.take(chunk)
            if spool.size > most:
                raise TooMuch
            if not more:
                return await spool.finished(), spool.size
    except BaseException:
        spool.file.close()
        raise


async def _next(receive: Receive, silence: float) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(silence):
            message = await receive()
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


class _Spool:
    def __init__(self, folder: Path, writers: Executor) -> None:
        self.size = 0
        self.file: IO[bytes] = BytesIO()
        self._folder = folder
        self._writers = writers
        self._gathered: list[bytes] = []
        self._waiting = 0

    async def take(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size <= SMALL:
            self.file.write(chunk)
            return
        self._gathered.append(chunk)
        self._waiting += len(chunk)
        if self._waiting >= GATHERED:
            await self._write()

    async def finished(self) -> IO[bytes]:
        if self._gathered:
            await self._write()
        self.file.seek(0)
        return self.file

    async def _write(self) -> None:
        gathered, self._gathered, self._waiting = b"".join(self._gathered), [], 0
        try:
            await asyncio.get_running_loop().run_in_executor(self._writers, self._append, gathered)
        except OSError:
            raise NoRoom from None

    def _append(self, gathered: bytes) -> None:
        if isinstance(self.file, BytesIO):
            # Without a name from its first moment: no crash can leave a reader's file behind here.
            gathered = self.file.getvalue() + gathered
            self.file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - closed by who has it
        rest = memoryview(gathered)
        while rest:
            rest = rest[self.file.write(rest) :]
