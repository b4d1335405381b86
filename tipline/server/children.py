"""The parent of our processes: starts them by forking, starts again what died, stops them in order.

It has loaded all that its children need, so a child is there again some milliseconds after it died, and what they have
in common is in memory once. It holds no thread and no open database while it forks. A child that loses its parent ends:
it reads from a pipe that nobody but the parent holds open.
"""

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds before a child that died is started again, doubled with each death up to the longest."""

SETTLED = 3.0
"""Seconds after which a child that lives is well, and its next death begins with the first pause again."""

STOPPING = 30.0
"""Seconds that children have to finish what they do."""

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
log = logging.getLogger("tipline.server")


@dataclass
class Child:
    """One process: what it does, and whether it is stopped after the others."""

    name: str
    work: Callable[[], None]
    last: bool = False
    pid: int = 0
    born: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0


class Parent:
    """Keeps its children alive until it is told to stop. To be made in the main thread, once a process."""

    def __init__(self, children: Iterable[Child]) -> None:
        self.children = tuple(children)
        self._told = 0
        self._lifeline = os.pipe()
        self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._bell[1], warn_on_full_buffer=False)
        for sign in SIGNALS:
            signal.signal(sign, self._hear)

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._told > 0

    def start(self, *names: str) -> None:
        """Fork every child, or those of these names, that is not there and whose pause is over."""
        for child in self.children:
            if not child.pid and child.due <= time.monotonic() and (not names or child.name in names):
                self._fork(child)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal or a due start, at most so long, and see who died meanwhile."""
        due = [child.due - time.monotonic() for child in self.children if not child.pid]
        ready, _, _ = select.select([self._bell[0]], [], [], max(0.0, min([seconds, *due])))
        if ready:
            os.read(self._bell[0], 512)
        self._reap()

    def watch(self) -> None:
        """Start again what dies, until told to stop; then stop the rest."""
        while not self.stopping:
            self.start()
            self.wait(60.0)
        self.stop()

    def stop(self) -> None:
        """End every child, those marked `last` when the others have ended."""
        for last in (False, True):
            self._end([child for child in self.children if child.last == last])

    def _end(self, children: list[Child]) -> None:
        told, until = self._told, time.monotonic() + STOPPING
        _signal(children, signal.SIGTERM)
        # Told a second time, as by a second Ctrl-C, it does not wait for what they do.
        while any(child.pid for child in children) and time.monotonic() < until and self._told <= max(told, 1):
            self._listen(0.2)
        _signal(children, signal.SIGKILL)
        while any(child.pid for child in children):
            self._listen(0.2)

    def _listen(self, seconds: float) -> None:
        if select.select([self._bell[0]], [], [], seconds)[0]:
            os.read(self._bell[0], 512)
        self._reap()

    def _hear(self, sign: int, _frame: object) -> None:
        self._told += sign != signal.SIGCHLD

    def _reap(self) -> None:
        for child in self.children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                self._died(child)

    def _died(self, child: Child) -> None:
        now = time.monotonic()
        child.pause = FIRST_PAUSE if now - child.born > SETTLED else min(child.pause * 2, LONGEST_PAUSE)
        child.pid, child.due = 0, now + child.pause
        if not self.stopping:
            log.warning("A process died and is started again", extra={"child": child.name, "pause": child.pause})

    def _fork(self, child: Child) -> None:
        child.born = time.monotonic()
        child.pid = os.fork()
        if child.pid == 0:
            _be(child, self._lifeline, self._bell)


def _be(child: Child, lifeline: tuple[int, int], bell: tuple[int, int]) -> None:
    """The child's whole life; does not return."""
    code = 1
    try:
        # A group of its own: Ctrl-C reaches the parent alone, which stops us in order.
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for sign in SIGNALS:
            signal.signal(sign, signal.SIG_DFL)
        for end in (lifeline[1], *bell):
            os.close(end)
        threading.Thread(target=_end_with_parent, args=(lifeline[0],), daemon=True, name="lifeline").start()
        child.work()
        code = 0
    except BaseException:
        log.exception("A process ends by a fault", extra={"child": child.name})
    finally:
        os._exit(code)


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _signal(children: Iterable[Child], sign: signal.Signals) -> None:
    for child in children:
        if child.pid:
            os.kill(child.pid, sign)
