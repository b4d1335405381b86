"""The worker: reads what mail came in, does what the outbox holds, clears away what was left lying."""

import logging
import signal
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from threading import Event, Thread

from tipline import logs
from tipline.mail import filing, send
from tipline.newsroom import Newsroom, open_newsroom, sweeping
from tipline.settings import Settings

IDLE = 0.25
"""Seconds between looks when there is nothing to do."""

LONGEST = 30.0
"""Seconds between tries when there is trouble."""

HOUR = 3600.0
log = logging.getLogger("tipline.worker")


@dataclass(frozen=True)
class Round:
    """Work that comes again and again: `act` says how much it did; none means to look again after `idle` seconds."""

    name: str
    act: Callable[[Newsroom], int]
    idle: float = IDLE


ROUNDS = (Round("mail", filing.read_waiting), Round("outbox", send.deliver), Round("sweep", sweeping.sweep, HOUR))


def serve(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT."""
    logs.configure(settings)
    told = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: told.set())
    with closing(open_newsroom(settings)) as newsroom:
        run(newsroom, told)


def run(newsroom: Newsroom, told: Event, rounds: tuple[Round, ...] = ROUNDS) -> None:
    """Go every round until told to stop, then finish what is begun.

    Each has its own thread: a mail server that hangs must not keep a reader's mail from becoming a tip.
    """
    threads = [Thread(target=_go, args=(newsroom, one, told), name=one.name) for one in rounds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _go(newsroom: Newsroom, one: Round, told: Event) -> None:
    pause = IDLE
    while not told.is_set():
        try:
            did = one.act(newsroom)
        except Exception:
            log.exception("A round failed and is tried again", extra={"kind": one.name, "pause": pause})
            pause = min(pause * 2, LONGEST)
            told.wait(pause)
        else:
            pause = IDLE
            if not did:
                told.wait(one.idle)
