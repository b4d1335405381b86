"""`tipline run`: four lines, everything under one parent, nothing left running."""

import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.server.site import alive, running, until

pytestmark = pytest.mark.slow


def test_it_starts_tells_four_lines_and_stops_in_order(tmp_path: Path) -> None:
    with running(tmp_path / "instance") as site:
        form, desk, door, first = site.lines
        children = site.children()
        statuses = [site.get(path) for path in ("/healthz", "/readyz", "/tips", first.split(str(site.port))[1].strip())]
        with smtplib.SMTP("127.0.0.1", site.mail_port, timeout=10) as mail:
            assert mail.noop()[0] == 250
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(30) == 0

    assert form.split() == ["Form", f"http://127.0.0.1:{site.port}/tips"]
    assert desk.split() == ["Desk", f"http://127.0.0.1:{site.port}/desk"]
    assert f"127.0.0.1:{site.mail_port} (SMTP)" in door
    assert "/desk/join/" in first
    assert statuses == [200] * 4
    assert len(children) == 3
    assert not any(alive(pid) for pid in children)
    assert site.log.read_text() == ""


def test_a_process_that_is_killed_is_there_again(tmp_path: Path) -> None:
    with running(tmp_path / "instance") as site:
        before = set(site.children())
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: len(site.children()) == 3 and not before & set(site.children()))
        assert until(site.answers), site.log.read_text()
        assert site.get("/tips") == 200

    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    died = [line for line in lines if line["message"] == "A process died and is started again"]
    assert sorted(line["child"] for line in died) == ["mail", "web", "worker"]


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with running(tmp_path / "instance") as site:
        children = site.children()
        site.process.kill()
        site.process.wait(10)

        assert until(lambda: not any(alive(pid) for pid in children))


def test_several_web_processes_share_a_port(tmp_path: Path) -> None:
    with running(tmp_path / "instance", TIPLINE_WEB_PROCESSES="2") as site:
        assert len(site.children()) == 4
        assert {site.get("/healthz") for _ in range(10)} == {200}


def test_two_hundred_half_sent_requests_leave_the_form_as_it_was(tmp_path: Path) -> None:
    head = b"GET /tips HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
    body = b"POST /tips HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nwords=half"
    with running(tmp_path / "instance") as site, ExitStack() as lines:
        for begun in (head, body) * 100:
            line = lines.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=10))
            line.sendall(begun)

        assert [site.get("/tips", timeout=2) for _ in range(40)] == [200] * 40
        assert list((site.log.parent / "instance" / "spool").iterdir()) == []


def test_every_fault_is_told_at_once_and_nothing_is_changed(tmp_path: Path) -> None:
    with running(tmp_path / "one") as site:
        (tmp_path / "file").touch()
        asked = ["--instance", str(tmp_path / "file" / "two"), "run", "--port", str(site.port), "--mail-port", "nine"]
        told = subprocess.run(
            [sys.executable, "-m", "tipline", *asked],
            capture_output=True,
            text=True,
            env={**os.environ, "TIPLINE_WEB_THREADS": "0"},
        )

    assert told.returncode == 1
    assert told.stdout == ""
    assert [line.split(":")[0] for line in sorted(told.stderr.splitlines())] == [
        "instance",
        "mail_port",
        "web_port",
        "web_threads",
    ]
    assert f"127.0.0.1:{site.port} cannot be opened (Address already in use)" in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "log.jsonl", "one"]
