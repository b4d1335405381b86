"""The mail door: SMTP and LMTP, which say 250 after the exact bytes are on disk, and never no to what a mail says."""

import asyncio
import logging
import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import Envelope as Said
from aiosmtpd.smtp import Session

from tipline.domain.mail import Envelope
from tipline.domain.refusals import Busy
from tipline.i18n import gettext as _
from tipline.mail.talk import LocalTalk, Talk, Turned
from tipline.newsroom import Newsroom, mails

THREADS = 32
CONVERSATIONS = 400
RECIPIENTS = 100
HELD = 512 * 1024 * 1024
"""Mails kept at once, conversations, recipients of a mail, and bytes of unfinished mails in memory."""

GRACE = 30
"""Seconds that a mail which is coming in has to be finished when the door closes."""

MB = 1024 * 1024
TROUBLE = "451 4.3.0 It cannot be kept just now, try again later"

log = logging.getLogger("tipline.mail")


def serve(newsroom: Newsroom) -> None:
    """Keep the door open until SIGTERM or SIGINT, then finish what is coming in. Raises OSError if a place is taken."""
    asyncio.run(_serve(newsroom))


async def _serve(newsroom: Newsroom) -> None:
    loop, closing = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, closing.set)
    door = MailDoor(newsroom)
    try:
        await door.open()
        await closing.wait()
    finally:
        await door.close()


class MailDoor:
    """The places where mail servers knock, the conversations there, and the threads that keep what they bring."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.addresses: list[tuple[str, int]] = []
        self._talks: set[Talk] = set()
        self._held = 0
        self._servers: list[asyncio.Server] = []
        self._socket: Path | None = None
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="mail")

    async def open(self) -> None:
        """Listen; `addresses` are the hosts and ports in use. Raises OSError."""
        settings, loop = self.newsroom.settings, asyncio.get_running_loop()
        loop.set_exception_handler(_tell)
        self._servers.append(
            await loop.create_server(partial(self._talk, Talk), settings.mail_host, settings.mail_port)
        )
        local = partial(self._talk, LocalTalk)
        if settings.mail_lmtp.startswith("unix:"):
            self._socket = _free(Path(settings.mail_lmtp.removeprefix("unix:")))
            self._servers.append(await loop.create_unix_server(local, self._socket))
            self._socket.chmod(0o660)
        elif settings.mail_lmtp:
            host, _colon, port = settings.mail_lmtp.rpartition(":")
            self._servers.append(await loop.create_server(local, host.strip("[]"), int(port)))
        names = (socket.getsockname() for server in self._servers for socket in server.sockets)
        self.addresses = [(name[0], name[1]) for name in names if isinstance(name, tuple)]

    async def close(self) -> None:
        """Listen no more, end idle conversations, and wait for mails that are coming in."""
        for server in self._servers:
            server.close()
        for talk in tuple(self._talks):
            talk.finish()
        for _tenth in range(GRACE * 10):
            if not self._talks:
                break
            await asyncio.sleep(0.1)
        for talk in tuple(self._talks):
            if isinstance(talk.transport, asyncio.WriteTransport):
                talk.transport.abort()
        self._pool.shutdown()
        if self._socket is not None:
            self._socket.unlink(missing_ok=True)

    def _talk(self, kind: type[Talk]) -> asyncio.BaseProtocol:
        if len(self._talks) >= CONVERSATIONS:
            return Turned()
        return kind(self, self.newsroom.settings.mail_domains[0])

    def joined(self, talk: Talk) -> None:
        """A conversation begins."""
        self._talks.add(talk)

    def left(self, talk: Talk) -> None:
        """A conversation has ended."""
        self._talks.discard(talk)

    def hold(self, size: int) -> bool:
        """Take note of bytes that are about to be held in memory; false when there are too many."""
        if self._held + size > HELD:
            return False
        self._held += size
        return True

    def drop(self, size: int) -> None:
        """They are not held any more."""
        self._held -= size

    def fits(self, size: int) -> bool:
        """Whether a mail of this size is taken."""
        return size <= self.newsroom.settings.mail_bytes

    def too_large(self) -> str:
        """The answer to a mail that is too large, with the form's address: it may be read by the person who sent it."""
        said = _(
            "This mail is larger than {most} MB. Larger files can be sent at {form}",
            most=self.newsroom.settings.mail_bytes // MB,
            form=self.newsroom.links.form,
        )
        return "552 5.3.4 " + said.encode("ascii", "replace").decode()

    async def kept(self, raw: bytes, sender: str, recipients: list[str], way: str) -> list[bool]:
        """Keep a mail for each recipient; of each whether it is on disk."""
        envelopes = [Envelope(sender, recipient, way) for recipient in recipients]
        loop = asyncio.get_running_loop()
        keeping = [loop.run_in_executor(self._pool, self._keep, raw, envelope) for envelope in envelopes]
        return list(await asyncio.gather(*keeping))

    def _keep(self, raw: bytes, envelope: Envelope) -> bool:
        try:
            mails.keep(self.newsroom, raw, envelope)
        except Exception as fault:  # noqa: BLE001 - a server's outermost door: whatever it is, the sender tries again
            _complain(fault)
            return False
        return True

    async def handle_EHLO(
        self, talk: Talk, session: Session, envelope: Said, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what we can do."""
        session.host_name = hostname
        size = self.newsroom.settings.mail_bytes
        offers = ("PIPELINING", f"SIZE {size}", "8BITMIME")
        return [responses[0], *(f"250-{offer}" for offer in offers), "250 SMTPUTF8"]

    async def handle_MAIL(self, talk: Talk, session: Session, envelope: Said, address: str, options: list[str]) -> str:
        """Take any sender; a size that is announced and too large spares both sides the mail."""
        sizes = [option.partition("=")[2] for option in options if option.startswith("SIZE=")]
        if sizes and not self.fits(int(sizes[0])):
            return self.too_large()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, talk: Talk, session: Session, envelope: Said, address: str, options: list[str]) -> str:
        """Take a recipient that is ours."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients, send again to the others"
        asking = partial(mails.route, self.newsroom, address)
        try:
            route = await asyncio.get_running_loop().run_in_executor(self._pool, asking)
        except Exception as fault:  # noqa: BLE001 - a server's outermost door: whatever it is, the sender tries again
            _complain(fault)
            return TROUBLE
        if route is None:
            return "550 5.1.1 There is no such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, fault: Exception) -> str:
        """Our own fault is never the mail's."""
        _complain(fault)
        return TROUBLE


def _free(path: Path) -> Path:
    """The place for a socket, without the one that a killed process left there."""
    if path.exists() and stat.S_ISSOCK(os.stat(path).st_mode):
        path.unlink()
    return path


def _complain(fault: BaseException) -> None:
    """Only what kind of fault it was: its words may hold an address or a piece of a mail."""
    level = logging.WARNING if isinstance(fault, Busy | OSError) else logging.ERROR
    log.log(level, "A mail could not be taken", exc_info=fault)


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    fault = context.get("exception")
    # A client that hangs up is no news.
    if not isinstance(fault, ConnectionError | TimeoutError):
        log.error("The mail door is in trouble", exc_info=fault if isinstance(fault, BaseException) else None)
