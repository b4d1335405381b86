"""Our door in a thread, relays of all tempers, and clients that say what they like."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tipline.mail.smtp import MailDoor
from tipline.newsroom import Newsroom

HOST = "127.0.0.1"


class Doorway:
    """A mail door that is open; `smtp` and `lmtp` are its ports."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.door = MailDoor(newsroom)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._opened = threading.Event()
        self._closing = asyncio.Event()

    @property
    def smtp(self) -> int:
        return self.door.addresses[0][1]

    @property
    def lmtp(self) -> int:
        return self.door.addresses[1][1]

    def open(self) -> None:
        self._thread.start()
        assert self._opened.wait(10)

    def close(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(40)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        await self.door.open()
        self._opened.set()
        await self._closing.wait()
        await self.door.close()


@contextmanager
def opened(newsroom: Newsroom) -> Iterator[Doorway]:
    """The mail door of a newsroom, on ports of the system's choice."""
    doorway = Doorway(newsroom)
    doorway.open()
    try:
        yield doorway
    finally:
        doorway.close()


class Wire:
    """A client that sends bytes and reads lines."""

    def __init__(self, port: int, *, hello: str = "EHLO client.example") -> None:
        self._socket = socket.create_connection((HOST, port), timeout=20)
        self._answers = self._socket.makefile("rb")
        self.greeting = self.answer()
        self.offers = self.say(hello)

    def say(self, line: str) -> list[str]:
        """Say a command; the lines of its answer."""
        self.send(line.encode() + b"\r\n")
        return self.answer()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self) -> list[str]:
        """One answer; empty when the other side hung up."""
        lines: list[str] = []
        while True:
            line = self._answers.readline().decode().rstrip("\r\n")
            if not line:
                return lines
            lines.append(line)
            if line[3:4] != "-":
                return lines

    def begin(self, *recipients: str, sender: str = "reader@example.com") -> list[str]:
        """MAIL, RCPT and DATA; the first answer that is a no, or the one to DATA."""
        for line in (f"MAIL FROM:<{sender}>", *(f"RCPT TO:<{one}>" for one in recipients)):
            answer = self.say(line)
            if not answer[0].startswith("250"):
                return answer
        return self.say("DATA")

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


@contextmanager
def wire(port: int, *, hello: str = "EHLO client.example") -> Iterator[Wire]:
    """A conversation by hand."""
    client = Wire(port, hello=hello)
    try:
        yield client
    finally:
        client.close()


@dataclass
class Relay:
    """What a relay does and what it got. An answer of a hook is sent as it is."""

    rcpt: Callable[[str], str] = lambda address: "250 OK"
    data: str = "250 OK"
    mail: str = "250 OK"
    mails: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    sessions: int = 0
    hang: float = 0

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, name: str, offers: list[str]) -> list[str]:
        session.host_name = name
        if session.ssl is None:
            self.sessions += 1
        return offers

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.rcpt(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.hang)
        if self.data == "drop":
            assert server.transport is not None
            server.transport.close()
        elif self.data.startswith("250"):
            self.mails.append(envelope.content)
            self.senders.append(envelope.mail_from)
        return self.data


@contextmanager
def relaying(
    relay: Relay, *, tls: ssl.SSLContext | None = None, wrapped: bool = False, login: str = ""
) -> Iterator[int]:
    """The port of a relay that is listening: with STARTTLS, or wrapped in TLS from the first byte."""
    extras: dict[str, Any] = {}
    if tls and wrapped:
        extras["ssl_context"] = tls
    elif tls:
        extras["tls_context"] = tls
    if login:
        extras |= {
            "auth_required": True,
            "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                success=f"{data.login.decode()}:{data.password.decode()}" == login, handled=False
            ),
        }
    controller = Controller(relay, hostname=HOST, port=unused_port(), **extras)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def unused_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]
