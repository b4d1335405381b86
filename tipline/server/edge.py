"""The web's outermost door: ASGI outside, WSGI inside, and no thread taken before a request is whole.

A thread pool that reads from slow clients is full after a handful of them. Here a slow client costs a connection
and, beyond 64 kB, a nameless file; threads meet whole requests only.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from tipline import logs
from tipline.links import Links
from tipline.refs import Refs
from tipline.server import plain
from tipline.server.answer import Answer, Application, ask
from tipline.server.body import Gone, NoRoom, Receive, TooMuch, TooSlow, whole
from tipline.server.environ import environ_of, header
from tipline.settings import Settings

SILENCE = 20.0
"""Seconds that a client may be silent in the middle of a body."""

SMALL = 1_000_000
"""Bytes that a form without files may have."""

AROUND = 2_000_000
"""Bytes that a tip's form may have beside its files."""

WAITING = 1_000
"""Whole requests that may wait for a thread."""

REFUSALS: dict[type[Exception], HTTPStatus] = {
    TooMuch: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TooSlow: HTTPStatus.REQUEST_TIMEOUT,
    NoRoom: HTTPStatus.SERVICE_UNAVAILABLE,
}

Scope = Mapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
log = logging.getLogger("tipline.server")


class BrokenOff(Exception):
    """An answer could not be read to its end; too late to say so in it, but the connection ends early."""


class Edge:
    """The ASGI application that Granian calls; `busy` is how many requests are being taken or answered."""

    def __init__(self, application: Application, settings: Settings, *, silence: float = SILENCE) -> None:
        self.busy = 0
        self._application = application
        self._settings = settings
        self._refs = Refs()
        self._links = Links(settings.public_url)
        self._silence = silence
        self._waiting = 0
        self._threads = ThreadPoolExecutor(settings.web_threads, "web")
        self._writers = ThreadPoolExecutor(2, "spool")
        self._spool = spool_folder(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.busy += 1
        logs.request_id.set(self._refs.token()[:12])
        try:
            await self._answer(scope, receive, send)
        except Gone:
            pass
        except BrokenOff:
            log.exception("An answer broke off")
            raise
        except (TooMuch, TooSlow, NoRoom) as refusal:
            await self._refuse(send, REFUSALS[type(refusal)])
        except Exception:
            log.exception("A request failed")
            await self._refuse(send, HTTPStatus.INTERNAL_SERVER_ERROR)
        finally:
            self.busy -= 1

    def close(self) -> None:
        """Let the threads end; what they do now is finished."""
        self._threads.shutdown()
        self._writers.shutdown()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, size = await self._body(scope, receive)
        with body:
            environ = environ_of(scope, body, size)
            if self._waiting >= WAITING:
                raise NoRoom
            # What is set on the way, such as the language, ends with this request.
            context = copy_context()
            answer = await self._in_thread(context, ask, self._application, environ)
            await self._send(answer, receive, send, context, bodiless=scope["method"] == "HEAD")

    async def _body(self, scope: Scope, receive: Receive) -> tuple[IO[bytes], int]:
        length, chunked = header(scope, b"content-length"), header(scope, b"transfer-encoding")
        if not chunked and length in ("", "0"):
            return BytesIO(), 0
        most = self._most(scope)
        if length.isdecimal() and int(length) > most:
            raise TooMuch
        return await whole(receive, most=most, silence=self._silence, folder=self._spool, writers=self._writers)

    def _most(self, scope: Scope) -> int:
        path = scope["path"].removeprefix(self._links.prefix)
        takes_files = scope["method"] == "POST" and path in ("/tips", "/tips/")
        return self._settings.limits_tip_bytes + AROUND if takes_files else SMALL

    async def _in_thread(self, context: Context, act: Callable[..., Any], *given: Any) -> Any:
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, act, *given)
        finally:
            self._waiting -= 1

    async def _send(self, answer: Answer, receive: Receive, send: Send, context: Context, *, bodiless: bool) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if bodiless or answer.whole:
            await send({"type": "http.response.body", "body": b"" if bodiless else answer.part})
            if not answer.whole:
                answer.close()
            return
        left = asyncio.ensure_future(_left(receive))
        try:
            while not answer.whole and not left.done():
                await send({"type": "http.response.body", "body": answer.part, "more_body": True})
                await self._in_thread(context, answer.read_on)
            await send({"type": "http.response.body", "body": answer.part})
        except Exception as fault:
            raise BrokenOff from fault
        finally:
            left.cancel()
            answer.close()

    async def _refuse(self, send: Send, status: HTTPStatus) -> None:
        headers, body = plain.page(status, form=self._links.form)
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _left(receive: Receive) -> None:
    """Returns when the client is gone: what is sent to it after that vanishes without an error."""
    while (await receive())["type"] != "http.disconnect":
        pass


def spool_folder(settings: Settings) -> Path:
    """Where large bodies lie while they come in."""
    folder = settings.instance / "spool"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
