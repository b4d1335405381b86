"""Writers queue here: one process at a time by a file lock, and the threads of a process commit together.

SQLite's own waiting is a sleep that starves. A thread does its act in a savepoint on the process's one writing
connection; whoever finishes and sees nobody waiting commits for the whole group, and only then does anyone say yes.
"""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from tipline.domain.refusals import Busy

PATIENCE = 5.0
"""Seconds that a writer waits before it answers that we are busy."""
GROUP = 32


class _Group:
    """Writers that share one commit."""

    def __init__(self) -> None:
        self.settled = threading.Event()
        self.fault: BaseException | None = None
        self.members = 0


class Gate:
    """The one way to write to a SQLite file."""

    def __init__(self, engine: Engine, lock: Path) -> None:
        self._engine = engine
        self._lock = lock.open("ab")
        self._turn = threading.Lock()
        self._waiting = 0
        self._counting = threading.Lock()
        self._group: _Group | None = None
        self._connection: Connection | None = None

    def close(self) -> None:
        """Let go of the file and the connection."""
        if self._connection is not None:
            self._connection.close()
        self._lock.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection for one act. It is committed and synced when this ends without an error. Raises Busy."""
        self._take_turn()
        try:
            group = self._joined()
            connection = self._writer()
            connection.exec_driver_sql("SAVEPOINT act")
            try:
                yield connection
            except BaseException as fault:
                self._leave(group, fault)
                raise
            connection.exec_driver_sql("RELEASE act")
            self._finish(group)
        finally:
            self._turn.release()
        self._wait(group)

    def _take_turn(self) -> None:
        with self._counting:
            self._waiting += 1
        taken = self._turn.acquire(timeout=PATIENCE)
        with self._counting:
            self._waiting -= 1
        if not taken:
            raise Busy

    def _joined(self) -> _Group:
        """The open group, or a new one with the gate taken and a transaction begun."""
        if self._group is None:
            self._enter()
            try:
                self._writer().exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as fault:
                self._exit()
                raise Busy from fault
            self._group = _Group()
        return self._group

    def _finish(self, group: _Group) -> None:
        """Commit for everyone when nobody waits or the group is full; else the next in turn will."""
        group.members += 1
        if not self._waiting or group.members >= GROUP:
            self._settle(group)

    def _wait(self, group: _Group) -> None:
        """Until the group is settled; whoever was to commit may have given up waiting, then we do it ourselves."""
        while not group.settled.wait(0.05):
            with self._turn:
                if self._group is group:
                    self._settle(group)
        if group.fault is not None:
            raise Busy from group.fault

    def _leave(self, group: _Group, fault: BaseException) -> None:
        """An act failed: its savepoint goes. If SQLite gave up the whole transaction, the whole group has failed."""
        if self._in_transaction():
            self._writer().exec_driver_sql("ROLLBACK TO act")
            self._writer().exec_driver_sql("RELEASE act")
        else:
            group.fault = fault
        if not self._waiting or group.fault is not None:
            self._settle(group)

    def _settle(self, group: _Group) -> None:
        connection = self._writer()
        try:
            if group.fault is None:
                connection.exec_driver_sql("COMMIT")
        except Exception as fault:  # noqa: BLE001 - whatever stopped the commit, every member must hear of it
            group.fault = fault
        finally:
            if self._in_transaction():
                connection.exec_driver_sql("ROLLBACK")
            self._group = None
            self._exit()
            group.settled.set()

    def _writer(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _in_transaction(self) -> bool:
        return bool(self._writer().connection.driver_connection.in_transaction)  # type: ignore[union-attr]  # it is open

    def _enter(self) -> None:
        """flock has no time-out, so ask again and again: first often, then each 2 ms."""
        until, pause = time.monotonic() + PATIENCE, 0.0001
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy from None
                time.sleep(pause)
                pause = min(pause * 1.5, 0.002)
            else:
                return

    def _exit(self) -> None:
        fcntl.flock(self._lock, fcntl.LOCK_UN)
