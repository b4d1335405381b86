"""One kept-alive connection of a browser, as cheap as Python can make it."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response."""

    status: int
    head: bytes
    body: bytes


class Line:
    """A connection to 127.0.0.1, opened again when the server closed it."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._port = port
        self._always = f"Host: 127.0.0.1:{port}\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> Reply:
        """Send one request and read all of its answer."""
        head = f"{method} {path} HTTP/1.1\r\n{self._always}"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            head += f"Origin: http://127.0.0.1:{self._port}\r\n"
        reader, writer = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
        self._streams = reader, writer
        writer.write(head.encode() + b"\r\n" + body)
        said = await reader.readuntil(b"\r\n\r\n")
        reply = Reply(int(said[9:12]), said, await _body(reader, said.lower()))
        if b"connection: close" in said.lower():
            self.close()
        return reply

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"\r\ncontent-length:" in head:
        return await reader.readexactly(int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]))
    body = b""
    while b"\r\ntransfer-encoding: chunked" in head:
        size = int(await reader.readline(), 16)
        body += (await reader.readexactly(size + 2))[:-2]
        if not size:
            break
    return body
