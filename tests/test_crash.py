"""Whatever dies: what got its yes is there exactly once and whole, and every promised mail is sent."""

import base64
import email
import hashlib
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

import pytest

from tests.commands import Rows, dumped, tipline
from tests.conftest import person
from tests.crowd import Sent, by_form, by_mail
from tests.mail.servers import Relay, relaying
from tests.server.site import Site, running, until
from tipline.domain.filter import parse
from tipline.domain.job import JobState
from tipline.domain.refusals import NotFound
from tipline.newsroom import Newsroom, jobs, mails, open_newsroom, queue
from tipline.server.children import SETTLED
from tipline.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

KILLS = 33
LONG = SETTLED + 0.2
"""Seconds of a life after which the parent is in no hurry less to start the next."""

FORMS, MAILS = 3, 3


def test_nothing_that_got_its_yes_is_lost_whatever_is_killed(settings: Settings) -> None:
    relay = Relay()
    with relaying(relay) as port:
        environ = {"TIPLINE_SMTP_HOST": "127.0.0.1", "TIPLINE_SMTP_PORT": str(port), "TIPLINE_SMTP_SECURITY": "none"}
        with running(settings.instance, **environ) as site:
            forms, letters = crowd(site, meanwhile=kill_at_random)
            found = finish(settings)
            rows = dumped(settings.instance)
            checked = tipline(settings.instance, "check", **environ)

    killed(site)
    assert len(forms) + len(letters) > 100
    assert any(sent.times > 1 for sent in forms)
    assert any(sent.times > 1 for sent in letters)
    tips_are_there_once(rows, forms + letters)
    mails_are_there_once(rows, letters)
    no_row_is_torn(rows, found)
    files_are_whole(rows, settings.instance / "blobs")
    promises_were_kept(rows, relay, forms + letters)
    assert checked.returncode == 0, checked.stdout


def crowd(site: Site, meanwhile: Callable[[Site], None]) -> tuple[list[Sent], list[Sent]]:
    """What readers sent by form and by mail while something went on."""
    stop = Event()
    with ThreadPoolExecutor(FORMS + MAILS) as readers:
        forms = [readers.submit(by_form, site.port, f"form-{number}", stop) for number in range(FORMS)]
        letters = [readers.submit(by_mail, site.mail_port, f"mail-{number}", stop) for number in range(MAILS)]
        try:
            meanwhile(site)
        finally:
            stop.set()
        return [sent for one in forms for sent in one.result()], [sent for one in letters for sent in one.result()]


def kill_at_random(site: Site) -> None:
    """Let each process of the web, the mail door and the worker live for a while, or hardly at all, then kill it."""
    chance, due, dead = random.Random(2), dict[int, float](), set[int]()
    while len(dead) < KILLS:
        for pid in site.children():
            due.setdefault(pid, time.monotonic() + chance.choice((chance.uniform(0, 1), LONG, LONG)))
            if pid not in dead and time.monotonic() > due[pid]:
                os.kill(pid, signal.SIGKILL)
                dead.add(pid)
        time.sleep(chance.uniform(0, 0.1))


def finish(settings: Settings) -> set[str]:
    """Wait until the worker has read and sent everything; the references that a search finds."""
    with closing(open_newsroom(settings)) as newsroom:
        assert until(lambda: not mails.unread(newsroom, 1), 60)
        # A worker that was killed holds what it had claimed for a minute: it is not waited for here.
        assert until(lambda: not hurried(newsroom), 60)
        return searched(newsroom)


def hurried(newsroom: Newsroom) -> int:
    """How many mails are not sent yet; those that somebody had claimed are due again at once."""
    waiting = jobs.listing(newsroom, JobState.DUE, limit=10_000)
    for job in waiting:
        # One that was sent in this very moment is not there to be retried.
        with suppress(NotFound):
            if job.attempts:
                jobs.retry(newsroom, job.id)
    time.sleep(1)
    return len(waiting)


def searched(newsroom: Newsroom) -> set[str]:
    """Every tip that holds a word which all of them hold."""
    ines, found, after = person(newsroom, "ines"), set[str](), ""
    while True:
        page = queue.look(newsroom, parse("somebody"), by=ines, after=after)
        found |= {tip.ref for tip in page.rows}
        if page.after is None:
            return found
        after = page.after


def killed(site: Site) -> None:
    """Each kind of process died again and again, and nothing of ours went wrong by itself."""
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    died = Counter(line["child"] for line in lines if line["message"] == "A process died and is started again")
    assert died.total() >= 30
    assert min(died[child] for child in ("web", "mail", "worker")) >= 5
    assert [line for line in lines if line["level"] in ("error", "critical")] == []


def tips_are_there_once(rows: Rows, sent: list[Sent]) -> None:
    """Each tip with its words is one, and holds the files that were sent, under their names."""
    told = Counter(row["words"].strip() for row in rows["messages"])
    assert [one.words for one in sent if told[one.words] != 1] == []
    tip_of = {row["words"].strip(): row["tip_id"] for row in rows["messages"]}
    held: dict[int, list[tuple[str, str, int]]] = {}
    for row in rows["attachments"]:
        held.setdefault(row["tip_id"], []).append((row["name"], row["sha256"], row["size"]))
    for one in sent:
        files = [(name, sha256(content), len(content)) for name, content in one.files.items()]
        assert sorted(held.get(tip_of[one.words], [])) == sorted(files)


def mails_are_there_once(rows: Rows, letters: list[Sent]) -> None:
    """Each mail is one row with its exact bytes, and was read."""
    kept = Counter(base64.b64decode(row["raw"]) for row in rows["mails"])
    assert [one.words for one in letters if kept[one.raw] != 1] == []
    assert {row["state"] for row in rows["mails"]} == {"read"}
    tips = Counter(row["tip_id"] for row in rows["mails"])
    assert None not in tips
    assert set(tips.values()) == {1}


def no_row_is_torn(rows: Rows, found: set[str]) -> None:
    """What one transaction wrote is there together, or not at all."""
    ids = Counter(row["id"] for row in rows["tips"])
    assert Counter(row["tip_id"] for row in rows["details"]) == ids
    assert Counter(row["tip_id"] for row in rows["messages"]) == ids
    assert Counter(row["tip_id"] for row in rows["events"] if row["verb"] == "received") == ids
    assert {row["ref"] for row in rows["tips"]} == found
    files = Counter(row["tip_id"] for row in rows["attachments"])
    assert [row["ref"] for row in rows["tips"] if row["files"] != files[row["id"]]] == []


def files_are_whole(rows: Rows, blobs: Path) -> None:
    """Every file is what its name says, and every one that a tip holds is there."""
    there = {path.name: path.read_bytes() for path in blobs.glob("??/*")}
    assert [name for name, content in there.items() if sha256(content) != name] == []
    assert [row["name"] for row in rows["attachments"] if len(there[row["sha256"]]) != row["size"]] == []


def promises_were_kept(rows: Rows, relay: Relay, sent: list[Sent]) -> None:
    """Everybody got their acknowledgement, and all copies of one carry one Message-ID."""
    promised = {json.loads(row["payload"])["to"]: row["message_id"] for row in rows["outbox"]}
    assert len(promised) == len(rows["outbox"])
    assert {one.address for one in sent} <= promised.keys()
    assert {row["state"] for row in rows["outbox"]} == {"done"}
    arrived = [email.message_from_bytes(raw) for raw in relay.mails]
    assert {(one["To"], one["Message-ID"]) for one in arrived} == set(promised.items())


def sha256(content: bytes) -> str:
    """Its hash in hex."""
    return hashlib.sha256(content).hexdigest()
