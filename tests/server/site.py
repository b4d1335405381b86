"""A whole tipline of a test's own: `tipline run` in a folder, on ports that nobody uses, and stopped at the end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Site:
    """A running tipline: its lines, its process, its ports."""

    process: subprocess.Popen[str]
    lines: list[str]
    port: int
    mail_port: int
    log: Path

    def get(self, path: str, timeout: float = 10) -> int:
        """The status of a page."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        try:
            with urllib.request.urlopen(asked, timeout=timeout) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as fault:
            with fault:
                return fault.code

    def answers(self) -> bool:
        """Whether the web is there."""
        try:
            return self.get("/healthz") == 200
        except OSError:
            return False

    def children(self) -> list[int]:
        """The ids of its processes."""
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in folder.read_text().split()]


def free_ports() -> tuple[int, int]:
    """A port that nobody uses, and one of a pair that nobody uses: LMTP follows the mail port."""
    while True:
        with socket.socket() as web, socket.socket() as mail, socket.socket() as local:
            web.bind(("127.0.0.1", 0))
            mail.bind(("127.0.0.1", 0))
            port = mail.getsockname()[1]
            try:
                local.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return web.getsockname()[1], port


@contextmanager
def running(instance: Path, *words: str, **environ: str) -> Iterator[Site]:
    """Start it, wait for its four lines, and stop it in the end however the test ended."""
    port, mail_port = free_ports()
    log = instance.parent / "log.jsonl"
    asked = ["--instance", str(instance), "run", "--port", str(port), "--mail-port", str(mail_port), *words]
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tipline", *asked],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **environ},
        )
    assert process.stdout is not None
    try:
        lines = [process.stdout.readline() for _ in range(4)]
        yield Site(process, lines, port, mail_port, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


def until(what: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether something becomes so in time."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if what():
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    """Whether a process lives; one that only waits to be counted does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return state.rpartition(") ")[2][0] != "Z"
