"""One conversation with a mail server: SMTP or LMTP by aiosmtpd, with a DATA of our own."""

import asyncio
import logging
import re
from collections import defaultdict
from typing import Protocol

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

CHUNK = 65_536
COMMAND = 4096
IDLE = 120
"""Bytes looked at in one go, of one command, and seconds without a byte after which a conversation ends."""

PATIENCE = 1000
"""Lines after which the other conversations have a turn."""

END = b"\r\n.\r\n"

# aiosmtpd writes clients' addresses and whole commands into its log.
logging.getLogger("mail.log").disabled = True


class Door(Protocol):
    """What a conversation asks of the door it came in by."""

    def hold(self, size: int) -> bool:
        """Take note of bytes that are about to be held in memory; false when there are too many."""

    def drop(self, size: int) -> None:
        """They are not held any more."""

    def joined(self, talk: "Talk") -> None:
        """A conversation begins."""

    def left(self, talk: "Talk") -> None:
        """A conversation has ended."""

    def fits(self, size: int) -> bool:
        """Whether a mail of this size is taken."""

    def too_large(self) -> str:
        """The answer to one that is not."""

    async def kept(self, raw: bytes, sender: str, recipients: list[str], way: str) -> list[bool]:
        """Keep a mail for each recipient; of each whether it is on disk."""


class Talk(SMTP):
    """SMTP that takes lines of any length and says yes only to what is on disk."""

    command_size_limit = COMMAND
    # This is the limit of the reader's buffer; DATA is read in pieces of it, whatever its lines are like.
    line_length_limit = CHUNK
    way = "smtp"

    def __init__(self, door: Door, hostname: str) -> None:
        super().__init__(
            door, hostname=hostname, ident="tipline", data_size_limit=None, enable_SMTPUTF8=True, timeout=IDLE
        )
        self.command_size_limits = defaultdict(lambda: COMMAND)
        self.door = door
        self.receiving = False
        self.last = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.door.joined(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """End; what is being kept is kept all the same."""
        super().connection_lost(error)
        self.door.left(self)

    def data_received(self, data: bytes) -> None:
        """Every byte puts off the end by idleness, also within a long DATA."""
        super().data_received(data)
        self._reset_timeout()

    def finish(self) -> None:
        """End the conversation: at once, or after the answer to the mail that is coming in."""
        self.last = True
        if not self.receiving and self.transport is not None and not self.transport.is_closing():
            self._writer.write(b"421 4.3.2 The mail door is closing\r\n")
            self.transport.close()

    async def smtp_DATA(self, arg: str | None) -> None:
        """Receive a mail, keep it, answer."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 A recipient comes first")
            return
        if arg:
            await self.push("501 5.5.4 DATA has no argument")
            return
        self.receiving = True
        held = bytearray()
        try:
            await self.push("354 End with <CR><LF>.<CR><LF>")
            fault = await self._receive(held)
            answers = [fault] * self.answers if fault else await self._keep(_unstuffed(held))
            self.envelope = self._create_envelope()
            for answer in answers:
                await self.push(answer)
        finally:
            self.door.drop(len(held))
            self.receiving = False
        if self.last:
            self.finish()

    @property
    def answers(self) -> int:
        """How many answers a mail gets: one."""
        return 1

    async def _receive(self, held: bytearray) -> str:
        """Read up to CR LF . CR LF, which alone ends a mail; empty, or the answer to a mail that was not held."""
        size, lines, tail, fault = 0, 0, b"\r\n", ""
        while tail != END:
            try:
                piece = await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.read(overrun.consumed)
            tail = (tail + piece)[-len(END) :]
            size, lines = size + len(piece), lines + 1
            if not fault:
                fault = self._fault(size, len(piece))
                if not fault:
                    held += piece
            if lines % PATIENCE == 0:
                await asyncio.sleep(0)
        return fault

    def _fault(self, size: int, more: int) -> str:
        if not self.door.fits(size - len(b".\r\n")):
            return self.door.too_large()
        return "" if self.door.hold(more) else "452 4.3.1 Too many mails at once, try again later"

    async def _keep(self, raw: bytes) -> list[str]:
        assert self.envelope is not None
        recipients = list(self.envelope.rcpt_tos)
        kept = await self.door.kept(raw, _readable(self.envelope.mail_from or ""), recipients, self.way)
        return self._told(kept)

    def _told(self, kept: list[bool]) -> list[str]:
        """All or nothing: a mail that is sent again to somebody who has it is the same mail."""
        return [_answer(all(kept))]

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """An address in angle brackets and what follows; taken as it is, for real ones break the rules (`a..b@`)."""
        text = arg.strip()
        if not text.startswith("<"):
            address, _, rest = text.partition(" ")
        else:
            address, closed, rest = text[1:].rpartition(">") if text.count(">") == 1 else text[1:].partition(">")
            if not closed:
                return None, None
        if address.startswith("@"):
            address = address.partition(":")[2]
        return _readable(address) or "<>", rest.strip()


class LocalTalk(Talk, LMTP):
    """LMTP (RFC 2033): the same, with an answer for each recipient."""

    way = "lmtp"

    @property
    def answers(self) -> int:
        """How many answers a mail gets: one a recipient."""
        return len(self.envelope.rcpt_tos) if self.envelope else 1

    def _told(self, kept: list[bool]) -> list[str]:
        return [_answer(one) for one in kept]


class Turned(asyncio.Protocol):
    """One conversation too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say so, and end."""
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"421 4.3.2 Too many conversations at once, try again later\r\n")
        transport.close()


def _answer(kept: bool) -> str:
    return "250 2.0.0 Kept" if kept else "451 4.3.0 It cannot be kept just now, try again later"


def _unstuffed(held: bytearray) -> bytes:
    """The mail without the last dot, and without the one before each line that began with a dot (RFC 5321, 4.5.2)."""
    del held[-len(b".\r\n") :]
    if held.startswith(b"."):
        del held[:1]
    return bytes(held.replace(b"\r\n.", b"\r\n") if b"\r\n." in held else held)


def _readable(address: str) -> str:
    """The address as valid text: aiosmtpd leaves surrogates where a byte was no UTF-8, and control characters."""
    text = address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f]", "", text).strip("<> ")
