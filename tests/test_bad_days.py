"""Bad days: no room on the disk, a database that somebody holds, a mail server that is dead or says nothing."""

import email
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from html import unescape
from pathlib import Path
from typing import TypeVar

import pytest
from aiosmtpd.controller import Controller

from tests.commands import dumped
from tests.fakes import MINUTE, PASSWORD
from tests.mail.servers import Relay, unused_port
from tests.server.site import Site, running, until
from tests.trouble import full_disk, held_database
from tests.visitors import Answer, Visitor, post, refusal
from tipline.domain.editor import Editor
from tipline.domain.job import Job, JobState
from tipline.domain.refusals import NotFound
from tipline.newsroom import Newsroom, accounts, jobs, mails, open_newsroom
from tipline.settings import Settings

pytestmark = pytest.mark.slow
T = TypeVar("T")

WORDS = 'The night crew <stopped> coming in October & nobody says "why".'
FILE = {"notice.txt": b"The site reopens on 3 March."}
LARGE = {"flood.bin": bytes(200_000)}
LETTER = b"From: reader@example.com\r\nTo: tips@localhost\r\nSubject: The flood wall\r\n\r\nIt is cracked.\r\n"
READING = 2.2
"""Seconds of writing: what is sent sooner is taken for a machine's, which nobody thanks."""

LATER = ((250, 451), (250, 452), (451, 0))
"""What SMTP says to a mail that should come again."""


def test_with_no_room_on_the_disk_nothing_typed_is_lost(tmp_path: Path) -> None:
    with running(tmp_path / "instance") as site:
        reader = Visitor(site.port)
        token = reader.token()
        with full_disk(site):
            words, small = reader.send(token, WORDS), reader.send(token, WORDS, FILE)
            large = reader.send(token, WORDS, LARGE)
            codes = refusal(site.mail_port, LETTER)
            shown = [reader.ask("GET", page).status for page in ("/tips", "/tips/return", "/healthz")]

        assert [kept(words), kept(small), kept(small, "Choose this file again: notice.txt")] == [True] * 3
        assert (large.status, "Retry-After" in large.headers) == (503, True)
        assert codes in LATER
        assert shown == [200] * 3
        the_same_is_taken_now(site, reader, token)


def test_while_somebody_holds_the_database_nothing_typed_is_lost(tmp_path: Path) -> None:
    with running(tmp_path / "instance") as site:
        reader = Visitor(site.port)
        token = reader.token()
        with held_database(tmp_path / "instance"), ThreadPoolExecutor() as others:
            sending = others.submit(timed, lambda: reader.send(token, WORDS, FILE))
            mailing = others.submit(timed, lambda: refusal(site.mail_port, LETTER))
            shown = [timed(lambda: Visitor(site.port).ask("GET", "/tips")) for _ in range(10)]
            (answer, form_took), (codes, mail_took) = sending.result(), mailing.result()

        assert kept(answer)
        assert kept(answer, "notice.txt")
        assert codes in LATER
        assert max(form_took, mail_took) < 12
        assert [page.status for page, _ in shown] == [200] * 10
        assert max(took for _, took in shown) < 2
        the_same_is_taken_now(site, reader, token)


def test_while_somebody_holds_the_database_an_editor_goes_on_reading(newsroom: Newsroom, ines: Editor) -> None:
    token = accounts.sign_in(newsroom, ines.email, PASSWORD, visitor="")
    newsroom.clock.advance(2 * MINUTE)  # type: ignore[attr-defined]  # the newsroom of tests has a FakeClock
    with held_database(newsroom.settings.instance):
        session = accounts.session(newsroom, token)
        began = time.monotonic()
        assert accounts.first_invitation(newsroom) is None
        assert time.monotonic() - began < 2

    assert session is not None
    assert session.editor == ines


def test_a_mail_server_that_hangs_and_dies_slows_no_reader_and_gets_its_mails_later(tmp_path: Path) -> None:
    instance, relay, port = tmp_path / "instance", Relay(), unused_port()
    with running(instance, **relay_at(port)) as site:
        reader = Visitor(site.port)
        token = reader.token()
        time.sleep(READING)
        with silent_at(port):
            send_for_thanks(reader, token, "first@example.com")
            assert until(lambda: [job.attempts for job in outbox(instance)] == [1])
            sent = [timed(partial(send_for_thanks, reader, token, f"{number}@example.com")) for number in range(8)]
            sent.append(timed(lambda: post(site.mail_port, "mailer@example.com", ["tips@localhost"], LETTER)))
            assert until(lambda: len(outbox(instance)) == 10)
        assert until(lambda: all(job.fault for job in outbox(instance)))
        again_at_once(instance)
        assert until(lambda: all(job.fault for job in outbox(instance)))
        with relay_back_at(port, relay):
            again_at_once(instance)
            assert until(lambda: not outbox(instance))

    assert max(took for _, took in sent) < 2
    promised = {row["message_id"] for row in dumped(instance)["outbox"]}
    assert len(promised) == 10
    assert {str(email.message_from_bytes(mail)["Message-ID"]) for mail in relay.mails} == promised


@contextmanager
def silent_at(port: int) -> Iterator[None]:
    """A mail server that takes connections and says nothing, and is gone in the end."""
    with socket.create_server(("127.0.0.1", port)):
        yield


@contextmanager
def relay_back_at(port: int, relay: Relay) -> Iterator[None]:
    """The mail server is there again."""
    controller = Controller(relay, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def relay_at(port: int) -> dict[str, str]:
    """Settings of a mail server that is waited for five seconds."""
    named = {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none", "TIMEOUT": "5"}
    return {f"TIPLINE_SMTP_{name}": value for name, value in named.items()}


def kept(answer: Answer, also: str = "") -> bool:
    """Whether the page says to come again, and holds all that was typed."""
    assert (answer.status, int(answer.headers["Retry-After"]) > 0) == (503, True)
    return answer.words == WORDS and also in unescape(answer.text)


def the_same_is_taken_now(site: Site, reader: Visitor, token: str) -> None:
    """What was refused is sent once more, and is there once."""
    for files in ({}, FILE, LARGE, LARGE):
        assert reader.send(token, WORDS, files).status == 303
    assert refusal(site.mail_port, LETTER) == (250, 250)
    instance = site.log.parent / "instance"
    with closing(open_newsroom(Settings(instance=instance))) as newsroom:
        assert until(lambda: not mails.unread(newsroom))
    rows = dumped(instance)
    assert len(rows["tips"]) == 4
    assert sorted(row["name"] for row in rows["attachments"]) == ["flood.bin", "notice.txt"]
    assert [row["state"] for row in rows["mails"]] == ["read"]


def send_for_thanks(reader: Visitor, token: str, address: str) -> None:
    """A tip whose reader wants to hear that it came."""
    assert reader.send(token, WORDS, contact="email", email=address).status == 303


def outbox(instance: Path) -> tuple[Job, ...]:
    """What the outbox has still to send."""
    with closing(open_newsroom(Settings(instance=instance))) as newsroom:
        return jobs.listing(newsroom, JobState.DUE)


def again_at_once(instance: Path) -> None:
    """What `tipline outbox retry` does, for everything that waits."""
    with closing(open_newsroom(Settings(instance=instance))) as newsroom:
        for job in jobs.listing(newsroom, JobState.DUE):
            with suppress(NotFound):  # the worker was quicker: it is sent
                jobs.retry(newsroom, job.id)


def timed(act: Callable[[], T]) -> tuple[T, float]:
    """What came of it, and how many seconds it took."""
    began = time.monotonic()
    return act(), time.monotonic() - began
