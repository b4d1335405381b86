"""Mails of the corpus and mails made up for a test."""

import json
from pathlib import Path
from typing import Any

from tipline.domain.mail import Envelope, Mail, MailState
from tipline.mail import read as reading
from tipline.mail.read import ReadMail
from tipline.newsroom import Newsroom, mails

CORPUS = Path(__file__).parent / "corpus"
DESK = "tips@newsroom.example"
HEAD = b"From: Reader One <reader@example.com>\r\nTo: tips@newsroom.example\r\nSubject: Something happened\r\n"

Expectation = dict[str, Any]


def entries() -> list[Expectation]:
    """What the manifest says of each mail of the corpus."""
    found: list[Expectation] = json.loads((CORPUS / "manifest.json").read_text())["entries"]
    return found


def corpus_mail(name: str) -> bytes:
    """The exact bytes of a mail of the corpus."""
    return (CORPUS / name).read_bytes()


def envelope(raw: bytes = b"", sender: str = "reader@example.com") -> Envelope:
    """The envelope that a mail came in: with a null sender where a relay noted one in the mail."""
    head = raw.partition(b"\r\n\r\n")[0]
    return Envelope("" if b"Return-Path: <>" in head else sender, DESK)


def read(raw: bytes, sender: str = "reader@example.com") -> ReadMail:
    """The mail as the desk would read it."""
    return reading.read(raw, envelope(raw, sender), domains=("newsroom.example",))


def letter(body: bytes, *headers: bytes) -> bytes:
    """A mail of Reader One with these headers and this body."""
    return HEAD + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body


def multipart(kind: bytes, *parts: tuple[bytes, bytes]) -> bytes:
    """A mail whose parts are pairs of a head, its lines parted by line feeds, and a body."""
    written = b"".join(b"--b\r\n" + head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + body + b"\r\n" for head, body in parts)
    return letter(written + b"--b--\r\n", b"Content-Type: multipart/" + kind + b"; boundary=b")


def kept(raw: bytes, *, attempts: int = 0, sender: str = "reader@example.com") -> Mail:
    """The mail as the store gives it to be read."""
    return Mail(1, 0, envelope(raw, sender), "", len(raw), MailState.KEPT, attempts, raw)


def waiting(newsroom: Newsroom) -> list[tuple[Envelope, bytes]]:
    """The mails that are kept and not read yet."""
    return [(mail.envelope, mail.raw) for mail in mails.unread(newsroom, 100)]
