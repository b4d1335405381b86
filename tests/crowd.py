"""Readers who do not give up: each sends tip after tip, by form or by mail, and the same again until it is taken."""

import random
import time
from base64 import encodebytes
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPException
from threading import Event
from typing import TypeVar

from tests.visitors import Visitor, post

PATIENCE = 60.0
"""Seconds after which a reader takes the door for closed."""

PAUSE = 0.1
AT_ONCE = 5
READING = 2.2
"""Forms that a reader opens before writing, and seconds of writing: sent sooner, it is taken for a machine's."""

TO = "tips@localhost"
T = TypeVar("T")


@dataclass(frozen=True)
class Sent:
    """A tip that got its yes: what it was made of, its bytes if it was a mail, and how often it was sent."""

    words: str
    address: str
    files: dict[str, bytes]
    raw: bytes = b""
    times: int = 0


class NotTaken(Exception):
    """The door answered that it cannot take it now."""


def by_form(port: int, name: str, stop: Event) -> list[Sent]:
    """Send by form until told to stop; all that was answered with a receipt."""
    visitor, chance, taken = Visitor(port, timeout=5), random.Random(name), list[Sent]()
    while not stop.is_set():
        opened = [_insist(partial(_open, visitor))[0] for _ in range(AT_ONCE)]
        time.sleep(READING)
        for token in opened:
            sent = _invented(f"{name}-{len(taken)}", chance)
            _, times = _insist(partial(_press, visitor, token, sent))
            taken.append(replace(sent, times=times))
    return taken


def by_mail(port: int, name: str, stop: Event) -> list[Sent]:
    """Send by mail until told to stop; all that was answered with 250."""
    chance, taken = random.Random(name), list[Sent]()
    while not stop.wait(PAUSE):
        sent = _invented(f"{name}-{len(taken)}", chance)
        raw = _letter(sent)
        _, times = _insist(partial(post, port, sent.address, [TO], raw))
        taken.append(replace(sent, raw=raw, times=times))
    return taken


def _insist(act: Callable[[], T]) -> tuple[T, int]:
    """Do it until it is done; what came of it, and how often it was tried."""
    last, times = time.monotonic() + PATIENCE, 0
    while True:
        times += 1
        try:
            return act(), times
        except (OSError, HTTPException, NotTaken):
            if time.monotonic() > last:
                raise
            time.sleep(PAUSE)


def _open(visitor: Visitor) -> str:
    page = visitor.ask("GET", "/tips")
    if page.status != 200:
        raise NotTaken
    return page.hidden("token")


def _press(visitor: Visitor, token: str, sent: Sent) -> None:
    answer = visitor.send(token, sent.words, sent.files, contact="email", email=sent.address)
    if answer.status == 503:
        raise NotTaken
    assert answer.status == 303, answer.status


def _invented(name: str, chance: random.Random) -> Sent:
    """A tip that is like no other: up to three files, some so large that they do not stay in memory on their way."""
    sizes = [chance.choice((0, 1, 900, 70_000, 300_000)) for _ in range(chance.randrange(4))]
    files = {f"{name}-{number}.bin": chance.randbytes(size) for number, size in enumerate(sizes)}
    return Sent(f"Somebody saw it, says {name}, on the flood wall.", f"{name}@example.com", files)


def _letter(sent: Sent) -> bytes:
    head = f"From: A Reader <{sent.address}>\r\nTo: {TO}\r\nSubject: {sent.words}\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{sent.words}\r\n".encode()]
    parts += [_attached(name, content) for name, content in sent.files.items()]
    return (head + kind).encode() + b"".join(b"--b\r\n" + part for part in parts) + b"--b--\r\n"


def _attached(name: str, content: bytes) -> bytes:
    head = f'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    text = encodebytes(content).replace(b"\n", b"\r\n")
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + text + b"\r\n"
