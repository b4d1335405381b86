"""Processes under measure: started on a free port, watched through /proc, stopped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 20.0


class Served:
    """A process that listens on a port of 127.0.0.1."""

    def __init__(self, arguments: Sequence[str], *, port: int, environ: Mapping[str, str] | None = None) -> None:
        self.port = port
        started = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, *arguments], env={**os.environ, **(environ or {})}, stderr=subprocess.PIPE, text=True
        )
        while not _listens(port):
            if self._process.poll() is not None or time.monotonic() - started > PATIENCE:
                self._process.kill()
                raise RuntimeError(f"{' '.join(arguments)} did not start: {self._process.communicate()[1][-2000:]}")
            time.sleep(0.01)
        self.started_in = time.monotonic() - started

    def cpu(self) -> float:
        """Seconds of CPU that it used so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Megabytes in memory now (RSS)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def stop(self) -> None:
        """End it as a service manager does."""
        self._process.terminate()
        self._process.communicate(timeout=60)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def tipline(instance: Path, *command: str, environ: Mapping[str, str]) -> Served:
    """`tipline serve web` or `tipline serve mail` on an instance, on a port of its own."""
    web, mail, lmtp = free_port(), free_port(), free_port()
    ours = {
        "TIPLINE_WEB_PORT": str(web),
        "TIPLINE_PUBLIC_URL": f"http://127.0.0.1:{web}",
        "TIPLINE_MAIL_PORT": str(mail),
        "TIPLINE_MAIL_LMTP": f"127.0.0.1:{lmtp}",
        "TIPLINE_LOG_LEVEL": "error",
    }
    start = f"from tipline.cli import main; main(['--instance', {str(instance)!r}, *{list(command)!r}])"
    return Served(["-c", start], port=mail if "mail" in command else web, environ={**ours, **environ})


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
