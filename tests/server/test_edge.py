"""The edge: whole requests to the application, plain refusals before it, and no thread for a slow client."""

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server.site import free_ports, until

pytestmark = pytest.mark.slow
MB = 1_000_000


@dataclass
class Served:
    """An edge around tests/server/application.py, in a process of its own."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    port, _mail = free_ports()
    asked = [sys.executable, "-m", "tests.server.application", str(folder), str(port)]
    with (folder / "log.jsonl").open("w") as errors:
        process = subprocess.Popen(asked, stderr=errors, cwd=Path(__file__).parents[2])
    served = Served(process, folder, port)
    try:
        assert until(lambda: said(served, asked_for("/", method="GET")))
        yield served
    finally:
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("edge")) as served:
        yield served


def said(served: Served, *parts: bytes, pause: float = 0.0) -> bytes:
    """What is answered to some bytes, sent one after the other."""
    try:
        with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
            return b"".join(iter(lambda: line.recv(65536), b""))
    except ConnectionError:
        return b""


def asked_for(path: str, *headers: str, method: str = "POST") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]).encode()


def spooled(served: Served) -> list[Path]:
    return list((served.folder / "spool").iterdir())


def test_a_request_comes_whole_and_its_answer_names_no_server(edge: Served) -> None:
    told = said(edge, asked_for("/a%20b%ff", method="GET"))

    assert told.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"GET /a b" in told
    assert b"granian" not in told.lower()
    assert b"\r\ndate: " in told


@pytest.mark.parametrize("size", [1, 64 * 1024, 64 * 1024 + 1, 4 * MB])
def test_a_body_of_any_size_is_handed_on_and_leaves_nothing(edge: Served, size: int) -> None:
    told = said(edge, asked_for("/tips", f"Content-Length: {size}"), b"x" * size)

    assert f"POST /tips {size} {size}".encode() in told
    assert spooled(edge) == []


def test_a_body_without_a_length_is_counted(edge: Served) -> None:
    chunk = b"186A0\r\n" + b"x" * 100_000 + b"\r\n"
    head = asked_for("/tips", "Transfer-Encoding: chunked")

    assert b"POST /tips 300000 300000" in said(edge, head, chunk * 3, b"0\r\n\r\n")
    assert said(edge, head, chunk * 80, b"0\r\n\r\n").startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(("path", "size"), [("/tips", 8 * MB), ("/desk/sign-in", 2 * MB), ("/tipsy", 2 * MB)])
def test_too_much_is_refused_before_it_is_sent(edge: Served, path: str, size: int) -> None:
    told = said(edge, asked_for(path, f"Content-Length: {size}", "Expect: 100-continue"))

    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"your words still stand" in told
    assert b"content-security-policy: default-src 'none'" in told


def test_a_client_that_goes_quiet_is_told_after_a_while(edge: Served) -> None:
    told = said(edge, asked_for("/tips", "Content-Length: 100"), b"half")

    assert told.startswith(b"HTTP/1.1 408 ")


def test_a_client_that_is_slow_but_not_silent_is_waited_for(edge: Served) -> None:
    told = said(edge, asked_for("/tips", "Content-Length: 5"), *[b"x"] * 5, pause=0.4)

    assert b"POST /tips 5 5" in told


def test_a_bug_gives_a_page_without_its_words(edge: Served) -> None:
    told = said(edge, asked_for("/boom", method="GET"))

    assert told.startswith(b"HTTP/1.1 500 ")
    assert b"went wrong on our side" in told
    assert b"mayor" not in told
    assert b"Traceback" not in told


def test_an_answer_that_breaks_off_ends_early(edge: Served) -> None:
    head, _, body = said(edge, asked_for("/late", method="GET")).partition(b"\r\n\r\n")

    assert b"content-length: 900000" in head
    assert len(body) < 900_000


def test_a_long_answer_comes_whole_and_head_has_no_body(edge: Served) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{edge.port}/long", timeout=10) as answer:
        assert len(answer.read()) == 5 * MB
    assert said(edge, asked_for("/long", method="HEAD")).partition(b"\r\n\r\n")[2] == b""


def test_a_header_with_an_underscore_is_not_taken_for_one_with_a_hyphen(edge: Served) -> None:
    assert b"x-forwarded: \r\n" in said(edge, asked_for("/", "X_Forwarded_For: 6.6.6.6", method="GET"))
    assert b"x-forwarded: 7.7.7.7\r\n" in said(edge, asked_for("/", "X-Forwarded-For: 7.7.7.7", method="GET"))


def test_two_hundred_slow_clients_leave_the_others_at_their_speed(edge: Served) -> None:
    half_head, half_body = b"GET / HTTP/1.1\r\nHost: x\r\nX-", asked_for("/tips", "Content-Length: 5000") + b"half"
    with many(edge, half_head, 100) as heads, many(edge, half_body, 100) as bodies:
        statuses = [said(edge, asked_for("/", method="GET"))[:12] for _ in range(50)]
        waiting = [line for line in (*heads, *bodies) if not closed(line)]

    assert statuses == [b"HTTP/1.1 200"] * 50
    assert len(waiting) >= 100


@contextmanager
def many(served: Served, begun: bytes, number: int) -> Iterator[list[socket.socket]]:
    lines = [socket.create_connection(("127.0.0.1", served.port), timeout=10) for _ in range(number)]
    for line in lines:
        line.sendall(begun)
    yield lines
    for line in lines:
        line.close()


def closed(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def test_what_is_under_way_is_finished_when_it_is_told_to_stop(tmp_path: Path) -> None:
    with serving(tmp_path) as served, many(served, b"GET / HT", 1):
        threading.Timer(0.5, served.process.terminate).start()
        told = said(served, asked_for("/slow", method="GET"))
        assert served.process.wait(10) == 0

    assert told.endswith(b"GET /slow 0 0")


def test_the_log_tells_of_bugs_and_not_what_they_said(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        said(served, asked_for("/boom?words=secret", method="GET"))
        said(served, asked_for("/late", method="GET"))

    log = (tmp_path / "log.jsonl").read_text()
    assert [json.loads(line)["message"] for line in log.splitlines()][:2] == ["A request failed", "An answer broke off"]
    assert "ValueError" in log
    assert not any(word in log for word in ("mayor", "secret", "127.0.0.1"))
